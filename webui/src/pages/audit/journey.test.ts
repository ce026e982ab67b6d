import { expect, test } from 'vitest';
import type { Entry } from '../../api/types';
import { decisionsOf, stepsOf } from './journey';

const entry = (seq: number, fact: string, element: string | null, minute: number, actor: string | null = null, data: object = {}) =>
  ({ seq, fact, element, actor, data, at: new Date(minute * 60_000).toISOString() }) as Entry;

test('steps stand in the order of their entering, with who did them and how long they took', () => {
  const steps = stepsOf([
    entry(1, 'ElementEntered', 'ask', 0),
    entry(2, 'TaskCompleted', 'ask', 30, 'ann'),
    entry(3, 'ElementCompleted', 'ask', 30),
    entry(4, 'ElementEntered', 'check', 30),
    entry(5, 'ElementEntered', 'ask', 40),
    entry(6, 'TaskCompleted', 'ask', 50, 'bob'),
    entry(7, 'ElementCompleted', 'ask', 50),
  ]);
  expect(steps).toEqual([
    { element: 'ask', order: 1, times: 2, minutes: 40, by: ['ann', 'bob'] },
    { element: 'check', order: 2, times: 0, minutes: 0, by: [] },
  ]);
});

test('a decision is told with the version of its table and the row that matched', () => {
  const data = { decision: 'severity', version: 2, matched: ['row_3'], inputs: { loss: 5 }, result: { severity: 'S2' } };
  expect(decisionsOf([entry(1, 'ElementEntered', 'x', 0), entry(2, 'DecisionTaken', 'weigh', 1, null, data)])).toMatchObject([{ seq: 2, ...data }]);
});
