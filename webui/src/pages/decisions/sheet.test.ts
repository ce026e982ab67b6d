/** Out to a spreadsheet and back nothing is lost; what was changed there is read, what cannot be read is told. */
import { expect, test } from 'vitest';
import { columns } from '../../text/columns';
import { manners } from './manner';
import { placed, gaps } from './places';
import { plainTest } from './plain';
import { sheets, taken } from './sheet';
import { read, type Table } from './table';

const shipped = Object.entries(import.meta.glob('../../../../processes/**/*.dmn', { query: '?raw', import: 'default', eager: true }) as Record<string, string>);
const words = { plain: 'a', feel: 'b', note: 'c' };
const table = (name: string): Table => read(shipped.find(([path]) => path.endsWith(`/${name}.dmn`))![1])!;

test.each(shipped)('%s comes back as it was', (_, xml) => {
  const before = read(xml)!;
  for (const language of ['zh', 'en'] as const) expect(taken(before, sheets(before, language, words), language)).toEqual({ table: before, problems: [] });
});

test('cells, rows and their order are taken from the sheet', () => {
  const before = table('tier_cdnow');
  const sheet = sheets(before, 'zh', words);
  const [head, titles, regular, silver, gold] = sheet[0]!.rows as [string[], string[], string[], string[], string[]];
  sheet[0]!.rows = [head, titles, [gold[0]!, '≥ 5万', ...gold.slice(2)], regular, ['', '400-5万', '铂金', ...silver.slice(3)]];
  const found = taken(before, sheet, 'zh')!;
  expect(found.problems).toEqual([]);
  expect(found.table.rules.map((rule) => [rule.when[0]!.text, rule.then[0]!.text])).toEqual([['>= 50000', '"gold"'], ['< 150', '"regular"'], ['[400..50000]', '"铂金"']]);
  expect(found.table.rules.map(({ id }) => id).slice(0, 2)).toEqual(['tier_gold', 'tier_regular']);
});

test('a cell that cannot be read is told with its row, and keeps what it said', () => {
  const before = table('tier_cdnow');
  const sheet = sheets(before, 'zh', words);
  sheet[0]!.rows[3]![1] = '很多';
  const found = taken(before, sheet, 'zh')!;
  expect(found.table).toEqual(before);
  expect(found.problems).toEqual([{ row: 4, column: '六个月净消费(元)', text: '很多', why: 'number', params: { text: '很多' } }]);
});

test('FEEL that was changed on its own sheet is taken', () => {
  const before = table('tier_cdnow');
  const sheet = sheets(before, 'zh', words);
  sheet[1]!.rows[4]![1] = '>= limit("gold")';
  expect(taken(before, sheet, 'zh')!.table.rules[2]!.when[0]!.text).toBe('>= limit("gold")');
});

test('a sheet of something else is not taken', () => expect(taken(table('tier_cdnow'), [{ name: 'x', hidden: 0, rows: [['姓名', '电话'], ['a', 'b']] }], 'zh')).toBeNull());

test('findings stand on their cells and rules, a gap as the case that is missing', () => {
  const before = table('tier_cdnow');
  const finding = { file: 'f', severity: 'warning', message: '', remedy: '' };
  const [gap, overlap, type, cell] = placed(before, [
    { ...finding, code: 'gap', element: 'tier_cdnow_table', params: { example: { window_spend: '400' } } },
    { ...finding, code: 'overlap', element: 'tier_cdnow_table', params: { rules: ['tier_silver', 'tier_gold'], example: { window_spend: '400' } } },
    { ...finding, code: 'cell_type', element: 'tier_silver', params: { row: 2, input: 'window_spend' } },
    { ...finding, code: 'syntax', element: 'tier_gold_in_1', params: {} },
  ] as never);
  expect(gaps([gap!])[0]!.example).toEqual({ tier_cdnow_in_1: '400' });
  expect(overlap!.rules).toEqual(['tier_silver', 'tier_gold']);
  expect(type!.cells).toEqual(['tier_silver/0']);
  expect(cell!.cells).toEqual(['tier_gold/0']);
});

test('every column that keflow brings along has an English title', () => {
  const titles = shipped.flatMap(([, xml]) => [...read(xml)!.inputs, ...read(xml)!.outputs].map(({ label }) => label));
  expect([...new Set(titles)].filter((title) => !(title in columns))).toEqual([]);
});

const KEYS = ['key', 'reward', 'template', 'process'];

test.each(['zh', 'en'] as const)('every code that keflow brings along has a name (%s), but for keys that stand beside one', (language) => {
  const nameless = shipped.flatMap(([path, xml]) => {
    const found = read(xml)!;
    const { when, then } = manners(found, language);
    const columns = [...found.inputs.map((one, at) => ({ asked: one.expression, manner: when[at]!, cells: found.rules.map((rule) => rule.when[at]!.text) })), ...found.outputs.map((one, at) => ({ asked: one.name, manner: then[at]!, cells: found.rules.map((rule) => rule.then[at]!.text) }))];
    return columns.flatMap(({ asked, manner, cells }) => {
      const codes = cells.flatMap((cell) => [...cell.matchAll(/"([a-z_]{2,})"/g)].map(([, code]) => code!));
      return KEYS.includes(asked) ? [] : [...new Set(codes)].filter((code) => manner.times === null && (!manner.labels.has(code) || plainTest(`"${code}"`, manner).text !== manner.labels.get(code))).map((code) => `${path.split('/').pop()} ${asked} ${code}`);
    });
  });
  expect(nameless).toEqual([]);
});

test('kinds of matters are told in the language of the reader', () => {
  for (const [language, kinds] of [['zh', ['"投诉"', '"个人信息请求(欧盟)"']], ['en', ['"投诉"', '"个人信息请求(欧盟)"']]] as const) {
    const [matter, , urgent] = manners(table('sla_matrix'), language).when;
    const told = kinds.map((kind) => plainTest(kind, matter!).text);
    expect(told).toEqual(language === 'zh' ? ['投诉', '欧盟个人信息请求'] : ['Complaint', 'EU personal data request']);
    expect(plainTest('"none"', urgent!).text).toBe(language === 'zh' ? '普通' : 'Ordinary');
  }
});
