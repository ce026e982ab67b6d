import { expect, test } from 'vitest';
import type { Chapter } from '../../api/handbook';
import { found } from './found';

const table = { kind: 'table', columns: ['Matter'], rows: [['Complaint'], ['Feedback']] };
const chapter: Chapter = { key: 'service', title: 'Service norms', hash: '', sources: [], blocks: [{ kind: 'text', text: 'Times' }, { kind: 'heading', text: 'Matrix' }, table] };

test('without a wish everything stands', () => expect(found([chapter], '  ')).toEqual([chapter]));

test('a row is found under its heading, without the other rows', () => {
  const [one] = found([chapter], 'complaint');
  expect(one?.blocks).toEqual([{ kind: 'heading', text: 'Matrix' }, { ...table, rows: [['Complaint']] }]);
});

test('a chapter found by its title stays whole, one that says nothing goes', () => {
  expect(found([chapter], 'norms')).toEqual([chapter]);
  expect(found([chapter], 'elephant')).toEqual([]);
});
