/** Cases narrowed as the address says, chosen and steered together; each for itself, with what became of it. */
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Card, Flex, Typography } from 'antd';
import { useState, type Key } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import * as reporting from '../../api/reports';
import type { InstanceItem } from '../../api/types';
import { Mark, StatusMark } from '../../parts/mark';
import { Sheet } from '../../parts/sheet';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { CaseFilters, useNarrowing } from '../cases/filters';
import { useRefresh } from '../inbox/state';
import { SteerMany, type Order, type Verb } from './order';

const verbs: Verb[] = ['retry', 'move', 'suspend', 'resume', 'cancel'];

export function Many() {
  const { t, name } = useWords();
  const { message } = App.useApp();
  const able = useRole('process_owner');
  const problem = useProblemText();
  const refresh = useRefresh();
  const { query } = useNarrowing();
  const [chosen, setChosen] = useState<Key[]>([]);
  const [asking, setAsking] = useState<Verb | null>(null);
  const [results, setResults] = useState<Map<string, reporting.Steered>>(new Map());
  const process = query.process ?? '';
  const cases = useInfiniteQuery({
    queryKey: ['instance', 'many', query],
    queryFn: ({ pageParam }) => calls.instances({ ...query, limit: 100, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const steer = useMutation({
    mutationFn: (order: Order) => reporting.steerMany({ ...order, ids: chosen.map(String) }),
    onSuccess: async (told) => {
      const failed = told.filter((one) => !one.done);
      setResults(new Map(told.map((one) => [one.id, one])));
      setAsking(null);
      setChosen(failed.map((one) => one.id));
      message[failed.length ? 'warning' : 'success'](failed.length ? t('inbox.bulkPartly', { done: told.length - failed.length, failed: failed.length }) : t('inbox.bulkDone', { done: told.length }));
      await refresh();
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const items = cases.data?.pages.flatMap((page) => page.items) ?? [];
  const outcome = (one: InstanceItem) => {
    const told = results.get(one.id);
    if (!told) return null;
    return told.done ? <Mark tone="good">{t('bulk.done')}</Mark> : <Typography.Text type="danger" style={{ fontSize: 12 }}>{told.message}</Typography.Text>;
  };
  return (
    <>
      <CaseFilters onChange={() => setChosen([])} />
      {chosen.length > 0 && (
        <Alert
          type="info"
          style={{ marginBottom: 12 }}
          title={
            <Flex gap={8} align="center" wrap>
              <span style={{ marginInlineEnd: 8 }}>{t('bulk.chosen', { n: chosen.length })}</span>
              {verbs.map((verb) => (
                <Button key={verb} size="small" danger={verb === 'cancel'} disabled={verb === 'move' && !process} onClick={() => setAsking(verb)}>
                  {t(`bulk.${verb}`)}
                </Button>
              ))}
            </Flex>
          }
        />
      )}
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={cases}>
          {() =>
            items.length === 0 ? (
              <Nothing text={t('cases.none')} />
            ) : (
              <Sheet
                rowKey="id"
                pagination={false}
                dataSource={items}
                loading={cases.isPlaceholderData}
                rowSelection={able ? { selectedRowKeys: chosen, onChange: setChosen, columnWidth: 40, getCheckboxProps: (one) => ({ 'aria-label': `${name(one, 'process_name')} ${one.customer?.name ?? ''} ${minute(one.started_at)}` }) as object } : undefined}
                columns={[
                  { title: t('cases.process'), render: (_, one) => <Flex vertical><Link to={`/cases/${one.id}`}>{name(one, 'process_name') || one.process}</Link><Typography.Text type="secondary" style={{ fontSize: 12, overflowWrap: 'anywhere' }}>{one.customer ? `${one.customer.name} ${one.customer.number}` : one.business_key}</Typography.Text></Flex> },
                  { title: t('cases.status'), width: 112, render: (_, one) => <StatusMark status={one.status} /> },
                  { title: t('cases.started'), width: 150, render: (_, one) => minute(one.started_at) },
                  { title: t('bulk.results'), width: 220, render: (_, one) => outcome(one) },
                ]}
              />
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
      {asking && <SteerMany verb={asking} n={chosen.length} process={process} busy={steer.isPending} onClose={() => setAsking(null)} onOrder={(order) => steer.mutate(order)} />}
    </>
  );
}
