/** What nobody changed stays letter by letter; what is changed changes there and nowhere else. */
import { expect, test } from 'vitest';
import { parse, print } from './source';
import { read, write, type Table } from './table';

const shipped = Object.entries(import.meta.glob('../../../../processes/**/*.dmn', { query: '?raw', import: 'default', eager: true }) as Record<string, string>);
const one = (name: string) => shipped.find(([path]) => path.endsWith(`/${name}.dmn`))![1];
const table = (xml: string): Table => read(xml)!;

test('all tables that keflow brings along are here', () => expect(shipped.length).toBeGreaterThan(20));

test.each(shipped)('%s is written back as it was', (_, xml) => {
  expect(print(parse(xml)!)).toBe(xml);
  const found = table(xml);
  expect(found.rules.length).toBeGreaterThan(0);
  expect(write(xml, found)).toBe(xml);
});

test.each(shipped)('%s: a changed cell changes its own text only, and back again nothing', (_, xml) => {
  const before = table(xml);
  const rule = before.rules[0]!;
  const after = { ...before, rules: [{ ...rule, then: rule.then.map((cell, at) => (at ? cell : { ...cell, text: '"<&> new"' })) }, ...before.rules.slice(1)] };
  const written = write(xml, after);
  expect(read(written)).toEqual(after);
  expect(written.split('\n').filter((line, at) => line !== xml.split('\n')[at])).toHaveLength(1);
  expect(write(written, before)).toBe(xml);
});

test.each(shipped)('%s: rules and columns added, moved and taken away stand where they should', (_, xml) => {
  const before = table(xml);
  const [first, ...rest] = before.rules;
  const moved = { ...before, rules: [...rest, first!] };
  expect(read(write(xml, moved))).toEqual(moved);
  expect(write(write(xml, moved), before)).toBe(xml);
  const column = { id: 'new_in', label: '新', type: 'number', values: '', expression: 'brand_new' };
  const wider = { ...before, inputs: [column, ...before.inputs], rules: before.rules.map((rule) => ({ ...rule, when: [{ id: `${rule.id}_new`, text: '>= 5' }, ...rule.when] })) };
  const written = write(xml, wider);
  expect(read(written)).toEqual(wider);
  expect(written).toContain('<requiredInput href="#input_brand_new" />');
  const fewer = { ...before, rules: rest };
  expect(read(write(xml, fewer))).toEqual(fewer);
});

test('a new rule is laid out like its neighbours', () => {
  const xml = one('tier_cdnow');
  const before = table(xml);
  const fresh = { id: 'r9', note: 'why', when: [{ id: 'r9_in', text: '>= 900' }], then: before.outputs.map((_, at) => ({ id: `r9_${at}`, text: '1' })) };
  const written = write(xml, { ...before, rules: [...before.rules, fresh] });
  expect(written).toContain('\n      <rule id="r9">');
  expect(written).toContain('&gt;= 900');
});

test('what the grid does not know stays: extensions, comments, annotation columns, prefixes', () => {
  const xml = '<?xml version="1.0"?>\n<dmn:definitions xmlns:dmn="m" id="d"><!-- hi --><dmn:decision id="k" name="K"><dmn:decisionTable id="t"><dmn:input id="i"><dmn:inputExpression id="ie" typeRef="number"><dmn:text>x</dmn:text></dmn:inputExpression></dmn:input><dmn:output id="o" name="a"/><dmn:annotation name="Why"/><dmn:rule id="r"><dmn:extensionElements><x:own y="1"/></dmn:extensionElements><dmn:inputEntry id="c"><dmn:text><![CDATA[< 5]]></dmn:text></dmn:inputEntry><dmn:outputEntry id="e"><dmn:text>1</dmn:text></dmn:outputEntry><dmn:annotationEntry><dmn:text>so</dmn:text></dmn:annotationEntry></dmn:rule></dmn:decisionTable></dmn:decision></dmn:definitions>';
  const before = table(xml);
  expect(write(xml, before)).toBe(xml);
  expect(before.rules[0]!.when[0]!.text).toBe('< 5');
  const written = write(xml, { ...before, rules: before.rules.map((rule) => ({ ...rule, then: [{ id: 'e', text: '2' }] })) });
  expect(written).toBe(xml.replace('<dmn:text>1<', '<dmn:text>2<'));
});

test('several decisions, or what is no table, are for the expert view', () => {
  const xml = one('tier_annual');
  expect(read(xml.replace('</definitions>', '<decision id="other" name="x"/></definitions>'))).toBeNull();
  expect(read('<definitions><decision id="d"><literalExpression/></decision></definitions>')).toBeNull();
  expect(read('no xml <at all')).toBeNull();
});
