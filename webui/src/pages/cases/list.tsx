/** The cases the reader may see, by process and status. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Grid, Select, Table, Typography, type TableColumnsType } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import type { InstanceItem } from '../../api/types';
import { StatusMark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useProcessNames } from '../../parts/processes';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';

const statuses = ['running', 'waiting', 'incident', 'suspended', 'completed', 'cancelled'] as const;

export function Component() {
  const { t, name } = useWords();
  const go = useNavigate();
  const narrow = Grid.useBreakpoint().md === false;
  const names = useProcessNames();
  const [search, setSearch] = useSearchParams();
  const process = search.get('process') ?? '';
  const status = statuses.find((one) => one === search.get('status')) ?? '';
  const change = (next: Record<string, string>) => setSearch(Object.fromEntries(Object.entries({ process, status, ...next }).filter(([, value]) => value)), { replace: true });
  const cases = useInfiniteQuery({
    queryKey: ['instance', 'list', process, status],
    queryFn: ({ pageParam }) => calls.instances({ process, status: status || undefined, limit: 50, cursor: pageParam }),
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
    { title: t('cases.status'), width: narrow ? 112 : 120, render: (_, one) => <StatusMark status={one.status} /> },
    ...(narrow
      ? []
      : [
          { title: t('cases.key'), width: 200, ellipsis: true, render: (_: unknown, one: InstanceItem) => one.business_key },
          { title: t('cases.started'), width: 150, render: (_: unknown, one: InstanceItem) => minute(one.started_at) },
          { title: t('cases.ended'), width: 150, render: (_: unknown, one: InstanceItem) => minute(one.ended_at) },
        ]),
  ];
  return (
    <>
      <PageHead title={t('cases.title')} />
      <Flex gap={8} style={{ marginBottom: 12 }} wrap>
        <Select value={process} onChange={(value) => change({ process: value })} aria-label={t('cases.process')} style={{ minWidth: 180, flex: narrow ? 1 : undefined }} options={[{ value: '', label: t('inbox.anyProcess') }, ...names.choices]} />
        <Select value={status} onChange={(value) => change({ status: value })} aria-label={t('cases.status')} style={{ minWidth: 130 }} options={[{ value: '', label: t('cases.anyStatus') }, ...statuses.map((one) => ({ value: one, label: t(`status.${one}`) }))]} />
      </Flex>
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={cases} rows={8}>
          {() =>
            items.length === 0 ? (
              <Nothing text={t('cases.none')} />
            ) : (
              <Table size="small" rowKey="id" dataSource={items} columns={columns} pagination={false} tableLayout="fixed" loading={cases.isPlaceholderData} onRow={(one) => ({ onClick: () => void go(`/cases/${one.id}`), style: { cursor: 'pointer' } })} />
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
