/** Who looked at whom: what auditors and administrators opened of customers, cases and evidence, for those who look after privacy. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import { Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';

export function Component() {
  const { t } = useWords();
  const names = useNames();
  const views = useInfiniteQuery({
    queryKey: ['views'],
    queryFn: ({ pageParam }) => calls.personalViews({ limit: 50, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const items = views.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title={t('looks.title')} />
      <Typography.Paragraph type="secondary">{t('looks.why')}</Typography.Paragraph>
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={views}>
          {() =>
            items.length === 0 ? (
              <Nothing text={t('looks.none')} />
            ) : (
              <Sheet
                rowKey={(one) => `${one.at}${one.actor}${one.what}${one.case ?? ''}${one.customer?.id ?? ''}`}
                pagination={false}
                tableLayout="fixed"
                dataSource={items}
                columns={[
                  { title: t('ledger.at'), width: 160, render: (_, one) => minute(one.at) },
                  { title: t('ledger.actor'), width: 180, render: (_, one) => names.person(one.actor) },
                  {
                    title: t('looks.whom'),
                    render: (_, one) => (
                      <Flex gap={8} align="center" wrap>
                        <Mark tone={one.what === 'evidence' ? 'warn' : 'plain'}>{t(`looks.${one.what}`)}</Mark>
                        {one.customer && <Link to={`/customers/${one.customer.number}`}>{`${one.customer.name} ${one.customer.number}`}</Link>}
                        {one.case && <Link to={`/cases/${one.case}`}>{t('looks.open')}</Link>}
                      </Flex>
                    ),
                  },
                ]}
              />
            )
          }
        </WhenLoaded>
        {views.hasNextPage && (
          <Flex justify="center" style={{ padding: 12 }}>
            <Button onClick={() => void views.fetchNextPage()} loading={views.isFetchingNextPage}>
              {t('app.loadMore')}
            </Button>
          </Flex>
        )}
      </Card>
    </>
  );
}
