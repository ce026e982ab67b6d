/** What the inbox shows, kept in the address so that it can be sent to a colleague, and the tasks that belong to it. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import type { TaskItem } from '../../api/types';

export type View = 'open' | 'mine' | 'done';

export interface Wish {
  view: View;
  q: string;
  process: string;
  sort: string;
  task: string;
  list: boolean;
}

export const POLL = 4_000;

export function useWish(): [Wish, (change: Partial<Wish>, keep?: boolean) => void] {
  const [search, setSearch] = useSearchParams();
  const view = search.get('view');
  const wish: Wish = {
    view: view === 'mine' || view === 'done' ? view : 'open',
    q: search.get('q') ?? '',
    process: search.get('process') ?? '',
    sort: search.get('sort') ?? '',
    task: search.get('task') ?? '',
    list: search.get('list') === '1',
  };
  const change = (next: Partial<Wish>, keep = true) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(next)) {
          const text = value === true ? '1' : value === false ? '' : value;
          if (text && !(name === 'view' && text === 'open')) after.set(name, text);
          else after.delete(name);
        }
        return after;
      },
      { replace: keep },
    );
  return [wish, change];
}

const orders: Record<string, (a: TaskItem, b: TaskItem) => number> = {
  opened: (a, b) => b.opened_at.localeCompare(a.opened_at),
  priority: (a, b) => b.priority - a.priority,
  customer: (a, b) => (a.customer?.name ?? '').localeCompare(b.customer?.name ?? '', 'zh'),
};

/** The loaded tasks in another order than the server's, which is by due time. */
export function sorted(items: TaskItem[], by: string): TaskItem[] {
  const order = orders[by];
  return order ? items.toSorted(order) : items;
}

export function useTasks(wish: Wish) {
  const query = { status: wish.view, q: wish.q, process: wish.process, limit: 50 };
  const tasks = useInfiniteQuery({
    queryKey: ['tasks', query],
    queryFn: ({ pageParam, signal }) => calls.tasks({ ...query, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: POLL,
    placeholderData: keepPreviousData,
    enabled: !wish.list,
  });
  const items = useMemo(() => sorted(tasks.data?.pages.flatMap((page) => page.items) ?? [], wish.sort), [tasks.data, wish.sort]);
  return { ...tasks, items };
}

/** What the reader just did is shown at once: every list and the task itself are asked for again. */
export function useRefresh() {
  const cache = useQueryClient();
  return () => Promise.all(['tasks', 'task', 'instance', 'history', 'customer'].map((what) => cache.invalidateQueries({ queryKey: [what] })));
}

export function useBulk() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ verb, ids }: { verb: 'claim' | 'release'; ids: string[] }) => calls.bulk(verb, ids),
    onSettled: refresh,
  });
}
