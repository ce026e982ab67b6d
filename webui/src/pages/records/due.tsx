/** Whose record is open for review or overdue, as far as the reader may see customers. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Typography, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/records';
import type { DueRecord } from '../../api/records';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';

const tones = { late: 'bad', open: 'plain', waiting: 'plain', nobody: 'warn' } as const;

export function DueList() {
  const { t } = useWords();
  const names = useNames();
  const due = useInfiniteQuery({
    queryKey: ['records', 'due'],
    queryFn: ({ pageParam }) => calls.due({ limit: 50, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const items = due.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: TableColumnsType<DueRecord> = [
    {
      title: t('customer.name'),
      render: (_, one) => (
        <Flex vertical>
          <Link to={`/customers/${one.id}`} style={{ fontWeight: 500 }}>
            {one.name}
          </Link>
          <Typography.Text type="secondary" style={{ fontSize: 12 }}>
            {one.number}
          </Typography.Text>
        </Flex>
      ),
    },
    { title: t('kept.state'), width: 160, render: (_, one) => <Mark tone={tones[one.state]}>{t(`kept.${one.state}`)}</Mark> },
    { title: t('kept.until'), width: 140, render: (_, one) => one.case && <Link to={`/cases/${one.case}`}>{day(one.due)}</Link> },
    { title: t('customer.owner'), width: 160, render: (_, one) => one.owner && names.person(one.owner) },
    { title: t('kept.reviewed'), width: 140, render: (_, one) => (one.reviewed_at ? day(one.reviewed_at) : t('kept.never')) },
  ];
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{t('kept.dueWhy')}</Typography.Text>
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={due} rows={8}>
          {() => (items.length === 0 ? <Nothing text={t('kept.noneDue')} /> : <Sheet rowKey="id" dataSource={items} columns={columns} pagination={false} tableLayout="fixed" />)}
        </WhenLoaded>
        {due.hasNextPage && (
          <Flex justify="center" style={{ padding: 12 }}>
            <Button onClick={() => void due.fetchNextPage()} loading={due.isFetchingNextPage}>
              {t('app.loadMore')}
            </Button>
          </Flex>
        )}
      </Card>
    </Flex>
  );
}
