import { expect, test } from 'vitest';
import type { Entry } from '../api/types';
import { pathOf } from './path';

const entry = (seq: number, fact: string, element: string) => ({ seq, fact, element, at: '', actor: null, data: {} }) as Entry;
const flows = [
  { id: 'yes', source: 'gate', target: 'approve' },
  { id: 'no', source: 'gate', target: 'end' },
  { id: 'again', source: 'approve', target: 'gate' },
];

test('only the branch that was entered is taken', () => {
  const path = pathOf([entry(1, 'ElementEntered', 'gate'), entry(2, 'ElementCompleted', 'gate'), entry(3, 'ElementEntered', 'approve')], flows);
  expect([...path.flows]).toEqual(['yes']);
  expect(path.done).toEqual(new Map([['gate', 1]]));
});

test('a loop counts each round and marks the way back', () => {
  const path = pathOf(
    [entry(1, 'ElementCompleted', 'gate'), entry(2, 'ElementEntered', 'approve'), entry(3, 'ElementCompleted', 'approve'), entry(4, 'ElementEntered', 'gate'), entry(5, 'ElementCompleted', 'gate')],
    flows,
  );
  expect(path.flows.has('again')).toBe(true);
  expect(path.done.get('gate')).toBe(2);
});
