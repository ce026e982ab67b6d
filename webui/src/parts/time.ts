/** Times as the company reads them: in its own zone, whatever zone the browser stands in. */
import type { Language } from '../text/language';

let zone = 'Asia/Shanghai';

/** The company's zone, as the server says it. */
export function setZone(name: string | null | undefined) {
  if (name) zone = name;
}

/** Making one costs more than a hundred uses. */
const shapes = new Map<string, Intl.DateTimeFormat>();

function shape(): Intl.DateTimeFormat {
  const made = shapes.get(zone) ?? new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });
  shapes.set(zone, made);
  return made;
}

function parts(instant: string): Record<string, string> {
  return Object.fromEntries(shape().formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
}

/** 2026-11-21 */
export function day(instant: string | null | undefined): string {
  if (!instant) return '';
  if (/^\d{4}-\d\d-\d\d$/.test(instant)) return instant;
  const p = parts(instant);
  return `${p.year}-${p.month}-${p.day}`;
}

/** 2026-11-21 17:00 */
export function minute(instant: string | null | undefined): string {
  if (!instant) return '';
  const p = parts(instant);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** 11月21日 17:00 周六, or Sat 21 Nov 17:00 */
export function spoken(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone, month: language === 'zh' ? 'long' : 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }).format(new Date(instant));
}
