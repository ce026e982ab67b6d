import { expect, test } from 'vitest';
import { durationOf, shownDuration, timesOf } from './durations';
import { feelValue, plainValue, type Manner } from './plain';

const column = (times: Manner['times'], language: Manner['language'] = 'zh'): Manner => ({ kind: 'string', list: false, allowed: [], labels: new Map(), language, times });

test.each([
  ['5wd', '5 个工作日', '5 working days'], ['1wd', '1 个工作日', '1 working day'], ['8bh', '8 个工作小时', '8 working hours'], ['24h', '24 小时', '24 hours'],
  ['7d', '7 天', '7 days'], ['2w', '2 周', '2 weeks'], ['2mo', '2 个月', '2 months'], ['30min', '30 分钟', '30 minutes'], ['1.5h', '1.5 小时', '1.5 hours'],
] as const)('%s is %s, in English %s, and comes back', (code, zh, en) => {
  expect([shownDuration(code, 'zh'), shownDuration(code, 'en')]).toEqual([zh, en]);
  for (const language of ['zh', 'en'] as const) {
    const shown = plainValue(`"${code}"`, column('due', language));
    expect(shown).toEqual({ text: language === 'zh' ? zh : en, formula: false });
    expect(feelValue(shown.text, column('due', language))).toEqual({ feel: `"${code}"` });
  }
});

test.each([['P1M', '1 个月'], ['P3M', '3 个月'], ['P1Y', '1 年'], ['P7D', '7 天'], ['PT8H', '8 小时'], ['PT30M', '30 分钟']])('%s is %s, and comes back', (code, zh) => {
  expect(shownDuration(code, 'zh')).toBe(zh);
  expect(feelValue(plainValue(`"${code}"`, column('iso')).text, column('iso'))).toEqual({ feel: `"${code}"` });
});

test.each([['3 工作日', '3wd'], ['2个工作小时', '2bh'], ['48小时', '48h'], ['1 business day', '1wd'], ['8BH', '8bh'], ['一天', null], ['2 年', null]])('people also write %s', (typed, code) => expect(durationOf(typed, 'due')).toBe(code));

test('only a column of times reads words as times', () => {
  expect(timesOf(['8bh', '24h'])).toBe('due');
  expect([timesOf(['8bh', 'P1M']), timesOf(['8bh', 'soon']), timesOf([])]).toEqual([null, null, null]);
  expect(feelValue('5 个工作日', column(null))).toEqual({ feel: '"5 个工作日"' });
  expect(plainValue('"5 个工作日"', column('due'))).toEqual({ text: '"5 个工作日"', formula: false });
});
