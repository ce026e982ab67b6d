/** A decision is what a person chose: nothing is chosen before they did. */
import { createSchemaUtils } from '@rjsf/utils';
import { expect, test } from 'vitest';
import { behaviour } from './behaviour';
import { FormValidator } from './validator';

const before = (decision: object) => {
  const schema = { type: 'object', required: ['decision'], properties: { decision } };
  return createSchemaUtils(new FormValidator('zh') as never, schema as never, behaviour).getDefaultFormState(schema as never, {});
};

test('no option of a required choice is taken beforehand', () => {
  const options = (...values: unknown[]) => values.map((value) => ({ const: value, title: String(value) }));
  expect(before({ type: 'string', oneOf: options('approve', 'reject') })).toEqual({});
  expect(before({ type: 'string', enum: ['approve', 'reject'] })).toEqual({});
  expect(before({ type: 'boolean', oneOf: options(true, false) })).toEqual({});
  expect(before({ type: 'boolean' })).toEqual({});
});
