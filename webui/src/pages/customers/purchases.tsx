/** What a customer bought; refunds are negative. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Typography } from 'antd';
import * as calls from '../../api/calls';
import { Mark } from '../../parts/mark';
import { cents } from '../../parts/numbers';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';

export function Purchases({ customer }: { customer: string }) {
  const { t } = useWords();
  const purchases = useInfiniteQuery({
    queryKey: ['customer', customer, 'purchases'],
    queryFn: ({ pageParam }) => calls.purchases(customer, { limit: 20, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const items = purchases.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('customer.purchases')} styles={{ body: { padding: 0 } }}>
      <WhenLoaded of={purchases} rows={4}>
        {() =>
          items.length === 0 ? (
            <Nothing text={t('customer.noPurchases')} />
          ) : (
            <Sheet
              rowKey="id"
              pagination={false}
              dataSource={items}
              columns={[
                { title: t('purchase.at'), width: 110, render: (_, purchase) => day(purchase.on) },
                { title: t('purchase.order'), render: (_, purchase) => <Typography.Text type="secondary" style={{ overflowWrap: 'anywhere' }}>{purchase.order_no}</Typography.Text> },
                { title: t('purchase.product'), render: (_, purchase) => purchase.product },
                { title: t('purchase.amount'), width: 180, align: 'right', render: (_, purchase) => <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{purchase.amount_cents < 0 && <Mark>{t('purchase.refund')}</Mark>} {cents(purchase.amount_cents)}</span> },
              ]}
            />
          )
        }
      </WhenLoaded>
      {purchases.hasNextPage && (
        <Flex justify="center" style={{ padding: 10 }}>
          <Button size="small" onClick={() => void purchases.fetchNextPage()} loading={purchases.isFetchingNextPage}>
            {t('app.loadMore')}
          </Button>
        </Flex>
      )}
    </Card>
  );
}
