/** What an answer says: without lines, texts and objects that are still empty, which a form adds by itself as it opens. */
export function said(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === '' ? undefined : value;
  const inner = Object.entries(value).map(([name, one]) => [name, said(one)] as const).filter(([, one]) => one !== undefined);
  if (inner.length === 0) return undefined;
  return Array.isArray(value) ? inner.map(([, one]) => one) : Object.fromEntries(inner.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether two answers say the same. */
export const same = (one: unknown, other: unknown) => JSON.stringify(said(one)) === JSON.stringify(said(other));
