/** The customers the reader may see: search as you type, by tier. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Grid, Input, Table, Typography, type TableColumnsType } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import type { CustomerItem } from '../../api/types';
import { MemberMark } from '../../parts/mark';
import { yuan } from '../../parts/numbers';
import { PageHead } from '../../parts/page';
import { useNames } from '../../parts/people';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';

export function Component() {
  const { t } = useWords();
  const go = useNavigate();
  const names = useNames();
  const narrow = Grid.useBreakpoint().md === false;
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    const later = setTimeout(() => typed !== q && setSearch(typed ? { q: typed } : {}, { replace: true }), 200);
    return () => clearTimeout(later);
  }, [typed, q, setSearch]);
  const customers = useInfiniteQuery({
    queryKey: ['customers', q],
    queryFn: ({ pageParam, signal }) => calls.customers({ q, limit: 50, cursor: pageParam }, signal),
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
    { title: t('customer.tier'), width: narrow ? 90 : 120, render: (_, customer) => <MemberMark member={customer.tier} /> },
    ...(narrow
      ? []
      : [
          { title: t('customer.owner'), width: 160, render: (_: unknown, customer: CustomerItem) => customer.owner && names.person(customer.owner) },
          { title: t('customer.department'), width: 170, render: (_: unknown, customer: CustomerItem) => customer.department && names.department(customer.department) },
          { title: t('customer.spend'), width: 140, align: 'right' as const, render: (_: unknown, customer: CustomerItem) => yuan(customer.spend) },
          { title: t('customer.lastPurchase'), width: 140, render: (_: unknown, customer: CustomerItem) => day(customer.last_purchase_on) },
        ]),
  ];
  return (
    <>
      <PageHead title={t('customers.title')} />
      <Input.Search allowClear value={typed} onChange={(event) => setTyped(event.target.value)} placeholder={t('customers.search')} aria-label={t('customers.search')} style={{ maxWidth: narrow ? undefined : 360, marginBottom: 12 }} />
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={customers} rows={8}>
          {() =>
            items.length === 0 ? (
              <Nothing text={t('customers.none')} />
            ) : (
              <Table size="small" rowKey="id" dataSource={items} columns={columns} pagination={false} loading={customers.isPlaceholderData} tableLayout="fixed" onRow={(customer) => ({ onClick: () => void go(`/customers/${customer.id}`), style: { cursor: 'pointer' } })} />
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
    </>
  );
}
