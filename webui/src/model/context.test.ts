/** Mappings are taken apart and put together without losing anything. */
import { expect, test } from 'vitest';
import { entriesOf, mappingOf } from './context';

const shipped = import.meta.glob('../../../processes/*/*.bpmn', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#10;', '\n').replaceAll('&amp;', '&');
const mappings = Object.values(shipped).flatMap((xml) => [...xml.matchAll(/name="(?:in|out|correlation)" value="([^"]*)"/g)].map((match) => unescaped(match[1]!)));

test('nested values, quotes and colons stay whole', () => {
  expect(entriesOf('{a: f(x, y), b: "x, {y}: z", c: {d: 1, e: [1, 2]}}')).toEqual([
    { name: 'a', formula: 'f(x, y)' },
    { name: 'b', formula: '"x, {y}: z"' },
    { name: 'c', formula: '{d: 1, e: [1, 2]}' },
  ]);
});

test('what is no mapping is left alone', () => {
  expect(entriesOf('context put(a, "b", 1)')).toBeNull();
  expect(entriesOf('{a: (1}')).toBeNull();
  expect(entriesOf('')).toEqual([]);
});

test('every mapping of the shipped processes comes back the same', () => {
  expect(mappings.length).toBeGreaterThan(50);
  for (const text of mappings) {
    const entries = entriesOf(text);
    if (entries) expect(entriesOf(mappingOf(entries)), text).toEqual(entries);
  }
  expect(mappings.filter((text) => entriesOf(text) === null).length).toBeLessThan(mappings.length / 10);
});

test('empty entries are left out', () => {
  expect(mappingOf([{ name: 'a', formula: ' ' }, { name: 'b', formula: 'c' }])).toBe('{b: c}');
  expect(mappingOf([{ name: 'a', formula: '' }])).toBe('');
});
