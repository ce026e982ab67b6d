/** Each edit can be undone, done again, written to the file and read back. */
import { expect, test } from 'vitest';
import * as edit from './editing';
import { read, write, type Table } from './table';

const shipped = import.meta.glob('../../../../processes/rules/downgrade_guard.dmn', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
const xml = Object.values(shipped)[0]!;
const table: Table = read(xml)!;

const steps: [string, (of: Table) => Table][] = [
  ['a cell', (of) => edit.setText(of, 2, 4, '>= 0.9')],
  ['an answer', (of) => edit.setText(of, 1, 8, '"new"')],
  ['a note', (of) => edit.setText(of, 1, edit.width(of) - 1, 'why')],
  ['a rule', (of) => edit.addRule(of, 1)],
  ['a copy of a rule', (of) => edit.copyRule(of, 2)],
  ['a rule taken away', (of) => edit.removeRule(of, 0)],
  ['a rule moved', (of) => edit.moveRule(of, 0, 3)],
  ['a condition', (of) => edit.saveColumn(of, 'when', { ...edit.newColumn('when'), label: '城市', expression: 'city' } as never)],
  ['an answer column', (of) => edit.saveColumn(of, 'then', { ...edit.newColumn('then'), label: '折扣', name: 'rate' } as never)],
  ['a column taken away', (of) => edit.removeColumn(of, 'when', 1)],
  ['a column moved', (of) => edit.moveColumn(of, 'then', 2, 0)],
  ['the hit policy', (of) => ({ ...of, hit: 'FIRST' })],
];

test.each(steps)('%s: undone, done again, written and read', (_, change) => {
  const start = { past: [], now: table, future: [] };
  const once = edit.history(start, { do: 'edit', to: change });
  expect(once.now).not.toEqual(table);
  expect(edit.history(once, { do: 'undo' }).now).toBe(table);
  expect(edit.history(edit.history(once, { do: 'undo' }), { do: 'redo' }).now).toBe(once.now);
  expect(read(write(xml, once.now))).toEqual(once.now);
});

test('all edits one after another stand in the file, and undone one by one it is as before', () => {
  let state: edit.History = { past: [], now: table, future: [] };
  for (const [, change] of steps) state = edit.history(state, { do: 'edit', to: change });
  const written = write(xml, state.now);
  expect(read(written)).toEqual(state.now);
  for (const _ of steps) state = edit.history(state, { do: 'undo' });
  expect(write(xml, state.now)).toBe(xml);
});

test('an edit that changes nothing is no step', () => {
  const start = { past: [], now: table, future: [] };
  expect(edit.history(start, { do: 'edit', to: (of) => edit.setText(of, 0, 0, edit.textAt(of, 0, 0)) })).toBe(start);
});
