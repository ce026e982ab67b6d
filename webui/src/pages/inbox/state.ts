/** What the inbox shows, kept in the address so that it can be sent to a colleague, and the tasks that belong to it. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { useClock } from '../../shell/clock';

export const lists = ['todo', 'mine', 'group', 'delegated', 'waiting', 'done'] as const;
export type View = (typeof lists)[number];
export const sorts = ['due', 'newest', 'priority'] as const;
export type Sort = (typeof sorts)[number];

export interface Wish {
  view: View;
  q: string;
  process: string;
  group: string;
  sort: Sort;
  overdue: boolean;
  task: string;
  list: boolean;
}

export const POLL = 4_000;

/** What is not written into the address. */
const plain: Record<string, string> = { view: 'todo', sort: 'due' };

export function useWish(): [Wish, (change: Partial<Wish>, keep?: boolean) => void] {
  const [search, setSearch] = useSearchParams();
  const view = search.get('view');
  const wish: Wish = {
    view: lists.find((one) => one === view) ?? 'todo',
    q: search.get('q') ?? '',
    process: search.get('process') ?? '',
    group: search.get('group') ?? '',
    sort: sorts.find((one) => one === search.get('sort')) ?? 'due',
    overdue: search.get('overdue') === '1',
    task: search.get('task') ?? '',
    list: search.get('list') === '1',
  };
  const change = (next: Partial<Wish>, keep = true) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(next)) {
          const text = value === true ? '1' : value === false ? '' : value;
          if (text && text !== plain[name]) after.set(name, text);
          else after.delete(name);
        }
        return after;
      },
      { replace: keep },
    );
  return [wish, change];
}

/** The part of a wish that a saved view keeps. */
export function kept({ view, q, process, group, sort, overdue }: Wish): Record<string, string> {
  return Object.fromEntries(Object.entries({ view, q, process, group, sort, overdue: overdue ? '1' : '' }).filter(([name, value]) => value !== '' && value !== plain[name]));
}

export function useTasks(wish: Wish) {
  const { data: clock } = useClock();
  const query = { status: wish.view, q: wish.q, process: wish.process, group: wish.group, sort: wish.sort, due_before: wish.overdue ? (clock?.now ?? '') : '', limit: 50 };
  const tasks = useInfiniteQuery({
    queryKey: ['tasks', query],
    queryFn: ({ pageParam, signal }) => calls.tasks({ ...query, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: POLL,
    placeholderData: keepPreviousData,
    enabled: !wish.list && (!wish.overdue || clock !== undefined),
  });
  const items = useMemo(() => tasks.data?.pages.flatMap((page) => page.items) ?? [], [tasks.data]);
  return { ...tasks, items };
}

export function useCounts() {
  return useQuery({ queryKey: ['tasks', 'counts'], queryFn: calls.taskCounts, refetchInterval: 15_000 }).data;
}

/** What the reader just did is shown at once: every list and the task itself are asked for again. */
export function useRefresh() {
  const cache = useQueryClient();
  return () => Promise.all(['tasks', 'task', 'instance', 'history', 'customer', 'notices'].map((what) => cache.invalidateQueries({ queryKey: [what] })));
}

export function useBulk() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ verb, ids, data }: { verb: 'claim' | 'release' | 'delegate' | 'reassign'; ids: string[]; data?: Record<string, unknown> }) => calls.bulk(verb, ids, data),
    onSettled: refresh,
  });
}
