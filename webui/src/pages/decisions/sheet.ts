/** A table as a spreadsheet and back: one sheet in plain words, one in FEEL, with the ids out of sight. */
import type { Sheet } from '../../api/rules';
import type { Language } from '../../text/language';
import { fresh, textAt, width } from './editing';
import { manners, shown } from './manner';
import { feelTest, feelValue, type Why } from './plain';
import type { Cell, Rule, Table } from './table';

export interface SheetWords {
  plain: string;
  feel: string;
  note: string;
}

export interface RowProblem {
  row: number;
  column: string;
  text: string;
  why: Why | 'unknown';
  params: Record<string, string>;
}

export interface Taken {
  table: Table;
  problems: RowProblem[];
}

const HEAD = 'keflow';
const ids = (table: Table) => [...table.inputs, ...table.outputs].map(({ id }) => id);
const labels = (table: Table) => [...table.inputs.map((one) => one.label || one.expression), ...table.outputs.map((one) => one.label || one.name)];

export function sheets(table: Table, language: Language, words: SheetWords): Sheet[] {
  const how = manners(table, language);
  const columns = Array.from({ length: width(table) - 1 }, (_, at) => at);
  const plain = (row: number, column: number) => {
    const side = column < table.inputs.length ? 'when' : 'then';
    return shown(side, textAt(table, row, column), how[side][side === 'when' ? column : column - table.inputs.length]!).text;
  };
  const sheet = (name: string, cell: (row: number, column: number) => string): Sheet => ({
    name,
    hidden: 1,
    rows: [[HEAD, ...ids(table), 'note'], ['', ...labels(table), words.note], ...table.rules.map((rule, row) => [rule.id, ...columns.map((column) => cell(row, column)), rule.note])],
  });
  return [sheet(words.plain, plain), sheet(words.feel, (row, column) => textAt(table, row, column))];
}

/** The table with the rows of the first sheet in it; a cell that cannot be read keeps what it says and is told. Where
 * the FEEL sheet alone was changed, its text is taken. */
export function taken(before: Table, found: Sheet[], language: Language): Taken | null {
  const [plain, feel] = found;
  const head = plain?.rows.findIndex((row) => row[0] === HEAD) ?? -1;
  const columns = head >= 0 ? places(before, plain!.rows[head]!) : plain ? byLabel(before, plain.rows[0] ?? []) : null;
  if (!plain || !columns) return null;
  const how = manners(before, language);
  const shownBefore = sheets(before, language, { plain: '', feel: '', note: '' })[0]!.rows.slice(2);
  const problems: RowProblem[] = [];
  const seen = new Set<string>();
  const rules = plain.rows.slice(head >= 0 ? head + 2 : 1).flatMap((row, index): Rule[] => {
    if (!row.some((cell, at) => at > 0 && cell)) return [];
    const known = head >= 0 ? before.rules.findIndex(({ id }) => id === row[0] && !seen.has(id)) : -1;
    const old = before.rules[known];
    const id = old?.id ?? fresh('rule');
    seen.add(id);
    const feelRow = old && feel?.rows.find((other) => other[0] === id);
    const cell = (side: 'when' | 'then', at: number): Cell => {
      const column = side === 'when' ? at : before.inputs.length + at;
      const text = row[columns.cells[column]!] ?? '';
      const was = old?.[side][at]?.text ?? '';
      const own = { id: old?.[side][at]?.id ?? `${id}_${ids(before)[column]}` };
      if (old && text === shownBefore[known]![column + 1]) return { ...own, text: feelRow?.[columns.cells[column]!] ?? was };
      const read = side === 'when' ? feelTest(text, how.when[at]!) : feelValue(text, how.then[at]!);
      if ('feel' in read) return { ...own, text: read.feel };
      problems.push({ row: index + (head >= 0 ? head + 3 : 2), column: labels(before)[column]!, text, why: read.why, params: read.params });
      return { ...own, text: was || (side === 'when' ? '-' : '') };
    };
    return [{ id, note: columns.note < 0 ? (old?.note ?? '') : (row[columns.note] ?? ''), when: before.inputs.map((_, at) => cell('when', at)), then: before.outputs.map((_, at) => cell('then', at)) }];
  });
  return { table: { ...before, rules }, problems };
}

interface Columns {
  cells: number[];
  note: number;
}

function places(table: Table, head: string[]): Columns | null {
  const cells = ids(table).map((id) => head.indexOf(id));
  return cells.every((at) => at > 0) ? { cells, note: head.indexOf('note') } : null;
}

/** A sheet without ids, such as one typed anew: by what the columns are called. */
function byLabel(table: Table, head: string[]): Columns | null {
  const called = labels(table);
  const cells = called.map((label) => head.findIndex((one) => one.trim() === label.trim()));
  return cells.every((at) => at >= 0) && new Set(called).size === called.length ? { cells, note: -1 } : null;
}
