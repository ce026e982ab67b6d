/**
 * Cells in plain words and in FEEL, both ways. What plain words cannot say is shown as a formula: `= ` and the FEEL text.
 * Promise: `toFeel(toPlain(feel).text)` means what `feel` means, and what is accepted reads back to itself.
 */
import { spoken } from '../../text/spoken';
import { rules as words } from '../../text/rules';
import type { Language } from '../../text/language';
import { durationOf, shownDuration, type Times } from './durations';
import { dateOf, numberOf, shownNumber, unitOf } from './numerals';
import type { Kind } from './table';

export interface Manner {
  kind: Kind;
  /** Each value is a list. */
  list: boolean;
  /** The allowed values in FEEL, when the column names them. */
  allowed: string[];
  /** What codes are called in the reader's language. */
  labels: ReadonlyMap<string, string>;
  /** How its texts write times, where all of them are times. */
  times?: Times | null;
  language: Language;
}

export type Plain = { text: string; formula: boolean };
export type Why = 'number' | 'date' | 'boolean' | 'order' | 'allowed' | 'thousands' | 'compare' | 'quotes' | 'formula' | 'several';
export type Feel = { feel: string } | { why: Why; params: Record<string, string> };

class Wrong extends Error {
  constructor(readonly why: Why, readonly params: Record<string, string> = {}) {
    super(why);
  }
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const TEXT = /^"(?:[^"\\]|\\.)*"$/;
const DATE = /^(?:date\(\s*"(\d{4}-\d\d-\d\d)"\s*\)|@"(\d{4}-\d\d-\d\d)")$/;
const SEPARATOR = /[,，、;；]/;
const SIGNS: Record<string, string> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<' };
const COMPARED = /^(>=|<=|≥|≤|≧|≦|>|<|＞|＜)\s*(.+)$/s;
const FEEL_SIGN: Record<string, string> = { '≥': '>=', '≧': '>=', '≤': '<=', '≦': '<=', '＞': '>', '＜': '<' };
const DASH = /^[-—–－]*$/;

const both = (key: keyof typeof words) => [spoken('zh', words[key]), spoken('en', words[key])].map((word) => word.toLowerCase());
const is = (text: string, key: keyof typeof words) => both(key).includes(text.toLowerCase());

/** Splits at separators outside quotes and brackets; null when those do not close. */
export function parts(text: string, separator: RegExp): string[] | null {
  const found = [''];
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (sign === '\\' && quoted) found[found.length - 1] += sign + (text[++at] ?? '');
    else {
      if (sign === '"') quoted = !quoted;
      else if (!quoted && '([{'.includes(sign)) depth += 1;
      else if (!quoted && ')]}'.includes(sign)) depth -= 1;
      if (!quoted && depth === 0 && separator.test(sign)) found.push('');
      else found[found.length - 1] += sign;
    }
  }
  return quoted || depth > 0 ? null : found.map((part) => part.trim());
}

// FEEL -> plain

/** A literal as people read it; null for anything else. */
function literal(feel: string, manner: Manner, alone: boolean): string | null {
  const { language } = manner;
  if (NUMBER.test(feel)) return manner.kind === 'string' || manner.kind === 'boolean' || manner.kind === 'date' ? null : shownNumber(feel, language);
  if (feel === 'true' || feel === 'false') return manner.kind === 'boolean' || manner.kind === 'other' ? spoken(language, words[feel === 'true' ? 'plain.yes' : 'plain.no']) : null;
  if (feel === 'null') return spoken(language, words['plain.empty']);
  const date = DATE.exec(feel);
  if (date) return manner.kind === 'date' || manner.kind === 'other' ? (date[1] ?? date[2])! : null;
  if (feel === '""') return manner.kind === 'string' || manner.kind === 'other' ? spoken(language, words['plain.blank']) : null;
  if (!TEXT.test(feel) || (manner.kind !== 'string' && manner.kind !== 'other')) return null;
  let said: string;
  try {
    said = JSON.parse(feel) as string;
  } catch {
    return null;
  }
  const time = manner.times ? shownDuration(said, language) : null;
  if (manner.times && (time ?? durationOf(said, manner.times)) !== null) return time && durationOf(time, manner.times) === said ? time : feel;
  const shown = manner.labels.get(said) ?? said;
  return bare(shown, manner, alone) && (shown === said || codeOf(shown, manner) === said) ? shown : feel;
}

const codeOf = (label: string, manner: Manner) => [...manner.labels].find(([, one]) => one.toLowerCase() === label.toLowerCase())?.[0];

/** Whether a text can stand without quotes and still be read as this very text. */
function bare(text: string, manner: Manner, alone: boolean): boolean {
  if (text === '' || text !== text.trim() || /["\n\r\t\\]/.test(text) || DASH.test(text)) return false;
  if ((['plain.any', 'plain.empty', 'plain.blank', 'plain.none', 'plain.yes', 'plain.no'] as const).some((key) => is(text, key))) return false;
  if (/^(true|false|null)$/i.test(text) || /^[=＝]/.test(text)) return false;
  if (codeOf(text, manner) !== undefined && manner.labels.get(codeOf(text, manner)!) !== text) return false;
  if (manner.kind === 'other' && (numberOf(text) !== null || dateOf(text) !== null)) return false;
  if (alone) return true;
  return !SEPARATOR.test(text) && !/^(<|>|≥|≤|≧|≦|＞|＜|≠|!=|除\s|不是|非\s|not\s)/i.test(text) && !/[()[\]{}]/.test(text) && (manner.kind === 'string' || (!RANGED.test(text) && !/(以上|以下)$/.test(text)));
}

function test(feel: string, manner: Manner): string | null {
  const { language } = manner;
  const compared = /^(>=|<=|>|<)\s*(.+)$/s.exec(feel);
  if (compared) {
    const value = literal(compared[2]!, manner, false);
    return value !== null && ordered(compared[2]!) ? `${SIGNS[compared[1]!]} ${value}` : null;
  }
  const range = /^([[\](])\s*(\S+?)\s*\.\.\s*(\S+?)\s*([\])[])$/s.exec(feel);
  if (range) {
    const [, open, low, high, close] = range;
    const ends = [literal(low!, manner, false), literal(high!, manner, false)];
    if (ends[0] === null || ends[1] === null || !ordered(low!) || !ordered(high!) || !ascending(low!, high!)) return null;
    if (open === '[' && close === ']') return low!.startsWith('-') || high!.startsWith('-') ? `≥ ${ends[0]} ${spoken(language, words['plain.and'])} ≤ ${ends[1]}` : `${ends[0]}–${ends[1]}`;
    return `${open === '[' ? '≥' : '>'} ${ends[0]} ${spoken(language, words['plain.and'])} ${close === ']' ? '≤' : '<'} ${ends[1]}`;
  }
  return literal(feel, manner, false);
}

const ordered = (feel: string) => NUMBER.test(feel) || DATE.test(feel);
const key = (feel: string) => (NUMBER.test(feel) ? Number(feel) : Date.parse(DATE.exec(feel)![1] ?? DATE.exec(feel)![2]!));
const ascending = (low: string, high: string) => NUMBER.test(low) === NUMBER.test(high) && key(low) <= key(high);
const formula = (feel: string): Plain => ({ text: `= ${feel}`, formula: true });

/** A rule's condition. */
export function plainTest(feel: string, manner: Manner): Plain {
  const asked = feel.trim();
  if (asked === '' || asked === '-') return { text: '—', formula: false };
  const negated = /^not\s*\((.*)\)$/s.exec(asked);
  const shown = parts(negated ? negated[1]! : asked, /,/)?.map((part) => test(part, manner));
  if (!shown || shown.some((part) => part === null || part === '')) return formula(asked);
  const list = shown.join(', ');
  if (!negated) return { text: list, formula: false };
  return { text: `${spoken(manner.language, words['plain.not'])} ${list}`, formula: false };
}

/** A rule's answer. */
export function plainValue(feel: string, manner: Manner): Plain {
  const said = feel.trim();
  if (said === '') return { text: '', formula: false };
  if (manner.list && /^\[.*\]$/s.test(said)) {
    const inside = said.slice(1, -1).trim();
    if (inside === '') return { text: spoken(manner.language, words['plain.none']), formula: false };
    const shown = parts(inside, /,/)?.map((part) => literal(part, manner, false));
    return shown && shown.every((part) => part !== null) ? { text: shown.join(', '), formula: false } : formula(said);
  }
  if (manner.list && said !== 'null') return formula(said);
  const shown = literal(said, manner, true);
  return shown === null ? formula(said) : { text: shown, formula: false };
}

// Plain -> FEEL

const RANGED = /^(.+?)\s*(?:–|—|~|～|\.\.|至|到)\s*(.+)$/s;
const HYPHENED = /^([¥￥]?\d[\d.]*\s*[亿万千kKmM%]?元?)\s*-\s*([¥￥]?\d[\d.]*\s*[亿万千kKmM%]?元?)$/;

function value(text: string, manner: Manner): string {
  const found = read(text.trim(), manner);
  if (manner.allowed.length && found !== 'null' && !manner.allowed.includes(found)) {
    const shown = manner.allowed.map((one) => literal(one, manner, false) ?? one);
    throw new Wrong('allowed', { text, allowed: shown.join(', ') });
  }
  return found;
}

function read(text: string, manner: Manner): string {
  if (is(text, 'plain.empty') || text === 'null') return 'null';
  if (/^".*"$/s.test(text) && (manner.kind === 'string' || manner.kind === 'other')) {
    if (!TEXT.test(text)) throw new Wrong('quotes', { text });
    return text;
  }
  if (is(text, 'plain.blank') && (manner.kind === 'string' || manner.kind === 'other')) return '""';
  const number = numberOf(text);
  const truth = is(text, 'plain.yes') || /^true$/i.test(text) ? 'true' : is(text, 'plain.no') || /^false$/i.test(text) ? 'false' : null;
  const date = dateOf(text);
  if (manner.kind === 'number' || (manner.kind === 'other' && number !== null)) {
    if (number === null) throw new Wrong('number', { text });
    return number;
  }
  if (manner.kind === 'boolean' || (manner.kind === 'other' && truth !== null)) {
    if (truth === null) throw new Wrong('boolean', { text });
    return truth;
  }
  if (manner.kind === 'date' || (manner.kind === 'other' && date !== null)) {
    if (date === null) throw new Wrong('date', { text });
    return `date("${date}")`;
  }
  if (text.includes('"')) throw new Wrong('quotes', { text });
  return JSON.stringify(codeOf(text, manner) ?? (manner.times && durationOf(text, manner.times)) ?? text);
}

function limit(text: string, manner: Manner): string {
  if (manner.kind === 'string' || manner.kind === 'boolean') throw new Wrong('compare', { text });
  const found = read(text.trim(), manner);
  if (!ordered(found)) throw new Wrong(manner.kind === 'date' ? 'date' : 'number', { text });
  return found;
}

function between(low: string, high: string, open: string, close: string): string {
  if (!ascending(low, high)) throw new Wrong('order', { low, high });
  return `${open}${low}..${high}${close}`;
}

function condition(text: string, manner: Manner): string {
  const compared = COMPARED.exec(text);
  if (compared) {
    const [first, second] = text.split(/\s*(?:且|\band\b|&&?)\s*/i).map((part) => COMPARED.exec(part.trim()));
    const sign = FEEL_SIGN[compared[1]!] ?? compared[1]!;
    if (!second) return `${sign} ${limit(compared[2]!, manner)}`;
    const ends = [first!, second].map(([, mark, said]) => ({ sign: FEEL_SIGN[mark!] ?? mark!, limit: limit(said!, manner) }));
    const low = ends.find((end) => end.sign.startsWith('>'));
    const high = ends.find((end) => end.sign.startsWith('<'));
    if (!low || !high) throw new Wrong('several', { text });
    return between(low.limit, high.limit, low.sign === '>=' ? '[' : '(', high.sign === '<=' ? ']' : ')');
  }
  if (manner.kind !== 'string' && manner.kind !== 'boolean' && !/^"/.test(text)) {
    const bound = /^(.+?)\s*(?:元)?(以上|以下)$/.exec(text);
    if (bound) return `${bound[2] === '以上' ? '>=' : '<='} ${limit(bound[1]!, manner)}`;
    const ranged = RANGED.exec(text) ?? HYPHENED.exec(text);
    if (ranged) {
      const unit = unitOf(ranged[2]!);
      const inherits = unit && !/[–—]/.test(text) && // what we write ourselves names each unit
        !unitOf(ranged[1]!) && Number(ranged[1]) < parseFloat(ranged[2]!);
      return between(limit(inherits ? ranged[1]! + unit : ranged[1]!, manner), limit(ranged[2]!, manner), '[', ']');
    }
  }
  return value(text, manner);
}

function told(make: () => string): Feel {
  try {
    return { feel: make() };
  } catch (problem) {
    if (problem instanceof Wrong) return { why: problem.why, params: problem.params };
    throw problem;
  }
}

function asFormula(text: string): string | null {
  if (!/^[=＝]/.test(text)) return null;
  const feel = text.slice(1).trim();
  if (feel === '') throw new Wrong('formula');
  return feel;
}

function listed(text: string, manner: Manner): string[] {
  if (manner.kind !== 'string' && /\d,\d{3}(?!\d)/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ''))) throw new Wrong('thousands', { text });
  const found = parts(text, SEPARATOR);
  if (!found) throw new Wrong('quotes', { text });
  return found.filter((part) => part !== '');
}

export function feelTest(text: string, manner: Manner): Feel {
  return told(() => {
    const asked = text.trim();
    if (DASH.test(asked) || is(asked, 'plain.any')) return '-';
    const raw = asFormula(asked);
    if (raw !== null) return raw;
    const negated = /^(?:除\s+(.+?)\s*外|(?:除|非|not)\s+(.+)|(?:不是|≠|!=)\s*(.+))$/is.exec(asked);
    const items = listed(negated ? (negated[1] ?? negated[2] ?? negated[3])! : asked, manner).map((part) => condition(part, manner));
    if (!items.length) throw new Wrong('quotes', { text });
    return negated ? `not(${items.join(',')})` : items.join(',');
  });
}

export function feelValue(text: string, manner: Manner): Feel {
  return told(() => {
    const said = text.trim();
    if (said === '') return '';
    const raw = asFormula(said);
    if (raw !== null) return raw;
    if (!manner.list) return value(said, manner);
    if (is(said, 'plain.empty')) return 'null';
    return is(said, 'plain.none') || said === '[]' ? '[]' : `[${listed(said, manner).map((part) => value(part, manner)).join(', ')}]`;
  });
}
