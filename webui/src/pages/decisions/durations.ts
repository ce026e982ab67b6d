/** Times that rule tables hold as texts (`8bh`, `5wd`, `24h`; ISO 8601's `P1M`) as people say them, both ways. */
import type { Language } from '../../text/language';
import { rules as words } from '../../text/rules';
import { spoken } from '../../text/spoken';

/** How a column writes its times. */
export type Times = 'due' | 'iso';
type Unit = 'min' | 'h' | 'd' | 'w' | 'mo' | 'y' | 'bmin' | 'bh' | 'wd';

const UNITS: Unit[] = ['bmin', 'bh', 'wd', 'min', 'mo', 'h', 'd', 'w', 'y'];
const DUE = /^(\d+(?:\.\d+)?)(bmin|bh|wd|min|mo|h|d|w)$/;
const ISO = /^P(?:(\d+)([YMWD])|T(\d+)([HM]))$/;
const OF_ISO: Record<string, Unit> = { Y: 'y', M: 'mo', W: 'w', D: 'd', TH: 'h', TM: 'min' };
/** What people also write, beside the word that is shown. */
const SAID: Record<Unit, RegExp> = {
  min: /^(?:分|分钟|mins?|minutes?)$/i,
  h: /^(?:个?小时|h|hrs?|hours?)$/i,
  d: /^(?:天|日|d|days?)$/i,
  w: /^(?:周|个?星期|w|weeks?)$/i,
  mo: /^(?:个?月|mo|months?)$/i,
  y: /^(?:年|y|years?)$/i,
  bmin: /^(?:个?工作分钟|bmin|(?:working|business) min(?:ute)?s?)$/i,
  bh: /^(?:个?工作小时|工时|bh|(?:working|business) (?:h|hours?))$/i,
  wd: /^(?:个?工作日|wd|(?:working|business) days?)$/i,
};

function read(code: string): { n: string; unit: Unit } | null {
  const due = DUE.exec(code);
  if (due) return { n: due[1]!, unit: due[2] as Unit };
  const iso = ISO.exec(code);
  return iso && { n: (iso[1] ?? iso[3])!, unit: OF_ISO[iso[2] ?? `T${iso[4]}`]! };
}

/** A code in words; null for what is none. */
export function shownDuration(code: string, language: Language): string | null {
  const found = read(code);
  return found && spoken(language, words[`unit.${found.unit}`], { n: found.n });
}

/** What people write as a time, as a code of the column's kind; null for what is none, or cannot be said in it. */
export function durationOf(text: string, times: Times): string | null {
  const [, n, word] = /^(\d+(?:\.\d+)?)\s*(\D+)$/.exec(text.trim()) ?? [];
  const unit = UNITS.find((one) => word && SAID[one].test(word.trim()));
  if (!n || !unit) return null;
  if (times === 'due') return unit === 'y' ? null : n + unit;
  const [mark] = Object.entries(OF_ISO).find(([, one]) => one === unit) ?? [];
  return !mark || n.includes('.') ? null : mark.startsWith('T') ? `PT${n}${mark.slice(1)}` : `P${n}${mark}`;
}

/** How these codes write times; null unless all of them do, and alike. */
export function timesOf(codes: string[]): Times | null {
  if (codes.length === 0) return null;
  return codes.every((code) => DUE.test(code)) ? 'due' : codes.every((code) => ISO.test(code)) ? 'iso' : null;
}
