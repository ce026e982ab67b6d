import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** What the server answered to a change takes the place of what was known; an older answer still on its way does not undo it. */
export async function keep<T>(cache: QueryClient, queryKey: QueryKey, told: T) {
  await cache.cancelQueries({ queryKey, exact: true });
  cache.setQueryData(queryKey, told);
}
