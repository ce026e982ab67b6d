/** Who changed people, rules, promises and calendars, and when: the ledger of the settings. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Tooltip, Typography } from 'antd';
import * as calls from '../../api/calls';
import { useSentence } from '../../parts/facts';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { ViewFiles } from './files';

export function Settings() {
  const { t } = useWords();
  const sentence = useSentence();
  const names = useNames();
  const ledger = useInfiniteQuery({
    queryKey: ['ledger', 'settings'],
    queryFn: ({ pageParam }) => calls.settingsLedger({ limit: 50, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const entries = ledger.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card size="small" title={t('audit.settings')} extra={<ViewFiles view="settings" />} styles={{ body: { padding: 0 } }}>
      <Typography.Paragraph type="secondary" style={{ margin: 0, padding: '10px 16px' }}>
        {t('audit.settingsWhy')}
      </Typography.Paragraph>
      <WhenLoaded of={ledger}>
        {() =>
          entries.length === 0 ? (
            <Nothing text={t('audit.none')} />
          ) : (
            <Sheet
              rowKey="seq"
              pagination={false}
              tableLayout="fixed"
              dataSource={entries}
              expandable={{ expandedRowRender: (entry) => <pre style={{ margin: 0, fontSize: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{JSON.stringify(entry.data, null, 2)}</pre> }}
              columns={[
                { title: t('ledger.at'), width: 140, render: (_, entry) => minute(entry.at) },
                { title: t('ledger.what'), render: (_, entry) => <span style={{ overflowWrap: 'anywhere' }}>{sentence(entry)}</span> },
                { title: t('ledger.actor'), width: 110, render: (_, entry) => entry.actor ? names.person(entry.actor) : t('ledger.system') },
                { title: t('ledger.fact'), width: 190, responsive: ['lg'], render: (_, entry) => <Typography.Text type="secondary">{entry.fact}</Typography.Text> },
                {
                  title: t('ledger.hash'),
                  width: 120,
                  responsive: ['lg'],
                  render: (_, entry) => entry.hash && <Tooltip title={<span style={{ overflowWrap: 'anywhere' }}>{entry.hash}</span>}><Typography.Text code>{entry.hash.slice(0, 8)}</Typography.Text></Tooltip>,
                },
              ]}
            />
          )
        }
      </WhenLoaded>
      {ledger.hasNextPage && (
        <Flex justify="center" style={{ padding: 12 }}>
          <Button onClick={() => void ledger.fetchNextPage()} loading={ledger.isFetchingNextPage}>
            {t('app.loadMore')}
          </Button>
        </Flex>
      )}
    </Card>
  );
}
