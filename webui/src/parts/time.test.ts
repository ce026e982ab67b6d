import { expect, test } from 'vitest';
import { day, minute } from './time';

test('a UTC instant is read in the company zone', () => {
  expect(minute('2026-02-13T16:30:00Z')).toBe('2026-02-14 00:30');
  expect(day('2026-02-13T16:30:00Z')).toBe('2026-02-14');
});

test('a plain date stays the day it is', () => {
  expect(day('2026-02-13')).toBe('2026-02-13');
});
