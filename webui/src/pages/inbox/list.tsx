/** The tasks: a table where there is room, cards on a phone. */
import { Button, Flex, theme } from 'antd';
import type { Key, ReactNode } from 'react';
import type { TaskItem } from '../../api/types';
import { DueWords } from '../../parts/due';
import { Change, Mark } from '../../parts/mark';
import { useNames } from '../../parts/people';
import { minute } from '../../parts/time';
import { useMe } from '../../shell/session';
import { useWords } from '../../text/language';
import type { View } from './state';
import '../../parts/rows.css';

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

/** What a task is about, of what its form says: the first that it does. */
const matters = ['number', 'title', 'action', 'work', 'course', 'topic'];

function TaskName({ task, short, fresh }: { task: TaskItem; short?: boolean; fresh: boolean }) {
  const { t, name } = useWords();
  const band = bands.find(({ from }) => task.priority >= from);
  const about = matters.map((matter) => name(task.summary, matter)).find(Boolean) ?? '';
  const of = [name(task.part_of ?? task, 'process_name'), about].filter(Boolean).join(' · ');
  return (
    <Flex vertical style={{ minWidth: 0 }}>
      <span style={{ fontWeight: fresh ? 650 : 500 }}>
        {fresh && <span className="fresh" role="img" aria-label={t('inbox.unseen')} title={t('inbox.unseen')} />}
        {name(task)} {band && <Mark tone={band.tone}>{t(band.text)}</Mark>} {task.plain && !short && <Mark>{t('inbox.plain')}</Mark>}
      </span>
      <span className="quiet small one-line" title={of}>
        {of}
      </span>
    </Flex>
  );
}

function CustomerName({ task }: { task: TaskItem }) {
  if (!task.customer) return <span className="quiet small">{task.business_key ?? '—'}</span>;
  return (
    <Flex vertical style={{ minWidth: 0 }}>
      <span>{task.customer.name}</span>
      <span className="quiet small">{task.customer.number}</span>
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
    <span className="quiet one-line" title={groups}>
      {groups || t('inbox.forAll')}
    </span>
  );
}

function Cards({ items, selected, onSelect, onOpen, view, seen }: Props) {
  const { token } = theme.useToken();
  const { name } = useWords();
  return (
    <Flex vertical className="rows" style={{ background: token.colorBgContainer }} component="ul" role="list">
      {items.map((task) => (
        <Flex key={task.id} component="li" gap={10} style={{ padding: '10px 12px', borderBottom: `1px solid ${token.colorBorderSecondary}` }}>
          {view !== 'done' && (
            <input
              type="checkbox"
              aria-label={name(task)}
              checked={selected.includes(task.id)}
              onChange={(event) => onSelect(event.target.checked ? [...selected, task.id] : selected.filter((key) => key !== task.id))}
              style={{ alignSelf: 'flex-start', marginTop: 3 }}
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

interface Column {
  title: string;
  width?: number;
  cell: (task: TaskItem) => ReactNode;
}

function useColumns({ items, view, beside, seen }: Props): Column[] {
  const { t } = useWords();
  const due: Column = view === 'done' ? { title: t('inbox.closed'), width: 150, cell: (task) => minute(task.closed_at) } : { title: t('inbox.due'), width: beside ? 150 : 200, cell: (task) => <DueWords due={task.due} /> };
  return [
    { title: t('inbox.task'), cell: (task) => <TaskName task={task} short={beside} fresh={view !== 'done' && !seen(task.id)} /> },
    { title: t('inbox.customer'), width: beside ? 150 : 200, cell: (task) => <CustomerName task={task} /> },
    ...(items.some((task) => task.summary?.proposed) ? [{ title: t('inbox.change'), width: 150, cell: (task: TaskItem) => <Change from={task.summary?.current} to={task.summary?.proposed} /> }] : []),
    due,
    ...(beside ? [] : [{ title: t('inbox.assignee'), width: 150, cell: (task: TaskItem) => <Holder task={task} /> }]),
  ];
}

export function TaskList(props: Props) {
  const { items, view, current, opened, selected, onSelect, onOpen, narrow, loading } = props;
  const { t, name } = useWords();
  const columns = useColumns(props);
  if (narrow) return <Cards {...props} />;
  const ticks = view !== 'done';
  const ticked = items.filter((task) => selected.includes(task.id)).length;
  const tick = (id: Key, on: boolean) => onSelect(on ? [...selected, id] : selected.filter((key) => key !== id));
  return (
    <table className={loading ? 'rows loading' : 'rows'} aria-busy={loading}>
      <thead>
        <tr>
          {ticks && (
            <th className="tick">
              <input type="checkbox" aria-label={t('inbox.all')} checked={ticked === items.length} ref={(box) => { if (box) box.indeterminate = ticked > 0 && ticked < items.length; }} onChange={(event) => onSelect(event.target.checked ? items.map((task) => task.id) : [])} />
            </th>
          )}
          {columns.map(({ title, width }) => (
            <th key={title} scope="col" style={{ width }}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((task) => (
          <tr key={task.id} data-task={task.id} aria-current={task.id === opened || undefined} className={task.id === opened ? 'opened' : task.id === current ? 'current' : selected.includes(task.id) ? 'ticked' : undefined} onClick={() => onOpen(task.id)}>
            {ticks && (
              <td className="tick" onClick={(event) => event.stopPropagation()}>
                <input type="checkbox" aria-label={`${name(task)} ${task.customer?.name ?? ''}`} checked={selected.includes(task.id)} onChange={(event) => tick(task.id, event.target.checked)} />
              </td>
            )}
            {columns.map(({ title, cell }) => (
              <td key={title}>{cell(task)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
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
