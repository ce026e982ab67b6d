import { expect, test } from 'vitest';
import { minute } from './time';
import { offered, told } from './told';

const say = { yes: '是', no: '否' };

test('an answer is told in the words of its form', () => {
  expect(told('phone', { oneOf: [{ const: 'phone', title: '电话' }] }, say)).toBe('电话');
  expect(told(true, {}, say)).toBe('是');
  expect(told(['a', 'b'], { items: { oneOf: [{ const: 'a', title: '甲' }] } }, say)).toBe('甲, b');
  expect(told(['zhao.min'], { items: { 'x-names': 'person' } }, { ...say, names: { person: () => '赵敏' } })).toBe('赵敏');
  expect(told('2026-03-13T18:00:00@Asia/Shanghai', { format: 'date' }, say)).toBe('2026-03-13');
  expect(told('2026-03-30T01:00:00Z', {}, say)).toBe(minute('2026-03-30T01:00:00Z'));
  expect(told('2026-03-30T01:00:00+00:00', {}, say)).not.toContain('T');
  expect(told({ item: '仓储', price: 3 }, { properties: { item: { title: '品名' }, price: { title: '单价' } } }, say)).toBe('品名 仓储 · 单价 3');
});

test('a code that the form does not offer is not told: a case that began by itself may have it', () => {
  const event = { type: 'string', oneOf: [{ const: 'finding', title: '检查发现' }] };
  expect([offered(event, 'finding'), offered(event, 'joiner'), offered({}, 'joiner'), offered(undefined, 'joiner')]).toEqual([true, false, true, true]);
});
