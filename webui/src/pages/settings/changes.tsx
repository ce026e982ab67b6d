/** Who changed this and when: the ledger's entries about one kind of setting, or about one thing of it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Typography } from 'antd';
import * as calls from '../../api/settings';
import { useSentence } from '../../parts/facts';
import { useNames } from '../../parts/people';
import { WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useSettingsWords } from './words';

export function Changes({ about, subject, plain }: { about: calls.About; subject?: string; plain?: boolean }) {
  const { say } = useSettingsWords();
  const names = useNames();
  const sentence = useSentence();
  const found = useInfiniteQuery({
    queryKey: ['settings', 'changes', about, subject],
    queryFn: ({ pageParam }) => calls.changes(about, subject, pageParam),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const inside = (
    <WhenLoaded of={found} rows={2}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <Typography.Text type="secondary">{say('settings.noChanges')}</Typography.Text>;
        return (
          <Flex vertical gap={8}>
            <Flex vertical gap={8} role="list">
              {items.map((entry) => (
                <Flex key={entry.seq} gap={12} wrap role="listitem">
                  <Typography.Text type="secondary" style={{ fontVariantNumeric: 'tabular-nums' }}>
                    {minute(entry.at)}
                  </Typography.Text>
                  <Typography.Text>{names.person(entry.actor ?? 'system')}</Typography.Text>
                  <span style={{ flex: '1 1 200px' }}>
                    {sentence(entry)}
                    {entry.data.reason ? <Typography.Text type="secondary"> · {String(entry.data.reason)}</Typography.Text> : null}
                  </span>
                </Flex>
              ))}
            </Flex>
            {found.hasNextPage && (
              <Button size="small" style={{ alignSelf: 'start' }} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {say('settings.more')}
              </Button>
            )}
          </Flex>
        );
      }}
    </WhenLoaded>
  );
  const title = (
    <Typography.Title level={2} style={{ fontSize: 14, margin: 0 }}>
      {say('settings.changes')}
    </Typography.Title>
  );
  return plain ? (
    <Flex vertical gap={8} style={{ marginTop: 20 }}>
      {title}
      {inside}
    </Flex>
  ) : (
    <Card size="small" style={{ marginTop: 16 }} title={title}>
      {inside}
    </Card>
  );
}
