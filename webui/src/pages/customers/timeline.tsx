/** Everything that happened to a customer, over all processes, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex } from 'antd';
import * as calls from '../../api/calls';
import { Facts } from '../../parts/facts';
import { Nothing, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';

export function CustomerTimeline({ customer }: { customer: string }) {
  const { t } = useWords();
  const timeline = useInfiniteQuery({
    queryKey: ['customer', customer, 'timeline'],
    queryFn: ({ pageParam }) => calls.timeline(customer, { limit: 30, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const entries = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('customer.timeline')}>
      <WhenLoaded of={timeline} rows={5}>{() => (entries.length === 0 ? <Nothing text={t('customer.noTimeline')} /> : <Facts entries={entries} />)}</WhenLoaded>
      {timeline.hasNextPage && (
        <Flex justify="center">
          <Button size="small" onClick={() => void timeline.fetchNextPage()} loading={timeline.isFetchingNextPage}>
            {t('app.loadMore')}
          </Button>
        </Flex>
      )}
    </Card>
  );
}
