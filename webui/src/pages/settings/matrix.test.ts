import { expect, test } from 'vitest';
import { read, write } from '../decisions/table';
import { promises, withTimes } from './matrix';

const files = import.meta.glob('../../../../processes/rules/sla_matrix.dmn', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
const file = Object.values(files)[0]!;
const table = read(file)!;

test('every rule of the table stands in the matrix, by kind, band and urgency', () => {
  const found = promises(table)!;
  expect(found.length).toBeGreaterThanOrEqual(table.rules.length);
  expect(found.find((one) => one.rule === 'sla_complaint_1')).toMatchObject({ place: 1, first_response: '2bh', resolution: '3wd' });
  expect(found.find((one) => one.rule === 'sla_complaint_override')?.place).toBe('urgent');
  expect(found.find((one) => one.rule === 'sla_technical')).toMatchObject({ place: 'any', first_response: null });
});

test('a change touches one rule and nothing else of the file', () => {
  const same = promises(table)!.find((one) => one.rule === 'sla_complaint_1')!;
  const times = { first_response: same.first_response!, resolution: same.resolution!, calendar: same.calendar };
  expect(write(file, withTimes(table, same.rule, times))).toBe(file);
  const after = write(file, withTimes(table, same.rule, { ...times, first_response: '1h', resolution: '' })).split('\n');
  const moved = file.split('\n').filter((line, at) => line !== after[at]);
  expect(moved.map((line) => line.trim())).toEqual(['<text>"2bh"</text>', '<text>"3wd"</text>']);
});
