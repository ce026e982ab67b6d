/** Amounts and counts as people write them. Decimals come as texts and stay exact: they are grouped, never recomputed. */
import type { Language } from '../text/language';

/** Groups the digits of a decimal text or number: 1234567.5 becomes 1,234,567.5. */
export function grouped(value: string | number): string {
  const [whole = '', fraction] = String(value).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction ? `${digits}.${fraction}` : digits;
}

/** Yuan with two decimals, from a decimal text or number. */
export function yuan(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const [whole = '0', fraction = ''] = text.split('.');
  const sign = whole.startsWith('-') ? '−' : '';
  return `${sign}¥${grouped(whole.replace('-', ''))}.${fraction.padEnd(2, '0').slice(0, Math.max(2, fraction.length))}`;
}

/** Integer cents as yuan, exactly. */
export function cents(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const sign = value < 0 ? '-' : '';
  const digits = String(Math.abs(value)).padStart(3, '0');
  return yuan(`${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`);
}

const units: Record<string, readonly [string, string]> = {
  days: ['天', 'days'], d: ['天', 'days'], day: ['天', 'days'], months: ['个月', 'months'], month: ['个月', 'months'],
  orders: ['单', 'orders'], count: ['', ''], times: ['次', 'times'], reviews: ['次评审', 'reviews'], points: ['分', 'points'],
};

/** A metric's value with its unit in the reader's language. */
export function measured(value: unknown, unit: string | null | undefined, language: Language): string {
  if (value === null || value === undefined || value === '') return '—';
  const number = typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
  if (!number) return String(value);
  const plain = value as string | number;
  if (unit === 'CNY' || unit === 'yuan' || unit === '元') return yuan(plain);
  if (unit === 'cents') return cents(Number(plain));
  if (unit === '%' || unit === 'percent') return `${grouped(plain)}%`;
  const word = unit ? (units[unit]?.[language === 'zh' ? 0 : 1] ?? unit) : '';
  return word ? `${grouped(plain)} ${word}` : grouped(plain);
}
