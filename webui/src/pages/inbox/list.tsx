/** The tasks: a table where there is room, cards on a phone. */
import { Badge, Button, Checkbox, Flex, Table, theme, Typography, type TableColumnsType } from 'antd';
import type { Key } from 'react';
import type { TaskItem } from '../../api/types';
import { DueWords } from '../../parts/due';
import { Change, Mark } from '../../parts/mark';
import { useNames } from '../../parts/people';
import { minute } from '../../parts/time';
import { useMe } from '../../shell/session';
import { useWords } from '../../text/language';
import type { View } from './state';

interface Props {
  items: TaskItem[];
  view: View;
  current: string;
  opened: string;
  selected: Key[];
  onSelect: (keys: Key[]) => void;
  onOpen: (id: string) => void;
  narrow: boolean;
  beside: boolean;
  loading: boolean;
  seen: (task: string) => boolean;
}

/** From this priority on a task carries a word of its own; most carry none. */
const bands = [
  { from: 85, text: 'inbox.urgent', tone: 'bad' },
  { from: 65, text: 'inbox.high', tone: 'warn' },
] as const;

function TaskName({ task, short, fresh }: { task: TaskItem; short?: boolean; fresh: boolean }) {
  const { t, name } = useWords();
  const band = bands.find(({ from }) => task.priority >= from);
  const process = name(task, 'process_name');
  return (
    <Flex vertical style={{ minWidth: 0 }}>
      <span style={{ fontWeight: fresh ? 650 : 500 }}>
        {fresh && <Badge status="processing" title={t('inbox.unseen')} style={{ marginInlineEnd: 2 }} />}
        {name(task)} {band && <Mark tone={band.tone}>{t(band.text)}</Mark>} {task.plain && !short && <Mark>{t('inbox.plain')}</Mark>}
      </span>
      <Typography.Text type="secondary" style={{ fontSize: 12 }} ellipsis>
        {process}
      </Typography.Text>
    </Flex>
  );
}

function CustomerName({ task }: { task: TaskItem }) {
  if (!task.customer) return <Typography.Text type="secondary">—</Typography.Text>;
  return (
    <Flex vertical style={{ minWidth: 0 }}>
      <span>{task.customer.name}</span>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {task.customer.number}
      </Typography.Text>
    </Flex>
  );
}

function Holder({ task }: { task: TaskItem }) {
  const { t } = useWords();
  const me = useMe();
  const names = useNames();
  const { assignee } = task;
  if (assignee) return <span style={{ fontWeight: assignee === me.username ? 600 : 400 }}>{names.person(assignee)}</span>;
  const groups = task.groups.map(names.group).join(', ');
  return (
    <Typography.Text type="secondary" ellipsis={{ tooltip: groups }} style={{ maxWidth: 130 }}>
      {groups || t('inbox.forAll')}
    </Typography.Text>
  );
}

function Cards({ items, selected, onSelect, onOpen, view, seen }: Props) {
  const { token } = theme.useToken();
  const { name } = useWords();
  return (
    <Flex vertical style={{ background: token.colorBgContainer, borderRadius: token.borderRadiusLG, overflow: 'hidden' }} component="ul" role="list">
      {items.map((task) => (
        <Flex key={task.id} component="li" gap={10} style={{ padding: '10px 12px', borderBottom: `1px solid ${token.colorBorderSecondary}` }}>
          {view !== 'done' && (
            <Checkbox
              aria-label={name(task)}
              checked={selected.includes(task.id)}
              onChange={(event) => onSelect(event.target.checked ? [...selected, task.id] : selected.filter((key) => key !== task.id))}
              style={{ alignSelf: 'flex-start', paddingTop: 2 }}
            />
          )}
          <Flex vertical gap={6} flex={1} style={{ minWidth: 0 }} role="button" tabIndex={0} onClick={() => onOpen(task.id)} onKeyDown={(event) => event.key === 'Enter' && onOpen(task.id)}>
            <Flex justify="space-between" gap={8}>
              <TaskName task={task} short fresh={view !== 'done' && !seen(task.id)} />
              <span style={{ textAlign: 'end', flexShrink: 0 }}>
                <CustomerName task={task} />
              </span>
            </Flex>
            <Flex justify="space-between" align="center" gap={8} wrap>
              <Change from={task.summary?.current} to={task.summary?.proposed} />
              <span style={{ fontSize: 13 }}>{view === 'done' ? minute(task.closed_at) : <DueWords due={task.due} />}</span>
            </Flex>
          </Flex>
        </Flex>
      ))}
    </Flex>
  );
}

export function TaskList(props: Props) {
  const { items, view, current, opened, selected, onSelect, onOpen, narrow, beside, loading, seen } = props;
  const { t, name } = useWords();
  if (narrow) return <Cards {...props} />;
  const columns: TableColumnsType<TaskItem> = [
    { title: t('inbox.task'), render: (_, task) => <TaskName task={task} short={beside} fresh={view !== 'done' && !seen(task.id)} /> },
    { title: t('inbox.customer'), width: beside ? 150 : 200, render: (_, task) => <CustomerName task={task} /> },
    ...(items.some((task) => task.summary?.proposed) ? [{ title: t('inbox.change'), width: 150, render: (_: unknown, task: TaskItem) => <Change from={task.summary?.current} to={task.summary?.proposed} /> }] : []),
    view === 'done' ? { title: t('inbox.closed'), width: 150, render: (_, task) => minute(task.closed_at) } : { title: t('inbox.due'), width: beside ? 150 : 200, render: (_, task) => <DueWords due={task.due} /> },
    ...(beside ? [] : [{ title: t('inbox.assignee'), width: 150, render: (_: unknown, task: TaskItem) => <Holder task={task} /> }]),
  ];
  return (
    <Table<TaskItem>
      size="small"
      rowKey="id"
      loading={loading}
      dataSource={items}
      columns={columns}
      pagination={false}
      tableLayout="fixed"
      rowSelection={view === 'done' ? undefined : { selectedRowKeys: selected, onChange: onSelect, columnWidth: 40, getCheckboxProps: (task) => ({ 'aria-label': `${name(task)} ${task.customer?.name ?? ''}` }) as object }}
      onRow={(task) => ({
        onClick: () => onOpen(task.id),
        'aria-current': task.id === opened || undefined,
        'data-task': task.id,
        style: { cursor: 'pointer', boxShadow: task.id === opened ? 'inset 3px 0 0 #0958d9' : task.id === current ? 'inset 3px 0 0 #9dbbec' : undefined, background: task.id === opened ? '#eef4ff' : undefined },
      })}
    />
  );
}

export function MoreButton({ more, loading, onMore }: { more: boolean; loading: boolean; onMore: () => void }) {
  const { t } = useWords();
  return more ? (
    <Flex justify="center" style={{ padding: 12 }}>
      <Button onClick={onMore} loading={loading}>
        {t('app.loadMore')}
      </Button>
    </Flex>
  ) : null;
}
