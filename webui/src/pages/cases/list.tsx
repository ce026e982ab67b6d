/** The cases the reader may see, newest first, narrowed as the address says. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Typography, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router';
import * as calls from '../../api/calls';
import type { InstanceItem } from '../../api/types';
import { StatusMark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useProcessNames } from '../../parts/processes';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { CaseFilters, useNarrowing } from './filters';

export function Component() {
  const { t, name } = useWords();
  const go = useNavigate();
  const names = useProcessNames();
  const { query } = useNarrowing();
  const cases = useInfiniteQuery({
    queryKey: ['instance', 'list', query],
    queryFn: ({ pageParam }) => calls.instances({ ...query, limit: 50, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const items = cases.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: TableColumnsType<InstanceItem> = [
    {
      title: t('cases.process'),
      render: (_, one) => (
        <Flex vertical>
          <Link to={`/cases/${one.id}`} onClick={(event) => event.stopPropagation()} style={{ fontWeight: 500 }}>
            {name(one, 'process_name') || names.of(one.process)}
          </Link>
          <Typography.Text type="secondary" style={{ fontSize: 12 }}>
            {one.customer ? `${one.customer.name} ${one.customer.number}` : one.business_key}
          </Typography.Text>
        </Flex>
      ),
    },
    { title: t('cases.status'), width: 180, render: (_, one) => <StatusMark status={one.status} of={one} /> },
    { title: t('cases.key'), width: 200, ellipsis: true, responsive: ['md'], render: (_, one) => one.business_key },
    { title: t('cases.started'), width: 150, render: (_, one) => minute(one.started_at) },
    { title: t('cases.ended'), width: 150, responsive: ['md'], render: (_, one) => minute(one.ended_at) },
  ];
  return (
    <>
      <PageHead title={t('cases.title')} />
      <CaseFilters />
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={cases} rows={8}>
          {() =>
            items.length === 0 ? (
              <Nothing text={t('cases.none')} />
            ) : (
              <Sheet rowKey="id" dataSource={items} columns={columns} pagination={false} tableLayout="fixed" loading={cases.isPlaceholderData} onRow={(one) => ({ onClick: () => void go(`/cases/${one.id}`), style: { cursor: 'pointer' } })} />
            )
          }
        </WhenLoaded>
        {cases.hasNextPage && (
          <Flex justify="center" style={{ padding: 12 }}>
            <Button onClick={() => void cases.fetchNextPage()} loading={cases.isFetchingNextPage}>
              {t('app.loadMore')}
            </Button>
          </Flex>
        )}
      </Card>
    </>
  );
}
