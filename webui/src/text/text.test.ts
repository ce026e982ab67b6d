/** No page says a word that is missing in one of the two languages. */
import { expect, test } from 'vitest';
import { named, say } from './language';
import { common } from './common';
import { desk } from './desk';
import { drafts } from './drafts';
import { facts } from './facts';
import { figures } from './figures';
import { handbook } from './handbook';
import { notices } from './notices';
import { privacy } from './privacy';
import { records } from './records';
import { recordsKept } from './records-kept';
import { rules } from './rules';
import { settings } from './settings';
import { studio } from './studio';
import { texts } from './texts';
import { training } from './training';

const sources = import.meta.glob(['../**/*.{ts,tsx}', '!../**/*.test.ts', '!../api/schema.d.ts'], { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
const pages = Object.entries(sources).filter(([path]) => !path.startsWith('./') && !path.includes('/text/'));
const chinese = /[\u3400-\u9fff\uff00-\uffef\u3001-\u3011]/;
/** Those of every page, and those that a page brings along. */
const entries = Object.entries({ ...texts, ...drafts, ...handbook, ...privacy, ...rules, ...settings, ...training }) as [string, readonly [string, string]][];
const places = (text: string) => [...text.matchAll(/\{(\w+)[^}]*\}/g)].map((match) => match[1]).sort();
/** Names that are the same everywhere. */
const names = new Set(['app.name', 'app.switch', 'fact.other']);

test.each(entries)('%s stands in both languages', (key, [zh, en]) => {
  expect(zh.trim()).not.toBe('');
  expect(en.trim()).not.toBe('');
  if (names.has(key)) return;
  expect(zh, 'Chinese').toMatch(chinese);
  expect(en, 'English').not.toMatch(chinese);
  expect(new Set(places(zh))).toEqual(new Set(places(en)));
});

test('every key is used', () => {
  const whole = pages.map(([, text]) => text).join('\n');
  const prefixes = [...whole.matchAll(/`([\w.]+)\.?\$\{/g)].map((match) => match[1]!);
  const unused = entries.map(([key]) => key).filter((key) => !whole.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)));
  expect(unused).toEqual([]);
});

test('no page holds words of its own', () => {
  const found = pages.filter(([path]) => !path.includes('/model/chinese')).flatMap(([path, text]) =>
    text
      .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
      .split('\n')
      .filter((line) => chinese.test(line.replace(/\/[^/]+\/[a-z]*/g, '')) || (path.endsWith('.tsx') && /<[A-Za-z][^>]*>\s*[A-Z][a-z]{2,}[^<{]*<\//.test(line)))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(found.filter((line) => !/parts\/(numbers\.ts|explanation\.tsx)|decisions\/(durations|numerals|plain)\.ts/.test(line))).toEqual([]);
});

test('places are filled, and English counts', () => {
  expect(say('zh', 'list.failed', { n: 3 })).toBe('3 项未成功');
  expect(say('en', 'list.taken', { n: 1 })).toBe('1 exception');
  expect(say('en', 'list.taken', { n: 2 })).toBe('2 exceptions');
});

test('a thing is called in the reader’s language, or else by the name it has', () => {
  expect(named('en', { name: '等级评审', name_en: 'Tier review' })).toBe('Tier review');
  expect(named('en', { name: '等级评审' })).toBe('等级评审');
  expect(named('zh', { label_zh: '金额', label_en: 'Spend' }, 'label')).toBe('金额');
});

test('no word stands in two files, where one would hide the other', () => {
  const all = [common, desk, facts, figures, notices, records, recordsKept, studio].flatMap((some) => Object.keys(some));
  expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([]);
  expect(all.length).toBe(Object.keys(texts).length);
});
