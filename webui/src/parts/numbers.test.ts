import { expect, test } from 'vitest';
import { cents, grouped, measured, yuan } from './numbers';

test('a decimal text keeps every digit', () => {
  expect(grouped('12345678901234567890.12')).toBe('12,345,678,901,234,567,890.12');
});

test('yuan shows two decimals and a sign', () => {
  expect(yuan('400')).toBe('¥400.00');
  expect(yuan('-1234.5')).toBe('−¥1,234.50');
  expect(cents(-5)).toBe('−¥0.05');
});

test('a metric is said in the reader’s language', () => {
  expect(measured(182, 'days', 'zh')).toBe('182 天');
  expect(measured('150.00', 'CNY', 'en')).toBe('¥150.00');
  expect(measured(null, 'days', 'en')).toBe('—');
});
