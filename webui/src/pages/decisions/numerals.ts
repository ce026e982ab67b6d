/** Numbers and dates as managers write them, and as FEEL does. Decimals are moved as texts: nothing is ever rounded. */
import type { Language } from '../../text/language';

const SHIFTS: [RegExp, number][] = [[/^(.*\d)\s*亿$/, 8], [/^(.*\d)\s*万$/, 4], [/^(.*\d)\s*千$/, 3], [/^(.*\d)\s*m$/i, 6], [/^(.*\d)\s*k$/i, 3], [/^(.*\d)\s*[%％]$/, -2]];
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A decimal text with its point moved right (left below zero). */
export function shifted(text: string, places: number): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const digits = places >= 0 ? whole + fraction.padEnd(places, '0') : whole.padStart(1 - places, '0') + fraction;
  const point = whole.length + places > 0 ? Math.max(whole.length, places < 0 ? 1 - places : 0) + places : 1;
  const front = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const back = digits.slice(point).replace(/0+$/, '');
  return sign + front + (back && `.${back}`);
}

/** The unit at the end of a number, such as 万, or nothing. */
export function unitOf(text: string): string {
  return /([亿万千]|[kKmM]|[%％])$/.exec(text.trim().replace(/\s*元$/, ''))?.[1] ?? '';
}

/** What people write as a number, as FEEL; null for what is none. */
export function numberOf(text: string): string | null {
  const bare = text.trim().replace(/^[¥￥]\s*/, '').replace(/\s*元$/, '').replace(/^[−–](?=\d)/, '-');
  if (DECIMAL.test(bare)) return bare;
  for (const [unit, places] of SHIFTS) {
    const found = unit.exec(bare)?.[1];
    if (found !== undefined) return DECIMAL.test(found) ? shifted(found, places) : null;
  }
  return null;
}

const round = (text: string, zeros: number) => new RegExp(`[1-9]\\d*0{${zeros}}$`).test(text);

/** A FEEL number as people read it: from ten thousand on in 万 and 亿, in English in k and M, where that is exact. */
export function shownNumber(text: string, language: Language): string {
  const digits = text.replace('-', '');
  if (!/^[1-9]\d{4,}$/.test(digits)) return text;
  const units = language === 'zh' ? ([['亿', 8, 9, 6], ['万', 4, 5, 2]] as const) : ([['M', 6, 7, 4], ['k', 3, 5, 2]] as const);
  for (const [unit, places, least, zeros] of units) if (digits.length >= least && round(digits, zeros)) return shifted(text, -places) + unit;
  return text;
}

/** What people write as a date, in ISO 8601; null for what is none. */
export function dateOf(text: string): string | null {
  const [, year, month, day] = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text.trim()) ?? [];
  if (!year || !month || !day) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const there = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(there.getTime()) && there.toISOString().startsWith(iso) ? iso : null;
}
