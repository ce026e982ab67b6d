/** The customers the reader may see: search as you type; the pool, to claim from; whom people who left still own. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Grid, Input, Segmented, Typography, type TableColumnsType } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import type { CustomerItem } from '../../api/types';
import { MemberMark } from '../../parts/mark';
import { yuan } from '../../parts/numbers';
import { PageHead } from '../../parts/page';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { Claim, Leavers } from './pool';

const views = ['all', 'open', 'soon'] as const;

export function Component() {
  const { t } = useWords();
  const go = useNavigate();
  const names = useNames();
  const narrow = Grid.useBreakpoint().md === false;
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const view = search.get('pool') ?? 'all';
  const pool = view === 'open' || view === 'soon' ? view : undefined;
  const works = useRole('staff');
  const left = useQuery({ queryKey: ['transfers', 'left'], queryFn: calls.left, enabled: works }).data ?? [];
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    const later = setTimeout(() => typed !== q && setSearch({ ...(typed ? { q: typed } : {}), ...(view === 'all' ? {} : { pool: view }) }, { replace: true }), 200);
    return () => clearTimeout(later);
  }, [typed, q, view, setSearch]);
  const customers = useInfiniteQuery({
    queryKey: ['customers', q, view],
    queryFn: ({ pageParam, signal }) => calls.customers({ q, limit: 50, cursor: pageParam, ...(pool ? { pool } : {}) }, signal),
    enabled: view !== 'left',
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const items = customers.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: TableColumnsType<CustomerItem> = [
    {
      title: t('customer.name'),
      render: (_, customer) => (
        <Flex vertical>
          <Link to={`/customers/${customer.id}`} onClick={(event) => event.stopPropagation()} style={{ fontWeight: 500 }}>
            {customer.name}
          </Link>
          <Typography.Text type="secondary" style={{ fontSize: 12 }}>
            {customer.number}
          </Typography.Text>
        </Flex>
      ),
    },
    { title: t('customer.tier'), width: 120, render: (_, customer) => <MemberMark member={customer.tier} /> },
    ...(view === 'open'
      ? [
          { title: t('customer.region'), width: 140, dataIndex: 'region' },
          { title: t('pool.since'), width: 130, render: (_: unknown, customer: CustomerItem) => day(customer.pooled_at) },
          { width: 120, align: 'right' as const, render: (_: unknown, customer: CustomerItem) => <Claim customer={customer} /> },
        ]
      : []),
    ...(view === 'soon' ? [{ title: t('pool.on'), width: 130, render: (_: unknown, customer: CustomerItem) => day(customer.pool_on) }] : []),
    ...(view === 'open'
      ? []
      : [
          { title: t('customer.owner'), width: 160, render: (_: unknown, customer: CustomerItem) => customer.owner && names.person(customer.owner) },
          { title: t('customer.department'), width: 170, responsive: ['md' as const], render: (_: unknown, customer: CustomerItem) => customer.department && names.department(customer.department) },
          { title: t('customer.spend'), width: 140, align: 'right' as const, responsive: ['md' as const], render: (_: unknown, customer: CustomerItem) => yuan(customer.spend) },
          { title: t('customer.lastPurchase'), width: 140, responsive: ['md' as const], render: (_: unknown, customer: CustomerItem) => day(customer.last_purchase_on) },
        ]),
  ];
  return (
    <>
      <PageHead
        title={t('customers.title')}
        beside={
          works && (
            <Segmented
              value={view}
              onChange={(chosen) => setSearch({ ...(q ? { q } : {}), ...(chosen === 'all' ? {} : { pool: chosen }) })}
              options={[...views.map((one) => ({ value: one as string, label: t(`pool.${one}`) })), ...(left.length ? [{ value: 'left', label: t('pool.left') }] : [])]}
            />
          )
        }
      />
      {view === 'left' ? <Leavers of={left} /> : <>
      <Input.Search allowClear value={typed} onChange={(event) => setTyped(event.target.value)} placeholder={t('customers.search')} aria-label={t('customers.search')} style={{ maxWidth: narrow ? undefined : 360, marginBottom: 12 }} />
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={customers} rows={8}>
          {() =>
            items.length === 0 ? (
              <Nothing text={t(pool && !q ? `pool.none.${pool}` : 'customers.none')} />
            ) : (
              <Sheet rowKey="id" dataSource={items} columns={columns} pagination={false} loading={customers.isPlaceholderData} tableLayout="fixed" onRow={(customer) => ({ onClick: () => void go(`/customers/${customer.id}`), style: { cursor: 'pointer' } })} />
            )
          }
        </WhenLoaded>
        {customers.hasNextPage && (
          <Flex justify="center" style={{ padding: 12 }}>
            <Button onClick={() => void customers.fetchNextPage()} loading={customers.isFetchingNextPage}>
              {t('app.loadMore')}
            </Button>
          </Flex>
        )}
      </Card>
      </>}
    </>
  );
}
