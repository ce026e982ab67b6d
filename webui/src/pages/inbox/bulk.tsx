/** Many plain cases at once (F07): all are selected, exceptions are unticked, one decision holds for the rest. */
import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Empty, Flex, Grid, Progress, Segmented, Skeleton, Spin, Table, Typography, type TableColumnsType } from 'antd';
import { lazy, Suspense, useMemo, useRef, useState, type Key } from 'react';
import * as calls from '../../api/calls';
import type { TaskItem } from '../../api/types';
import { asked, shown } from '../../form/texts';
import { DueWords } from '../../parts/due';
import { Change, Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';
import { useRefresh } from './state';

const SchemaForm = lazy(async () => ({ default: (await import('../../form/form')).SchemaForm }));

const CHUNK = 50;
type Outcome = { done: boolean; words: string };

async function everyPlainTask(signal: AbortSignal, seen: (n: number) => void): Promise<TaskItem[]> {
  const items: TaskItem[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: TaskItem[]; next: string | null } = await calls.tasks({ status: 'todo', plain: true, limit: 1000, cursor }, signal);
    items.push(...page.items);
    seen(items.length);
    cursor = page.next;
  }
  return items;
}

export function BulkApproval({ onLeave, onOpen }: { onLeave: () => void; onOpen: (task: string) => void }) {
  const { t, name } = useWords();
  const [seen, setSeen] = useState(0);
  const all = useQuery({ queryKey: ['plain'], queryFn: ({ signal }) => everyPlainTask(signal, setSeen), staleTime: Infinity, gcTime: 0 });
  const kinds = useMemo(() => Map.groupBy(all.data ?? [], (task) => `${task.process} ${task.element}`), [all.data]);
  const [chosen, setChosen] = useState('');
  const kind = kinds.has(chosen) ? chosen : ([...kinds.keys()][0] ?? '');
  const items = kinds.get(kind) ?? [];
  return (
    <>
      <PageHead title={t('list.title')} beside={<Button type="text" icon={<ArrowLeftOutlined />} onClick={onLeave}>{t('app.back')}</Button>} />
      {all.isLoading && (
        <Flex gap={8}>
          <Spin size="small" /> {t('list.loading', { n: seen })}
        </Flex>
      )}
      <WhenLoaded of={all}>
        {() =>
          items.length === 0 ? (
            <Card>
              <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('list.none')} />
            </Card>
          ) : (
            <>
              <Alert type="info" showIcon title={t('list.intro')} style={{ marginBottom: 12 }} />
              {kinds.size > 1 && (
                <Segmented value={kind} onChange={setChosen} style={{ marginBottom: 12 }} options={[...kinds].map(([key, list]) => ({ value: key, label: `${name(list[0])} (${list.length})` }))} />
              )}
              <OneKind key={kind} items={items} onOpen={onOpen} />
            </>
          )
        }
      </WhenLoaded>
    </>
  );
}

function OneKind({ items, onOpen }: { items: TaskItem[]; onOpen: (task: string) => void }) {
  const { t, name, language } = useWords();
  const problem = useProblemText();
  const refresh = useRefresh();
  const narrow = Grid.useBreakpoint().md === false;
  const [kept, setKept] = useState<Key[]>(() => items.map((task) => task.id));
  const [data, setData] = useState<Record<string, unknown>>({});
  const [outcomes, setOutcomes] = useState<Map<string, Outcome>>(new Map());
  const [running, setRunning] = useState<{ done: number; all: number } | null>(null);
  const stop = useRef(false);
  const first = useQuery({ queryKey: ['task', items[0]?.id], queryFn: () => calls.task(items[0]?.id ?? ''), staleTime: Infinity });
  const form = first.data?.form ? shown(first.data.form, language) : null;
  const open = items.filter((task) => !outcomes.get(task.id)?.done);
  const chosen = open.filter((task) => kept.includes(task.id)).map((task) => task.id);
  const failed = [...outcomes.values()].filter((outcome) => !outcome.done).length;

  const run = async (input: Record<string, unknown>) => {
    stop.current = false;
    const answer = form ? asked(form, input) : {};
    const next = new Map(outcomes);
    for (let at = 0; at < chosen.length && !stop.current; at += CHUNK) {
      const ids = chosen.slice(at, at + CHUNK);
      setRunning({ done: at, all: chosen.length });
      try {
        for (const result of await calls.bulk('complete', ids, answer)) next.set(result.id, { done: result.ok === true, words: result.ok ? t('list.ok') : name(result, 'detail') || t('error.unknown') });
      } catch (failure) {
        for (const id of ids) next.set(id, { done: false, words: problem(failure) });
      }
      setOutcomes(new Map(next));
    }
    setRunning(null);
    await refresh();
  };

  const columns: TableColumnsType<TaskItem> = [
    { title: t('inbox.customer'), render: (_, task) => <span>{task.customer?.name} <Typography.Text type="secondary">{task.customer?.number}</Typography.Text></span> },
    { title: t('inbox.change'), width: narrow ? 168 : 180, render: (_, task) => <Change from={task.summary?.current} to={task.summary?.proposed} /> },
    ...(narrow ? [] : [{ title: t('inbox.due'), width: 200, render: (_: unknown, task: TaskItem) => <DueWords due={task.due} /> }]),
    ...(outcomes.size
      ? [{ title: t('list.result'), width: narrow ? 110 : 220, render: (_: unknown, task: TaskItem) => { const outcome = outcomes.get(task.id); return outcome ? <Mark tone={outcome.done ? 'good' : 'bad'} hint={outcome.words}>{outcome.words}</Mark> : null; } }]
      : []),
    ...(narrow ? [] : [{ title: '', width: 110, render: (_: unknown, task: TaskItem) => (outcomes.get(task.id)?.done ? null : <Button type="link" size="small" onClick={() => onOpen(task.id)}>{t('list.open')}</Button>) }]),
  ];

  return (
    <Flex gap={16} align="flex-start" vertical={narrow}>
      <Card styles={{ body: { padding: 0 } }} style={{ flex: 1, minWidth: 0, width: narrow ? '100%' : undefined, overflow: 'hidden' }}>
        <Table
          size="small"
          rowKey="id"
          virtual
          scroll={{ y: narrow ? 360 : Math.max(360, window.innerHeight - 260) }}
          dataSource={items}
          columns={columns}
          pagination={false}
          rowSelection={{ selectedRowKeys: chosen, onChange: setKept, columnWidth: 44, getCheckboxProps: (task) => ({ disabled: running !== null || outcomes.get(task.id)?.done === true, 'aria-label': task.customer?.name }) as object }}
        />
      </Card>
      <Card style={{ flex: narrow ? undefined : '0 0 380px', width: narrow ? '100%' : undefined, position: narrow ? undefined : 'sticky', top: 72 }} title={t('list.decide', { n: chosen.length })}>
        <Flex gap={8} style={{ marginBottom: 12 }} wrap>
          <Mark tone="info">{t('list.kept', { n: chosen.length })}</Mark>
          {open.length > chosen.length && <Mark tone="warn">{t('list.taken', { n: open.length - chosen.length })}</Mark>}
          {outcomes.size > 0 && <Mark tone="good">{t('list.done', { done: outcomes.size - failed })}</Mark>}
          {failed > 0 && <Mark tone="bad">{t('list.failed', { n: failed })}</Mark>}
        </Flex>
        {running && (
          <div role="status" style={{ marginBottom: 12 }}>
            {t('list.running', running)}
            <Progress percent={Math.round((100 * running.done) / running.all)} size="small" />
            <Button size="small" onClick={() => (stop.current = true)}>
              {t('list.stop')}
            </Button>
          </div>
        )}
        <WhenLoaded of={first} rows={3}>
          {() => (
            <Suspense fallback={<Skeleton active />}>
              <SchemaForm form={form ?? { schema: { type: 'object', properties: {} }, ui: {}, explanations: [] }} id="list" data={data} disabled={running !== null} onChange={setData} onSubmit={(input) => void run(input)}>
                <Button type="primary" htmlType="submit" disabled={chosen.length === 0} loading={running !== null}>
                  {t('list.submit', { n: chosen.length })}
                </Button>
              </SchemaForm>
            </Suspense>
          )}
        </WhenLoaded>
      </Card>
    </Flex>
  );
}
