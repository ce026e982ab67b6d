/** One inbox: find, sort, select and open tasks; the open task stands beside the list, or above it on a phone. */
import { OrderedListOutlined, QuestionCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Drawer, Flex, Grid, Input, Select, Skeleton, theme, Tooltip, type InputRef } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState, type Key } from 'react';
import { PageHead } from '../../parts/page';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Strip } from '../../parts/strip';
import { useWords } from '../../text/language';
import { useKeys } from './keys';
import { MoreButton, TaskList } from './list';
import { lists, sorts, useCounts, useTasks, useWish, type View } from './state';
import { useSeen } from './unseen';
import { useMe } from '../../shell/session';
import { useNames } from '../../parts/people';
import { useProcessNames } from '../../parts/processes';

/** Loaded beside the list, which is there first; the rest when it is asked for. */
const panelCode = () => import('./panel');
const TaskPanel = lazy(async () => ({ default: (await panelCode()).TaskPanel }));
const SavedViews = lazy(async () => ({ default: (await import('./views')).SavedViews }));
const BulkApproval = lazy(async () => ({ default: (await import('./bulk')).BulkApproval }));
const BulkVerbs = lazy(async () => ({ default: (await import('./selection')).BulkVerbs }));
const KeySheet = lazy(async () => ({ default: (await import('./sheet')).KeySheet }));

/** The next click opens a task: its code is fetched once the list stands and the browser rests. */
function useAhead(ready: boolean) {
  useEffect(() => {
    if (!ready) return;
    const later = setTimeout(() => void Promise.all([panelCode(), import('../../form/form')]), 300);
    return () => clearTimeout(later);
  }, [ready]);
}

export function Component() {
  const [wish, change] = useWish();
  if (wish.list) return <BulkApproval onLeave={() => change({ list: false }, false)} onOpen={(task) => change({ list: false, task }, false)} />;
  return <Inbox />;
}

/** Counts stop at a hundred: more is simply many. */
function many(n: number): string {
  return n >= 100 ? '99+' : String(n);
}

function ListName({ view, count }: { view: View; count: number | undefined }) {
  const { t } = useWords();
  return (
    <span>
      {t(`inbox.${view}`)}
      {count ? <span style={{ marginInlineStart: 4, fontSize: 12, opacity: 0.85, fontVariantNumeric: 'tabular-nums' }}>{many(count)}</span> : null}
    </span>
  );
}

function Inbox() {
  const { t } = useWords();
  const { token } = theme.useToken();
  const screen = Grid.useBreakpoint();
  const [wish, change] = useWish();
  const [typed, setTyped] = useState(wish.q);
  const tasks = useTasks(wish);
  const processes = useProcessNames();
  const counts = useCounts();
  const me = useMe();
  const names = useNames();
  const seen = useSeen(me.username, wish.task);
  const [current, setCurrent] = useState('');
  const [selected, setSelected] = useState<Key[]>([]);
  const search = useRef<InputRef>(null);
  const sheet = { background: token.colorBgContainer, border: `1px solid ${token.colorBorderSecondary}`, borderRadius: token.borderRadiusLG, overflow: 'hidden' };
  const narrow = screen.md === false;
  const wide = screen.xl === true;
  const { items } = tasks;

  useEffect(() => {
    const later = setTimeout(() => typed !== wish.q && change({ q: typed }), 200);
    return () => clearTimeout(later);
  }, [typed, wish.q, change]);
  useEffect(() => setSelected([]), [wish.view]);
  useAhead(tasks.data !== undefined);

  const open = (task: string) => {
    setCurrent(task);
    change({ task }, wish.task !== '');
  };
  const at = items.findIndex((task) => task.id === (current || wish.task));
  const { sheetOpen, setSheetOpen } = useKeys({
    move: (by) => {
      const next = items[Math.min(Math.max(at + by, 0), items.length - 1)];
      if (!next) return;
      setCurrent(next.id);
      document.querySelector(`[data-task="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
      if (wish.task) change({ task: next.id });
    },
    select: () => current && wish.view !== 'done' && setSelected((keys) => (keys.includes(current) ? keys.filter((key) => key !== current) : [...keys, current])),
    open: () => current && open(current),
    search: () => search.current?.focus(),
    close: () => change({ task: '' }),
  });

  /** After a task: the next of its case, else the one that stood below it, else none. */
  const proceed = (next: string | null) => {
    const below = items[at + 1] ?? items[at - 1];
    const target = next ?? (wish.view === 'done' ? null : below?.id) ?? '';
    setCurrent(target);
    change({ task: target });
  };

  const filtered = wish.q !== '' || wish.process !== '' || wish.group !== '' || wish.overdue;
  const panel = wish.task ? (
    <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
      <TaskPanel key={wish.task} id={wish.task} onClose={() => change({ task: '' })} onDone={proceed} />
    </Suspense>
  ) : null;

  return (
    <>
      <PageHead
        title={t('inbox.title')}
        beside={
          <Strip<View> gap={0} label={t('inbox.title')} value={wish.view} onChange={(view) => change({ view, task: '' }, false)} options={lists.map((view) => ({ value: view, label: <ListName view={view} count={view === 'done' ? undefined : counts?.[view]} /> }))} />
        }
      >
        {wish.view !== 'done' && (counts?.plain ?? 0) > 1 && (
          <Button icon={<OrderedListOutlined />} onClick={() => change({ list: true, task: '' }, false)}>
            {t('inbox.list')}
          </Button>
        )}
        {!narrow && (
          <Tooltip title={t('inbox.keys')}>
            <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('inbox.keys')} onClick={() => setSheetOpen(true)} />
          </Tooltip>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          ref={search}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault(); // else the browser empties the field
            event.currentTarget.blur();
          }}
          placeholder={t('inbox.search')}
          aria-label={t('inbox.search')}
          style={{ flex: '1 1 240px', maxWidth: narrow ? undefined : 360 }}
        />
        <Select
          value={wish.process}
          onChange={(process) => change({ process })}
          aria-label={t('inbox.process')}
          style={{ flex: narrow ? '1 1 45%' : '0 0 180px', minWidth: 0 }}
          options={[{ value: '', label: t('inbox.anyProcess') }, ...processes.choices]}
        />
        {me.groups.length > 1 && (
          <Select
            value={wish.group}
            onChange={(group) => change({ group })}
            aria-label={t('inbox.ofGroup')}
            style={{ flex: narrow ? '1 1 45%' : '0 0 140px', minWidth: 0 }}
            options={[{ value: '', label: t('inbox.anyGroup') }, ...me.groups.map((group) => ({ value: group, label: names.group(group) }))]}
          />
        )}
        {wish.view !== 'done' && (
          <Select
            value={wish.sort}
            onChange={(sort) => change({ sort })}
            aria-label={t('inbox.sort')}
            style={{ flex: narrow ? '1 1 45%' : '0 0 140px', minWidth: 0 }}
            options={sorts.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
          />
        )}
        {wish.view !== 'done' && (
          <Button type={wish.overdue ? 'primary' : 'default'} danger={wish.overdue || Boolean(counts?.overdue)} icon={<WarningOutlined />} aria-pressed={wish.overdue} onClick={() => change({ overdue: !wish.overdue })}>
            {t('inbox.overdue')} {counts?.overdue ? many(counts.overdue) : ''}
          </Button>
        )}
        <Suspense fallback={null}>
          <SavedViews wish={wish} narrow={narrow} onChoose={(next) => { setTyped(next.q ?? ''); change(next, false); }} />
          {selected.length > 0 && <BulkVerbs ids={selected.map(String)} onDone={() => setSelected([])} />}
        </Suspense>
      </Flex>
      <Flex gap={16} align="flex-start">
        <div style={{ flex: 1, minWidth: 0 }}>
          <div style={sheet}>
            <WhenLoaded of={tasks} rows={8}>
              {() =>
                items.length === 0 ? (
                  <Nothing text={filtered ? t('inbox.noneFound') : t(`none.${wish.view}`)}>{filtered && <Button onClick={() => { setTyped(''); change({ q: '', process: '', group: '', overdue: false }); }}>{t('inbox.clear')}</Button>}</Nothing>
                ) : (
                  <TaskList items={items} view={wish.view} current={current} opened={wish.task} selected={selected} onSelect={setSelected} onOpen={open} narrow={narrow} beside={wide && panel !== null} loading={tasks.isPlaceholderData} seen={seen} />
                )
              }
            </WhenLoaded>
            <MoreButton more={tasks.hasNextPage} loading={tasks.isFetchingNextPage} onMore={() => void tasks.fetchNextPage()} />
          </div>
        </div>
        {wide && panel && (
          <div style={{ ...sheet, flex: '0 0 540px', position: 'sticky', top: 72, maxHeight: 'calc(100dvh - 92px)', overflow: 'auto' }}>
            {panel}
          </div>
        )}
      </Flex>
      {!wide && (
        <Drawer open={panel !== null} onClose={() => change({ task: '' })} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 560} closable={false} styles={{ body: { padding: 0 } }} aria-label={t('inbox.task')}>
          {panel}
        </Drawer>
      )}
      {sheetOpen && (
        <Suspense fallback={null}>
          <KeySheet open onClose={() => setSheetOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
