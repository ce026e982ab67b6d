/** What is stuck and why: one at a time or many, tried again or resolved by hand. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button, Card, Flex, Typography, type TableColumnsType } from 'antd';
import { useState, type Key } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { Incident } from '../../api/types';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { IncidentVerbs } from '../cases/steering';
import { useRefresh } from '../inbox/state';

export function Stuck() {
  const { t, name } = useWords();
  const { message } = App.useApp();
  const able = useRole('process_owner');
  const refresh = useRefresh();
  const [selected, setSelected] = useState<Key[]>([]);
  const [retrying, setRetrying] = useState(false);
  const incidents = useInfiniteQuery({
    queryKey: ['instance', 'incidents'],
    queryFn: ({ pageParam }) => calls.incidents({ limit: 100, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  });
  const items = incidents.data?.pages.flatMap((page) => page.items) ?? [];
  const retryAll = async () => {
    setRetrying(true);
    let failed = 0;
    for (const id of selected) await calls.retry(String(id)).catch(() => (failed += 1));
    setRetrying(false);
    setSelected([]);
    message[failed ? 'warning' : 'success'](failed ? t('inbox.bulkPartly', { done: selected.length - failed, failed }) : t('inbox.bulkDone', { done: selected.length }));
    await refresh();
  };
  const step = (one: Incident) => name(one, 'element_name') || (one.element ?? '');
  const columns: TableColumnsType<Incident> = [
    {
      title: t('incidents.what'),
      render: (_, one) => (
        <Flex vertical gap={2}>
          <Typography.Text strong>{name(one, 'message') || one.code}</Typography.Text>
          {one.remedy && <Typography.Text type="secondary">{one.remedy}</Typography.Text>}
        </Flex>
      ),
    },
    { title: t('incidents.where'), width: 220, render: (_, one) => (one.instance ? <Link to={`/cases/${one.instance}`}>{step(one) || t('start.open')}</Link> : <Typography.Text type="secondary">{t('incidents.house')}</Typography.Text>) },
    { title: t('incidents.since'), width: 150, render: (_, one) => minute(one.raised_at) },
    { title: '', width: 210, render: (_, one) => able && <IncidentVerbs incident={one} called={step(one)} /> },
  ];
  return (
    <>
      {selected.length > 0 && (
        <Button type="primary" loading={retrying} onClick={() => void retryAll()} style={{ marginBottom: 12 }}>
          {t('incidents.retryAll', { n: selected.length })}
        </Button>
      )}
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={incidents} rows={6}>
          {() =>
            items.length === 0 ? (
              <Nothing text={t('incidents.none')} />
            ) : (
              <Sheet
                rowKey="id"
                dataSource={items}
                columns={columns}
                pagination={false}
                tableLayout="fixed"
                rowSelection={able ? { selectedRowKeys: selected, onChange: setSelected, columnWidth: 40, getCheckboxProps: (one) => ({ 'aria-label': `${step(one)} ${minute(one.raised_at)}` }) as object } : undefined}
              />
            )
          }
        </WhenLoaded>
        {incidents.hasNextPage && (
          <Flex justify="center" style={{ padding: 12 }}>
            <Button onClick={() => void incidents.fetchNextPage()} loading={incidents.isFetchingNextPage}>
              {t('app.loadMore')}
            </Button>
          </Flex>
        )}
      </Card>
    </>
  );
}
