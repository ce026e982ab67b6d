import { expect, test } from 'vitest';
import { changed, hidden, visible } from './visible';

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

test('what the case gave a field that is not shown yet is there once it is shown', () => {
  const given = { price: 1 };
  const lost = changed(schema, ui, given, { outcome: 'lost' });
  const told = changed(schema, ui, lost, { outcome: 'lost', reason: 'price' });
  expect(visible(schema, ui, told).data).toEqual({ outcome: 'lost', reason: 'price', price: 1 });
});

test('what the reader empties stays empty', () => {
  const shown = { outcome: 'lost', reason: 'price', price: 1 };
  expect(changed(schema, ui, shown, { outcome: 'lost', reason: 'price' })).toEqual({ outcome: 'lost', reason: 'price' });
});
