/**
 * A decision table as the grid edits it, read from its DMN file and written back into the same file: rules, columns and
 * cells are found by their ids, so ids, annotations, drawings and whatever else stands in the file stay as they are.
 */
import { arrange, attribute, content, descendants, elements, local, made, parse, print, setAttribute, setContent, type Element } from './source';

export type Kind = 'number' | 'string' | 'boolean' | 'date' | 'other';

export interface Cell {
  id: string;
  /** FEEL. */
  text: string;
}

export interface Column {
  id: string;
  label: string;
  /** As in the file: a built-in type, or one that the file declares. */
  type: string;
  /** FEEL: the allowed values. */
  values: string;
}

export interface Input extends Column {
  /** FEEL: what is asked for. */
  expression: string;
}

export interface Output extends Column {
  name: string;
  /** FEEL: what a case is told that no rule takes. */
  fallback: string;
}

export interface Rule {
  id: string;
  when: Cell[];
  then: Cell[];
  note: string;
}

export const HITS = ['UNIQUE', 'FIRST', 'ANY', 'PRIORITY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'] as const;
export type Hit = (typeof HITS)[number];

export interface Table {
  /** The decision's id and name. */
  key: string;
  name: string;
  hit: string;
  aggregation: string;
  inputs: Input[];
  outputs: Output[];
  rules: Rule[];
  /** Types that the file declares: name -> the type behind, and whether it is a list. */
  types: Record<string, { of: string; list: boolean }>;
}

interface Found {
  file: Element;
  root: Element;
  decision: Element;
  table: Element;
}

/** The one table of a file that holds nothing else to decide; null for what only the expert view can edit. */
function find(xml: string): Found | null {
  const file = parse(xml);
  const root = file && elements(file).find((one) => local(one) === 'definitions');
  if (!file || !root || elements(root, 'businessKnowledgeModel', 'decisionService').length) return null;
  const [decision, ...others] = elements(root, 'decision');
  const [table, ...more] = decision ? elements(decision, 'decisionTable') : [];
  if (!decision || !table || others.length || more.length || descendants(root, 'decisionTable').length !== 1) return null;
  return { file, root, decision, table };
}

const text = (of: Element | undefined) => (of ? content(elements(of, 'text')[0]) : '');
const cells = (of: Element, name: string): Cell[] => elements(of, name).map((entry) => ({ id: attribute(entry, 'id'), text: text(entry) }));

export function read(xml: string): Table | null {
  const found = find(xml);
  if (!found) return null;
  const { root, decision, table } = found;
  const inputs = elements(table, 'input').map((one): Input => {
    const asked = elements(one, 'inputExpression')[0];
    return { id: attribute(one, 'id'), label: attribute(one, 'label'), type: asked ? attribute(asked, 'typeRef') : '', values: text(elements(one, 'inputValues')[0]), expression: text(asked) };
  });
  const outputs = elements(table, 'output').map((one): Output => ({
    id: attribute(one, 'id'),
    label: attribute(one, 'label'),
    type: attribute(one, 'typeRef'),
    values: text(elements(one, 'outputValues')[0]),
    name: attribute(one, 'name'),
    fallback: text(elements(one, 'defaultOutputEntry')[0]),
  }));
  const rules = elements(table, 'rule').map((one): Rule => ({ id: attribute(one, 'id'), when: cells(one, 'inputEntry'), then: cells(one, 'outputEntry'), note: content(elements(one, 'description')[0]) }));
  if (rules.some((rule) => rule.when.length !== inputs.length || rule.then.length !== outputs.length)) return null;
  const types = Object.fromEntries(elements(root, 'itemDefinition').map((one) => [attribute(one, 'name'), { of: content(elements(one, 'typeRef')[0]), list: attribute(one, 'isCollection') === 'true' }]));
  return { key: attribute(decision, 'id'), name: attribute(decision, 'name'), hit: attribute(table, 'hitPolicy') || 'UNIQUE', aggregation: attribute(table, 'aggregation'), inputs, outputs, rules, types };
}

const BASE: Record<string, Kind> = { number: 'number', integer: 'number', long: 'number', double: 'number', string: 'string', boolean: 'boolean', date: 'date' };

/** What kind of values a column holds, and whether each is a list. */
export function kindOf(table: Pick<Table, 'types'>, column: Pick<Column, 'type'>): { kind: Kind; list: boolean } {
  const declared = table.types[column.type];
  return { kind: BASE[declared ? declared.of : column.type] ?? 'other', list: declared?.list ?? false };
}

/** The file with this table in it; equal to the file where the table says what it said. */
export function write(xml: string, to: Table): string {
  const found = find(xml);
  if (!found) return xml;
  const { file, root, decision, table } = found;
  const tag = (name: string) => table.tag.replace('decisionTable', name);
  if (to.name !== attribute(decision, 'name')) setAttribute(decision, 'name', to.name);
  if (to.hit !== (attribute(table, 'hitPolicy') || 'UNIQUE')) setAttribute(table, 'hitPolicy', to.hit);
  setAttribute(table, 'aggregation', to.aggregation);
  const one = (of: Element, name: string, attributes: Record<string, string>, before: string[]): Element => {
    const there = elements(of, name)[0];
    if (there) return there;
    const fresh = made(tag(name), attributes, [made(tag('text'), {}, [''])]);
    arrange(of, [name], [fresh], before);
    return fresh;
  };
  const said = (of: Element, value: string) => {
    const there = elements(of, 'text')[0];
    if (there) setContent(there, value);
    else of.children.push(made(tag('text'), {}, [value]));
  };
  const optional = (of: Element, name: string, value: string, before: string[]) => {
    if (value) said(one(of, name, { id: `${attribute(of, 'id')}_${name}` }, before), value);
    else if (elements(of, name).length && text(elements(of, name)[0])) arrange(of, [name], [], before);
  };
  const byId = (name: string) => new Map(elements(table, name).map((child) => [attribute(child, 'id'), child]));

  const inputs = byId('input');
  arrange(table, ['input'], to.inputs.map((column) => {
    const child = inputs.get(column.id) ?? made(tag('input'), { id: column.id }, ['']);
    setAttribute(child, 'label', column.label);
    const asked = one(child, 'inputExpression', { id: `${column.id}_expression`, typeRef: column.type }, []);
    setAttribute(asked, 'typeRef', column.type);
    said(asked, column.expression);
    optional(child, 'inputValues', column.values, ['inputExpression']);
    return child;
  }), []);

  const outputs = byId('output');
  arrange(table, ['output'], to.outputs.map((column) => {
    const child = outputs.get(column.id) ?? made(tag('output'), { id: column.id });
    setAttribute(child, 'label', column.label);
    setAttribute(child, 'name', column.name);
    setAttribute(child, 'typeRef', column.type);
    optional(child, 'outputValues', column.values, []);
    optional(child, 'defaultOutputEntry', column.fallback, ['outputValues']);
    return child;
  }), ['input']);

  const rules = byId('rule');
  const entries = (of: Element, name: string, wanted: Cell[], before: string[]) => {
    const there = new Map(elements(of, name).map((entry) => [attribute(entry, 'id'), entry]));
    const list = wanted.map((cell) => {
      const entry = there.get(cell.id) ?? made(tag(name), { id: cell.id }, [made(tag('text'), {}, [''])]);
      said(entry, cell.text);
      return entry;
    });
    arrange(of, [name], list, before);
  };
  arrange(table, ['rule'], to.rules.map((rule) => {
    const child = rules.get(rule.id) ?? made(tag('rule'), { id: rule.id }, ['\n      ']);
    const note = elements(child, 'description')[0];
    if (rule.note !== content(note)) {
      const fresh = note ?? made(tag('description'), {}, ['']);
      setContent(fresh, rule.note);
      arrange(child, ['description'], rule.note ? [fresh] : [], []);
    }
    entries(child, 'inputEntry', rule.when, ['description']);
    entries(child, 'outputEntry', rule.then, ['description', 'inputEntry']);
    return child;
  }), ['input', 'output', 'annotation']);

  declare(root, decision, to, tag);
  return print(file);
}

/** What a new column asks for by a plain name is declared, as the file does with its other inputs. */
function declare(root: Element, decision: Element, to: Table, tag: (name: string) => string): void {
  const data = elements(root, 'inputData');
  const asked = elements(decision, 'informationRequirement');
  if (!asked.length) return;
  const known = new Set(data.map((one) => attribute(one, 'name')));
  const fresh = to.inputs.filter((column) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column.expression) && !known.has(column.expression));
  const once = [...new Map(fresh.map((column) => [column.expression, column])).values()];
  if (!once.length) return;
  arrange(root, ['inputData'], [...data, ...once.map(({ expression, type }) => made(tag('inputData'), { id: `input_${expression}`, name: expression }, [made(tag('variable'), { id: `variable_${expression}`, name: expression, typeRef: type })]))], ['itemDefinition']);
  arrange(decision, ['informationRequirement'], [...asked, ...once.map(({ expression }) => made(tag('informationRequirement'), { id: `requires_${expression}` }, [made(tag('requiredInput'), { href: `#input_${expression}` })]))], ['variable']);
  draw(root, decision, once.map(({ expression }) => expression));
}

const DI = /xmlns:(\w+)\s*=\s*["']http:\/\/www\.omg\.org\/spec\/DMN\/20180521\/DI\/["']/;
const BESIDE = 30;
const BELOW = 200;

/** Inputs that are declared anew stand in the drawing too, beside the others and with a line to the decision. */
function draw(root: Element, decision: Element, names: string[]): void {
  const diagram = descendants(root, 'DMNDiagram')[0];
  const own = diagram && elements(diagram, 'DMNShape').find((one) => attribute(one, 'dmnElementRef') === attribute(decision, 'id'));
  const box = own && elements(own, 'Bounds')[0];
  if (!diagram || !own || !box) return;
  const size = (of: Element) => ['x', 'y', 'width', 'height'].map((name) => Number(attribute(of, name))) as [number, number, number, number];
  const [left, top, width, height] = size(box);
  const shapes = elements(diagram, 'DMNShape');
  const others = shapes.filter((one) => one !== own).flatMap((one) => elements(one, 'Bounds').slice(0, 1).map(size));
  const y = others.length ? Math.max(...others.map((one) => one[1])) : top + BELOW;
  const right = others.length ? Math.max(...others.filter((one) => one[1] === y).map((one) => one[0] + one[2])) + BESIDE : left;
  const [wide, high] = [150, 45];
  const at = (n: number) => right + n * (wide + BESIDE);
  const fresh = names.map((name, n) => made(own.tag, { id: `shape_${name}`, dmnElementRef: `input_${name}` }, [made(box.tag, { height: String(high), width: String(wide), x: String(at(n)), y: String(y) })]));
  const point = descendants(diagram, 'waypoint')[0]?.tag ?? DI.exec(root.attributes)?.[1]?.concat(':waypoint');
  const line = (name: string, n: number) => {
    const ends = [[at(n) + wide / 2, y], [left + width / 2, top + height]].map(([x, to]) => made(point ?? '', { x: String(x), y: String(to) }));
    return made(own.tag.replace('DMNShape', 'DMNEdge'), { id: `edge_${name}`, dmnElementRef: `requires_${name}` }, ends);
  };
  arrange(diagram, ['DMNShape'], [...shapes, ...fresh], []);
  if (point) arrange(diagram, ['DMNEdge'], [...elements(diagram, 'DMNEdge'), ...names.map(line)], ['DMNShape']);
}

/** The variables that the decision asks for, with their types: those declared, else the plain names that columns ask. */
export function asked(xml: string): { name: string; type: string }[] {
  const found = find(xml);
  if (!found) return [];
  const declared = elements(found.root, 'inputData').map((one) => ({ name: attribute(one, 'name'), type: attribute(elements(one, 'variable')[0] ?? one, 'typeRef') }));
  if (declared.length) return declared;
  const columns = elements(found.table, 'input').map((one) => elements(one, 'inputExpression')[0]);
  return columns.flatMap((one) => (one && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text(one)) ? [{ name: text(one), type: attribute(one, 'typeRef') }] : []));
}
