/** The dry run: who of all customers would stand elsewhere, the revenue at stake, the work it makes, against today. */
import { DownloadOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Dropdown, Flex, Progress, Statistic, Table as Rows, Typography } from 'antd';
import { Link } from 'react-router';
import { address } from '../../api/client';
import { keep } from '../../api/kept';
import * as rules from '../../api/rules';
import { grouped, yuan } from '../../parts/numbers';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useTouches } from './touches';
import { useRuleWords } from './words';

const whole = (amount: string | number) => yuan(String(Math.round(Number(amount)))).replace(/\.00$/, '');
const LOOK = 1500; // milliseconds between two looks at a run that is on its way

export function DryRun({ tableKey, xml, blocked }: { tableKey: string; xml: string; blocked: boolean }) {
  const { say } = useRuleWords();
  const problem = useProblemText();
  const queries = useQueryClient();
  const place = ['dry-run', tableKey];
  const last = useQuery({ queryKey: place, queryFn: () => rules.lastDryRun(tableKey), refetchInterval: (query) => (query.state.data?.state === 'waiting' ? LOOK : false) });
  const told = (ran: rules.Ran) => keep(queries, place, ran);
  const run = useMutation({ mutationFn: (draft: string) => rules.dryRun(tableKey, draft), onSuccess: told });
  const cancel = useMutation({ mutationFn: () => rules.cancelDryRun(tableKey), onSuccess: told });
  return (
    <WhenLoaded of={last} rows={3}>
      {(told) => {
        const stale = told.state === 'done' && told.draft !== xml;
        const why = blocked ? say('dry.blocked') : stale ? say('dry.stale', { at: minute(told.asked_at) }) : told.state === 'done' ? say('dry.done', { at: minute(told.asked_at) }) : say('dry.why');
        return (
          <Flex vertical gap={12} style={{ padding: 12 }}>
            <Flex gap={8} wrap align="center">
              <Button type="primary" icon={<PlayCircleOutlined />} loading={run.isPending} disabled={blocked || told.state === 'waiting'} onClick={() => run.mutate(xml)}>
                {say(told.state === 'done' ? 'dry.again' : 'dry.run')}
              </Button>
              {told.state === 'done' && (
                <Dropdown trigger={['click']} menu={{ items: (['xlsx', 'csv'] as const).map((format) => ({ key: format, label: <a href={address(`/decisions/${encodeURIComponent(tableKey)}/dry-run/export`, { format })}>{format.toUpperCase()}</a> })) }}>
                  <Button icon={<DownloadOutlined />}>{say('dry.give')}</Button>
                </Dropdown>
              )}
              <Typography.Text type={stale ? 'warning' : 'secondary'}>{why}</Typography.Text>
            </Flex>
            {run.error && <Alert type="error" showIcon title={problem(run.error)} />}
            {told.state === 'waiting' && (
              <Flex vertical gap={8} role="status">
                <Typography.Text>{say('dry.waiting')}</Typography.Text>
                <Flex gap={12} align="center">
                  <Progress percent={Math.round(told.share * 100)} aria-label={say('dry.title')} style={{ flex: 1, maxWidth: 480 }} />
                  <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
                    {say('dry.cancel')}
                  </Button>
                </Flex>
              </Flex>
            )}
            {told.state === 'failed' && <Alert type="error" showIcon title={told.error} />}
            {told.state === 'done' && <Outcome told={told} />}
          </Flex>
        );
      }}
    </WhenLoaded>
  );
}

function Outcome({ told }: { told: rules.Result }) {
  if (told.kind === 'tiers') return <>{told.schemes.map((one) => <OfScheme key={one.scheme} told={one} />)}</>;
  return told.kind === 'work' ? <OfWork {...told.work} /> : <OfAnswers told={told.answers} />;
}

function Sums({ told, more }: { told: rules.Outcome; more?: { title: string; value: string }[] }) {
  const { say } = useRuleWords();
  const shown = [{ title: say('dry.customers'), value: grouped(told.customers) }, { title: say('dry.changed'), value: grouped(told.changed) }, { title: say('dry.stake'), value: whole(told.at_stake) }, ...(more ?? [])];
  return (
    <Flex gap={12} wrap>
      {shown.map(({ title, value }) => (
        <Card key={title} size="small" style={{ flex: '1 1 140px' }}>
          <Statistic title={title} value={value} formatter={(text) => text} styles={{ content: { fontSize: 20, fontVariantNumeric: 'tabular-nums' } }} />
        </Card>
      ))}
    </Flex>
  );
}

function OfScheme({ told }: { told: rules.OfScheme }) {
  const { say, name } = useRuleWords();
  const called = (key: string) => name(told.members[key]) || key;
  const people = (side: rules.Side) => side.tasks.sample + side.tasks.person;
  return (
    <Card title={`${name(told)} · ${say('dry.asOf', { day: told.as_of })}`} size="small">
      <Flex vertical gap={12}>
        <Sums told={told} more={[{ title: say('dry.approvals'), value: `${grouped(people(told.today))} → ${grouped(people(told.draft))}` }]} />
        {told.changed === 0 && told.today.tasks.person === told.draft.tasks.person && <Nothing text={say('dry.nothing')} />}
        <Flex gap={12} wrap align="start">
          <Rows
            size="small"
            style={{ flex: '1 1 300px' }}
            rowKey="member"
            pagination={false}
            dataSource={told.tiers}
            columns={[
              { title: say('dry.tier'), render: (_, tier) => name(tier) },
              { title: say('dry.now'), align: 'right', render: (_, tier) => grouped(tier.customers) },
              { title: say('dry.today'), align: 'right', render: (_, tier) => grouped(tier.today) },
              { title: say('dry.draft'), align: 'right', render: (_, tier) => <Difference from={tier.today} to={tier.draft} /> },
              { title: say('dry.share'), align: 'right', responsive: ['sm'], render: (_, tier) => `${(Number(tier.share_draft) * 100).toFixed(1)}%` },
            ]}
          />
          <Tasks told={told} />
        </Flex>
        {told.moves.length > 0 && <Moves moves={told.moves} called={called} />}
        <Sample told={told} called={called} />
      </Flex>
    </Card>
  );
}

function Difference({ from, to }: { from: number; to: number }) {
  const by = to - from;
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums' }}>
      {grouped(to)} {by !== 0 && <b style={{ color: by > 0 ? '#1a5f31' : '#a01622' }}>({by > 0 ? '+' : '−'}{grouped(Math.abs(by))})</b>}
    </span>
  );
}

function Tasks({ told }: { told: rules.OfScheme }) {
  const { say } = useRuleWords();
  const { today, draft } = told;
  const groups = [...new Set([...Object.keys(today.tasks.groups), ...Object.keys(draft.tasks.groups)])];
  const rows = [
    ...(['promotions', 'demotions'] as const).map((key) => ({ key: say(`dry.${key}`), today: today[key], draft: draft[key] })),
    ...(['none', 'sample', 'person'] as const).map((key) => ({ key: say(`dry.task.${key}`), today: today.tasks[key], draft: draft.tasks[key] })),
    ...groups.map((group) => ({ key: say('dry.group', { group }), today: today.tasks.groups[group] ?? 0, draft: draft.tasks.groups[group] ?? 0 })),
    { key: say('dry.cost'), today: Math.round(Number(today.benefit_cost)), draft: Math.round(Number(draft.benefit_cost)) },
  ];
  return <Rows size="small" style={{ flex: '1 1 300px' }} pagination={false} dataSource={rows} columns={[{ title: say('dry.work'), dataIndex: 'key' }, { title: say('dry.today'), align: 'right', render: (_, row) => grouped(row.today) }, { title: say('dry.draft'), align: 'right', render: (_, row) => <Difference from={row.today} to={row.draft} /> }]} />;
}

function Moves({ moves, called }: { moves: rules.Pair[]; called: (key: string) => string }) {
  const { say } = useRuleWords();
  return (
    <Rows
      size="small"
      rowKey={(row) => `${row.from}>${row.to}`}
      pagination={moves.length > 20 ? { pageSize: 20 } : false}
      dataSource={moves}
      columns={[
        { title: say('dry.from'), render: (_, row) => called(row.from) },
        { title: say('dry.to'), render: (_, row) => <b>{called(row.to)}</b> },
        { title: say('dry.howMany'), align: 'right', render: (_, row) => grouped(row.customers) },
        { title: say('dry.revenue'), align: 'right', render: (_, row) => whole(row.revenue) },
      ]}
    />
  );
}

function Sample({ told, called }: { told: rules.Outcome; called: (key: string) => string }) {
  const { say, name } = useRuleWords();
  if (told.changed === 0) return null;
  if (told.sample.length === 0) return <Typography.Text type="secondary">{say('dry.unseen')}</Typography.Text>;
  return (
    <Rows
      size="small"
      rowKey="customer"
      title={() => say(told.sample.length < told.changed ? 'dry.sample' : 'dry.all', { n: told.sample.length })}
      pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
      dataSource={told.sample}
      columns={[
        { title: say('dry.customer'), render: (_, row) => <Link to={`/customers/${encodeURIComponent(row.customer)}`}>{row.name} ({row.customer})</Link> },
        { title: say('dry.change'), render: (_, row) => `${called(row.from)} → ${called(row.to)}` },
        { title: say('dry.revenue'), align: 'right', responsive: ['sm'], render: (_, row) => whole(row.amount ?? 0) },
        { title: say('dry.reason'), responsive: ['md'], render: (_, row) => name(row, 'reason') || Object.entries(row.inputs ?? {}).map(([key, value]) => `${key} = ${String(value ?? '—')}`).join(', ') },
      ]}
    />
  );
}

const WORK = ['touches_a_month', 'tasks_a_month', 'cost_a_month'] as const;

function OfWork({ today, draft, changed, sample }: { today: rules.Work; draft: rules.Work; changed: number; sample: rules.Sampled[] }) {
  const { say } = useRuleWords();
  const touches = useTouches();
  return (
    <Flex vertical gap={12}>
      <Rows size="small" rowKey="key" pagination={false} dataSource={WORK.map((key) => ({ key, today: Math.round(today[key]), draft: Math.round(draft[key]) }))} columns={[{ title: say('dry.month', { n: grouped(today.customers) }), render: (_, row) => say(`dry.${row.key}`) }, { title: say('dry.today'), align: 'right', render: (_, row) => grouped(row.today) }, { title: say('dry.draft'), align: 'right', render: (_, row) => <Difference from={row.today} to={row.draft} /> }]} />
      {changed === 0 && <Nothing text={say('dry.same')} />}
      {changed > 0 && sample.length === 0 && <Typography.Text type="secondary">{say('dry.unseen')}</Typography.Text>}
      {sample.length > 0 && (
        <Rows
          size="small"
          rowKey="customer"
          title={() => `${say('dry.other', { n: grouped(changed) })} ${sample.length < changed ? say('dry.first', { n: sample.length }) : ''}`}
          pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
          dataSource={sample}
          columns={[
            { title: say('dry.customer'), render: (_, row) => <Link to={`/customers/${encodeURIComponent(row.customer)}`}>{row.name} ({row.customer})</Link> },
            { title: say('dry.band'), dataIndex: 'band', align: 'right', responsive: ['sm'] },
            { title: say('dry.today'), render: (_, row) => touches(row.from, row.to) },
            { title: say('dry.draft'), render: (_, row) => touches(row.to, row.from) },
          ]}
        />
      )}
    </Flex>
  );
}

/** An answer of several values by the first that says something; the others follow. */
function short(answer: string): string {
  if (!answer) return '—';
  const value: unknown = JSON.parse(answer);
  return typeof value === 'object' && value !== null ? Object.values(value).map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join(' · ') : String(value);
}

function OfAnswers({ told }: { told: rules.Outcome & { answers: { answer: string; today: number; draft: number }[] } }) {
  const { say } = useRuleWords();
  return (
    <Flex vertical gap={12}>
      <Sums told={told} />
      {told.changed === 0 && <Nothing text={say('dry.nothing')} />}
      <Rows size="small" rowKey="answer" pagination={told.answers.length > 12 ? { pageSize: 12 } : false} dataSource={told.answers} columns={[{ title: say('dry.answer'), render: (_, row) => short(row.answer) }, { title: say('dry.today'), align: 'right', render: (_, row) => grouped(row.today) }, { title: say('dry.draft'), align: 'right', render: (_, row) => <Difference from={row.today} to={row.draft} /> }]} />
      {told.moves.length > 0 && <Moves moves={told.moves} called={short} />}
      <Sample told={told} called={short} />
    </Flex>
  );
}
