/** Which elements and flows of a diagram a case has passed, from its ledger. */
import type { Entry } from '../api/types';

export interface Flow {
  id: string;
  source: string;
  target: string;
}

export interface Path {
  /** Element to how often it was completed. */
  done: Map<string, number>;
  flows: Set<string>;
}

/**
 * A flow counts as taken when its source was completed and its target was entered later. Where the ledger cannot tell
 * two flows between reached elements apart, both are marked.
 */
export function pathOf(entries: Entry[], flows: Flow[]): Path {
  const done = new Map<string, number>();
  const completed = new Map<string, number>();
  const entered = new Map<string, number>();
  for (const { fact, element, seq } of entries) {
    if (!element) continue;
    if (fact === 'ElementCompleted') {
      done.set(element, (done.get(element) ?? 0) + 1);
      if (!completed.has(element)) completed.set(element, seq);
    }
    if (fact === 'ElementEntered' || fact === 'ElementCompleted') entered.set(element, seq);
  }
  const taken = flows.filter(({ source, target }) => {
    const left = completed.get(source);
    const came = entered.get(target);
    return left !== undefined && came !== undefined && came > left;
  });
  return { done, flows: new Set(taken.map((flow) => flow.id)) };
}
