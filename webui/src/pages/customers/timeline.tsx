/** Everything that happened to a customer, over all processes, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex } from 'antd';
import * as calls from '../../api/calls';
import { useElementNames } from '../../parts/elements';
import { Facts, isStep } from '../../parts/facts';
import { Nothing, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';

export function CustomerTimeline({ customer, memberName }: { customer: string; memberName: (code: string) => string }) {
  const { t } = useWords();
  const elementName = useElementNames(customer);
  const timeline = useInfiniteQuery({
    queryKey: ['customer', customer, 'timeline'],
    queryFn: ({ pageParam }) => calls.timeline(customer, { limit: 200, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const entries = timeline.data?.pages.flatMap((page) => page.items).filter((entry) => !isStep(entry)) ?? [];
  return (
    <Card title={t('customer.timeline')}>
      <WhenLoaded of={timeline} rows={5}>{() => (entries.length === 0 ? <Nothing text={t('customer.noTimeline')} /> : <Facts entries={entries} elementName={elementName} memberName={memberName} linked />)}</WhenLoaded>
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
