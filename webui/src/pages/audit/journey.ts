/** What a case's ledger says step by step: in which order, by whom, how long. */
import type { Entry } from '../../api/types';

export interface Step {
  element: string;
  order: number;
  times: number;
  minutes: number;
  by: string[];
}

/** The steps in the order of their first entering; each completion is matched with the earliest entering still open. */
export function stepsOf(entries: Entry[]): Step[] {
  const steps = new Map<string, Step>();
  const open = new Map<string, number[]>();
  for (const { fact, element, at, actor } of entries) {
    if (!element) continue;
    if (fact === 'ElementEntered') {
      open.set(element, [...(open.get(element) ?? []), Date.parse(at)]);
      if (!steps.has(element)) steps.set(element, { element, order: steps.size + 1, times: 0, minutes: 0, by: [] });
    }
    const step = steps.get(element);
    if (!step) continue;
    if (fact === 'ElementCompleted') {
      const [began, ...rest] = open.get(element) ?? [];
      open.set(element, rest);
      step.times += 1;
      if (began !== undefined) step.minutes += (Date.parse(at) - began) / 60_000;
    }
    if (fact === 'TaskCompleted' && actor && !step.by.includes(actor)) step.by.push(actor);
  }
  return [...steps.values()];
}

/** A task in other hands: taken over, delegated, reassigned, or by a substitute. */
export const HANDED = new Set(['TaskReassigned', 'TaskDelegated', 'TaskOffered', 'TaskReleased', 'FirstOwnerSet']);

export interface Decision {
  seq: number;
  at: string;
  decision: string;
  version: number;
  matched: string[];
  inputs: Record<string, unknown>;
  result: unknown;
}

/** Each decision that a rule table took in the case. */
export function decisionsOf(entries: Entry[]): Decision[] {
  return entries
    .filter((entry) => entry.fact === 'DecisionTaken')
    .map(({ seq, at, data }) => {
      const told = data as Partial<Decision>;
      return { seq, at, decision: told.decision ?? '', version: told.version ?? 0, matched: told.matched ?? [], inputs: told.inputs ?? {}, result: told.result };
    });
}
