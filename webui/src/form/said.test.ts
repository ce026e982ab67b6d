import { expect, test } from 'vitest';
import { said } from './said';

test('an answer says what was typed, not the lines and texts a form opens with', () => {
  expect(said({ b: 'x', a: [{ what: undefined }, {}], c: '', d: {} })).toEqual({ b: 'x' });
  expect(said({ a: [{ what: '回复慢' }], no: false, none: 0 })).toEqual({ a: [{ what: '回复慢' }], no: false, none: 0 });
  expect(said({ a: [] })).toBeUndefined();
});
