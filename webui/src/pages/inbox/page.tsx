/** One inbox: find, sort, select and open tasks; the open task stands beside the list, or above it on a phone. */
import { OrderedListOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { App, Button, Card, Drawer, Flex, Grid, Input, Segmented, Select, theme, Tooltip, Typography, type InputRef } from 'antd';
import { useEffect, useRef, useState, type Key } from 'react';
import { PageHead } from '../../parts/page';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';
import { BulkApproval } from './bulk';
import { KeySheet, useKeys } from './keys';
import { MoreButton, TaskList } from './list';
import { TaskPanel } from './panel';
import { useBulk, useTasks, useWish, type View } from './state';
import { useProcessNames } from '../../parts/processes';

export function Component() {
  const [wish, change] = useWish();
  if (wish.list) return <BulkApproval onLeave={() => change({ list: false }, false)} onOpen={(task) => change({ list: false, task }, false)} />;
  return <Inbox />;
}

function Inbox() {
  const { t } = useWords();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const problem = useProblemText();
  const screen = Grid.useBreakpoint();
  const [wish, change] = useWish();
  const [typed, setTyped] = useState(wish.q);
  const tasks = useTasks(wish);
  const processes = useProcessNames();
  const bulk = useBulk();
  const [current, setCurrent] = useState('');
  const [selected, setSelected] = useState<Key[]>([]);
  const search = useRef<InputRef>(null);
  const narrow = screen.md === false;
  const wide = screen.xl === true;
  const { items } = tasks;

  useEffect(() => {
    const later = setTimeout(() => typed !== wish.q && change({ q: typed }), 200);
    return () => clearTimeout(later);
  }, [typed, wish.q, change]);
  useEffect(() => setSelected([]), [wish.view]);
  useEffect(() => void import('../../form/form'), []); // the next click needs it

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

  const act = (verb: 'claim' | 'release') =>
    bulk.mutate(
      { verb, ids: selected.map(String) },
      {
        onSuccess: (results) => {
          const failed = results.filter((result) => !result.ok).length;
          const done = results.length - failed;
          if (failed) message.warning(t('inbox.bulkPartly', { done, failed }));
          else message.success(t('inbox.bulkDone', { done }));
          setSelected([]);
        },
        onError: (failure) => message.error(problem(failure)),
      },
    );

  /** After a task: the next of its case, else the one that stood below it, else none. */
  const proceed = (next: string | null) => {
    const below = items[at + 1] ?? items[at - 1];
    const target = next ?? (wish.view === 'done' ? null : below?.id) ?? '';
    setCurrent(target);
    change({ task: target });
  };

  const filtered = wish.q !== '' || wish.process !== '';
  const nothing = filtered ? 'inbox.noneFound' : wish.view === 'mine' ? 'inbox.noneMine' : wish.view === 'done' ? 'inbox.noneDone' : 'inbox.none';
  const plain = items.filter((task) => task.plain).length;
  const panel = wish.task ? <TaskPanel key={wish.task} id={wish.task} onClose={() => change({ task: '' })} onDone={proceed} /> : null;

  return (
    <>
      <PageHead
        title={t('inbox.title')}
        beside={
          <Segmented<View>
            value={wish.view}
            onChange={(view) => change({ view, task: '' }, false)}
            options={[
              { value: 'open', label: t('inbox.open') },
              { value: 'mine', label: t('inbox.mine') },
              { value: 'done', label: t('inbox.done') },
            ]}
          />
        }
      >
        {wish.view !== 'done' && plain > 1 && (
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
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
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
        {wish.view !== 'done' && (
          <Select
            value={wish.sort || 'due'}
            onChange={(sort) => change({ sort: sort === 'due' ? '' : sort })}
            aria-label={t('inbox.sort')}
            style={{ flex: narrow ? '1 1 45%' : '0 0 140px', minWidth: 0 }}
            options={[
              { value: 'due', label: t('inbox.byDue') },
              { value: 'opened', label: t('inbox.byOpened') },
              { value: 'priority', label: t('inbox.byPriority') },
              { value: 'customer', label: t('inbox.customer') },
            ]}
          />
        )}
        {selected.length > 0 && (
          <Flex gap={8} align="center">
            <Typography.Text type="secondary">{t('inbox.selected', { n: selected.length })}</Typography.Text>
            <Button type="primary" ghost loading={bulk.isPending} onClick={() => act('claim')}>
              {t('inbox.claimAll', { n: selected.length })}
            </Button>
            <Button loading={bulk.isPending} onClick={() => act('release')}>
              {t('inbox.releaseAll', { n: selected.length })}
            </Button>
          </Flex>
        )}
      </Flex>
      <Flex gap={16} align="flex-start">
        <div style={{ flex: 1, minWidth: 0 }}>
          <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
            <WhenLoaded of={tasks} rows={8}>
              {() =>
                items.length === 0 ? (
                  <Nothing text={t(nothing)}>{filtered && <Button onClick={() => { setTyped(''); change({ q: '', process: '' }); }}>{t('inbox.clear')}</Button>}</Nothing>
                ) : (
                  <TaskList items={items} view={wish.view} current={current} opened={wish.task} selected={selected} onSelect={setSelected} onOpen={open} narrow={narrow} beside={wide && panel !== null} loading={tasks.isPlaceholderData} />
                )
              }
            </WhenLoaded>
            <MoreButton more={tasks.hasNextPage} loading={tasks.isFetchingNextPage} onMore={() => void tasks.fetchNextPage()} />
          </Card>
        </div>
        {wide && panel && (
          <Card styles={{ body: { padding: 0 } }} style={{ flex: '0 0 540px', position: 'sticky', top: 72, maxHeight: 'calc(100dvh - 92px)', overflow: 'auto', borderColor: token.colorBorderSecondary }}>
            {panel}
          </Card>
        )}
      </Flex>
      {!wide && (
        <Drawer open={panel !== null} onClose={() => change({ task: '' })} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 560} closable={false} styles={{ body: { padding: 0 } }} aria-label={t('inbox.task')}>
          {panel}
        </Drawer>
      )}
      <KeySheet open={sheetOpen} onClose={() => setSheetOpen(false)} />
    </>
  );
}
