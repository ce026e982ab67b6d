/** Plain words and FEEL say the same, whatever stands in a cell: all shipped cells, random ones, and what people type. */
import { describe, expect, test } from 'vitest';
import { numberOf, shifted, shownNumber } from './numerals';
import { feelTest, feelValue, plainTest, plainValue, type Manner } from './plain';
import { kindOf, read } from './table';

const shipped = Object.entries(import.meta.glob('../../../../processes/**/*.dmn', { query: '?raw', import: 'default', eager: true }) as Record<string, string>);
const manner = (kind: Manner['kind'], more: Partial<Manner> = {}): Manner => ({ kind, list: false, allowed: [], labels: new Map(), language: 'zh', ...more });
const feel = (of: ReturnType<typeof feelTest>) => ('feel' in of ? of.feel : `refused: ${of.why}`);
const tight = (text: string) => text.replace(/,\s+/g, ',');

describe.each(shipped)('%s', (_, xml) => {
  const table = read(xml)!;
  test.each(['zh', 'en'] as const)('reads back to the same FEEL in %s', (language) => {
    for (const rule of table.rules) {
      rule.when.forEach((cell, at) => expect(tight(feel(feelTest(plainTest(cell.text, manner('other', { ...kindOf(table, table.inputs[at]!), language })).text, manner('other', kindOf(table, table.inputs[at]!)))))).toBe(tight(cell.text)));
      rule.then.forEach((cell, at) => expect(feel(feelValue(plainValue(cell.text, manner('other', { ...kindOf(table, table.outputs[at]!), language })).text, manner('other', kindOf(table, table.outputs[at]!))))).toBe(cell.text));
    }
  });
  test('hardly a cell needs a formula', () => {
    const all = table.rules.flatMap((rule) => [...rule.when.map((cell, at) => plainTest(cell.text, manner('other', kindOf(table, table.inputs[at]!)))), ...rule.then.map((cell, at) => plainValue(cell.text, manner('other', kindOf(table, table.outputs[at]!))))]);
    expect(all.filter((one) => one.formula).length / all.length).toBeLessThan(0.1);
  });
});

/** Numbers from a seed, so that a failure can be seen again. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const LETTERS = ['金牌', 'vip', ' ', '"', ',', '≥', '–', '-', '(', '万', '5', '且', '以上', '是', '空', '\\', '=', 'not ', '、', '2024-01-01', '不是', '或', ' or ', 'é', '1,000', '[', '除 '];

function word(roll: (below: number) => number): string {
  return Array.from({ length: 1 + roll(4) }, () => LETTERS[roll(LETTERS.length)]).join('');
}

function number(roll: (below: number) => number): string {
  const whole = String(roll(10) ? roll(10 ** (1 + roll(9))) : 0);
  return (roll(5) ? '' : '-') .concat(whole === '0' ? '0' : whole) + (roll(3) ? '' : `.${1 + roll(99)}`);
}

function date(roll: (below: number) => number): string {
  return `date("20${10 + roll(80)}-0${1 + roll(9)}-${10 + roll(18)}")`;
}

function unary(kind: Manner['kind'], roll: (below: number) => number): string {
  const one = () => (kind === 'number' ? number(roll) : kind === 'date' ? date(roll) : kind === 'boolean' ? ['true', 'false'][roll(2)]! : JSON.stringify(word(roll)));
  const item = () => {
    if (kind !== 'number' && kind !== 'date') return roll(8) ? one() : 'null';
    const [low, high] = [one(), one()].sort((a, b) => (kind === 'number' ? Number(a) - Number(b) : a < b ? -1 : 1));
    return [one(), `${['<', '<=', '>', '>='][roll(4)]} ${one()}`, `${'[('[roll(2)]}${low}..${high}${')]'[roll(2)]}`, 'null'][roll(4)]!;
  };
  const items = Array.from({ length: 1 + roll(3) }, item).join(',');
  return roll(4) ? items : `not(${items})`;
}

test.each(['number', 'string', 'boolean', 'date'] as const)('any simple condition on a %s comes back as it was', (kind) => {
  const roll = dice(7);
  for (let n = 0; n < 3000; n += 1) {
    const asked = unary(kind, roll);
    const language = roll(2) ? 'zh' : 'en';
    const said = plainTest(asked, manner(kind, { language }));
    expect(feel(feelTest(said.text, manner(kind, { language }))), `${asked} as ${said.text}`).toBe(asked);
  }
});

test('any text is a value that comes back as it was, alone and in a list', () => {
  const roll = dice(11);
  for (let n = 0; n < 5000; n += 1) {
    const said = JSON.stringify(word(roll));
    for (const kind of ['string', 'other'] as const) {
      expect(feel(feelValue(plainValue(said, manner(kind)).text, manner(kind))), said).toBe(said);
      const list = `[${said}, ${JSON.stringify(word(roll))}]`;
      expect(feel(feelValue(plainValue(list, manner(kind, { list: true })).text, manner(kind, { list: true }))), list).toBe(list);
    }
  }
});

test('whatever is typed and accepted reads back to itself', () => {
  const roll = dice(13);
  for (let n = 0; n < 5000; n += 1) {
    const typed = word(roll);
    for (const kind of ['number', 'string', 'boolean', 'date', 'other'] as const) {
      const first = feelTest(typed, manner(kind));
      if (!('feel' in first)) continue;
      expect(feel(feelTest(plainTest(first.feel, manner(kind)).text, manner(kind))), `${kind}: ${typed} -> ${first.feel}`).toBe(first.feel);
    }
  }
});

test.each([
  ['≥30万', '>= 300000'], ['10万–30万', '[100000..300000]'], ['10-30万', '[100000..300000]'], ['≥ 150 且 < 400', '[150..400)'], ['>1 and <=2', '(1..2]'],
  ['30万以上', '>= 300000'], ['1,2,3', '1,2,3'], ['', '-'], ['任意', '-'], ['1.5亿', '150000000'], ['80%', '0.8'], ['不是 1、2', 'not(1,2)'], ['≠5', 'not(5)'], ['￥1200元', '1200'], ['= x + 1', 'x + 1'], ['空', 'null'], ['25k', '25000'],
])('a manager writes %s on numbers: %s', (typed, wanted) => expect(feel(feelTest(typed, manner('number')))).toBe(wanted));

test.each([
  ['number', '很多', 'number'], ['number', '30–10', 'order'], ['number', '1,200', 'thousands'], ['boolean', '也许', 'boolean'], ['date', '2026-02-30', 'date'], ['string', '≥ 5', 'compare'], ['string', '"open', 'quotes'], ['number', '=', 'formula'], ['number', '>5 且 >6', 'several'],
] as const)('on a %s, “%s” is refused: %s', (kind, typed, why) => expect(feel(feelTest(typed, manner(kind)))).toBe(`refused: ${why}`));

test('a value that the column does not know is refused with those that it knows', () => {
  const tiers = manner('string', { allowed: ['"gold"', '"silver"'], labels: new Map([['gold', '金牌'], ['silver', '银牌']]) });
  expect(plainTest('"gold","silver"', tiers).text).toBe('金牌, 银牌');
  expect(feel(feelTest('银牌', tiers))).toBe('"silver"');
  expect(feelTest('铜牌', tiers)).toEqual({ why: 'allowed', params: { text: '铜牌', allowed: '金牌, 银牌' } });
});

test('numbers move their point exactly', () => {
  const roll = dice(17);
  for (let n = 0; n < 3000; n += 1) {
    const said = number(roll);
    const there = shifted(shifted(said, 4), -4);
    expect(Number(there), said).toBe(Number(said));
    for (const language of ['zh', 'en'] as const) expect(numberOf(shownNumber(said, language)), said).toBe(said);
  }
  expect([shownNumber('300000', 'zh'), shownNumber('15000', 'zh'), shownNumber('123456', 'zh'), shownNumber('9999', 'zh'), shownNumber('120000000', 'zh'), shownNumber('1500000', 'en')]).toEqual(['30万', '1.5万', '123456', '9999', '1.2亿', '1.5M']);
});
