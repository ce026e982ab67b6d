import { expect, test } from 'vitest';
import { FormValidator } from './validator';

const schema = {
  type: 'object',
  required: ['approved'],
  properties: {
    approved: { type: 'boolean' },
    reason: { type: 'string', minLength: 4 },
    level: { oneOf: [{ const: 'a' }, { const: 'b' }] },
  },
  if: { properties: { approved: { const: false } }, required: ['approved'] },
  then: { required: ['reason'] },
} as const;

const check = (data: Record<string, unknown>) =>
  new FormValidator('zh').validateFormData(data, schema as never).errors.map((error) => [error.property, error.name]);

test('only the field that is wrong is named, once', () => {
  expect(check({})).toEqual([['.approved', 'required']]);
  expect(check({ approved: false })).toEqual([['.reason', 'required']]);
  expect(check({ approved: true, reason: '短' })).toEqual([['.reason', 'minLength']]);
  expect(check({ approved: true, level: 'c' })).toEqual([['.level', 'oneOf']]);
});

test('a cleared field counts as missing', () => {
  expect(check({ approved: undefined })).toEqual([['.approved', 'required']]);
});

test('a reference to the form’s own definitions is followed', () => {
  const root = { $defs: { flag: { const: true } } } as never;
  const validator = new FormValidator('en');
  expect(validator.isValid({ $ref: '#/$defs/flag' } as never, true as never, root)).toBe(true);
  expect(validator.isValid({ $ref: '#/$defs/flag' } as never, false as never, root)).toBe(false);
});

test('a date that may not lie before another is named when it does', () => {
  const dates = { type: 'object', properties: { signed: { type: 'string' }, starts: { type: 'string' }, ends: { type: 'string', 'x-not-before': ['starts', 'signed'] } } };
  const found = (data: Record<string, unknown>) => new FormValidator('zh').validateFormData(data, dates as never).errors.map((one) => [one.property, one.message]);
  expect(found({ signed: '2026-03-02', ends: '2026-03-01' })).toEqual([['.ends', '不得早于 2026-03-02']]);
  expect(found({ signed: '2026-03-02', starts: '2026-02-01', ends: '2026-02-01' })).toEqual([]);
  expect(found({ ends: '2026-02-01' })).toEqual([]);
});

test('a line of a list that was left empty is asked for', () => {
  const list = { type: 'object', properties: { members: { type: 'array', items: { type: 'string' } }, name: { type: 'string' } } };
  const said = (data: Record<string, unknown>) => new FormValidator('zh').validateFormData(data, list as never).errors.map((error) => error.message);
  const [asked] = new FormValidator('zh').validateFormData({}, { ...list, required: ['name'] } as never).errors;
  expect(said({ members: [null, 'C-1'] })).toEqual([asked?.message]);
  expect(said({ members: [7] })).not.toEqual([asked?.message]);
});
