/** Promises of time that were missed, with the causes that were given. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Typography } from 'antd';
import { Link } from 'react-router';
import * as reporting from '../../api/reports';
import { Mark } from '../../parts/mark';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { Period, usePeriod } from '../reports/period';
import { ViewFiles } from './files';

export function Breaches() {
  const { t, language } = useWords();
  const { span, setSpan } = usePeriod();
  const found = useInfiniteQuery({
    queryKey: ['audit', 'breaches', span, language],
    queryFn: ({ pageParam }) => reporting.breaches({ ...span, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card size="small" title={<Period value={span} onChange={setSpan} />} extra={<ViewFiles view="breaches" query={span} />} styles={{ body: { padding: 0 } }}>
      <WhenLoaded of={found}>
        {() =>
          items.length === 0 ? (
            <Nothing text={t('breach.none')} />
          ) : (
            <Sheet
              rowKey="id"
              pagination={false}
              dataSource={items}
              columns={[
                { title: t('breach.what'), render: (_, one) => <Flex vertical><Link to={`/audit/cases/${one.instance}`}>{`${one.kind_name} · ${one.target_name}`}</Link><Typography.Text type="secondary" style={{ fontSize: 12 }}>{one.customer ? `${one.customer.name} ${one.customer.number}` : ''}</Typography.Text></Flex> },
                { title: t('breach.due'), width: 150, render: (_, one) => minute(one.due_at) },
                { title: t('breach.missed'), width: 150, responsive: ['lg'], render: (_, one) => minute(one.missed_at) },
                { title: t('breach.cause'), width: 140, render: (_, one) => (one.cause ? one.cause_name : <Mark tone="warn">{one.cause_name}</Mark>) },
              ]}
            />
          )
        }
      </WhenLoaded>
      {found.hasNextPage && (
        <Flex justify="center" style={{ padding: 12 }}>
          <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
            {t('app.loadMore')}
          </Button>
        </Flex>
      )}
    </Card>
  );
}
