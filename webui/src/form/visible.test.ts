import { expect, test } from 'vitest';
import { hidden, visible } from './visible';

const schema = { type: 'object', required: ['outcome', 'price'], properties: { outcome: {}, reason: {}, price: {} } };
const ui = { reason: { 'ui:options': { shown: { outcome: ['lost'] } } }, price: { 'ui:options': { shown: { reason: ['price'] } } } };

test('a field is shown when the other has the value, and hidden with what it hangs on', () => {
  expect([...hidden(schema, ui, {})]).toEqual(['reason', 'price']);
  expect([...hidden(schema, ui, { outcome: 'lost' })]).toEqual(['price']);
  expect([...hidden(schema, ui, { outcome: 'lost', reason: 'price' })]).toEqual([]);
  expect([...hidden(schema, ui, { outcome: 'won', reason: 'price' })]).toEqual(['reason', 'price']);
});

test('what is no longer seen is neither asked nor sent', () => {
  const left = visible(schema, ui, { outcome: 'won', reason: 'price', price: 1 });
  expect(left.data).toEqual({ outcome: 'won' });
  expect(left.schema).toEqual({ type: 'object', required: ['outcome'], properties: { outcome: {} } });
});
