/** The difference of two tables: told rule by rule, and nothing where nothing differs. */
import { expect, test } from 'vitest';
import { compare, nothing } from './changes';
import { read, type Table } from './table';

const shipped = import.meta.glob('../../../../processes/rules/tier_cdnow.dmn', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
const table: Table = read(Object.values(shipped)[0]!)!;
const [regular, silver, gold] = table.rules as [Table['rules'][0], Table['rules'][0], Table['rules'][0]];
const kinds = (after: Table) => compare(table, after).rules.map((rule) => `${rule.id} ${rule.change}`);

test('a table does not differ from itself', () => expect(nothing(compare(table, structuredClone(table)))).toBe(true));

test('a changed cell is told with what stood there', () => {
  const after = { ...table, rules: [regular, silver, { ...gold, when: [{ ...gold.when[0]!, text: '>= 500' }] }] };
  const found = compare(table, after);
  expect(found.count).toEqual({ changed: 1, added: 0, removed: 0, cells: 1 });
  expect(found.rules[2]!.cells).toEqual({ tier_cdnow_in_1: { before: '>= 400', after: '>= 500' } });
});

test('what is gone is told where it stood, what is new where it stands', () => {
  expect(kinds({ ...table, rules: [regular, gold, { ...silver, id: 'fresh' }] })).toEqual(['tier_regular same', 'tier_silver removed', 'tier_gold same', 'fresh added']);
});

test('of rules in another order the fewest are said to have moved', () => {
  expect(kinds({ ...table, rules: [gold, regular, silver] })).toEqual(['tier_gold moved', 'tier_regular same', 'tier_silver same']);
});

test('a column taken away shows in each rule', () => {
  const after = { ...table, outputs: table.outputs.slice(0, 3), rules: table.rules.map((rule) => ({ ...rule, then: rule.then.slice(0, 3) })) };
  const found = compare(table, after);
  expect(found.columns.filter(({ change }) => change === 'removed').map(({ id }) => id)).toEqual(['tier_cdnow_out_4']);
  expect(found.rules[0]!.cells).toEqual({ tier_cdnow_out_4: { before: '3', after: undefined } });
});
