/** What can be done to a table: each edit answers a new table and leaves the old one, so that all can be undone. */
import type { Cell, Input, Output, Rule, Table } from './table';

export type SideOf = 'when' | 'then';

let count = 0;
/** An id that no file has. */
export const fresh = (what: string) => `${what}_${Date.now().toString(36)}${(count += 1).toString(36)}`;

/** Cells in one row: conditions, answers, the note. */
export const width = (table: Table) => table.inputs.length + table.outputs.length + 1;

export interface Place {
  side: SideOf | 'note';
  at: number;
}

export function place(table: Table, column: number): Place {
  if (column < table.inputs.length) return { side: 'when', at: column };
  if (column < table.inputs.length + table.outputs.length) return { side: 'then', at: column - table.inputs.length };
  return { side: 'note', at: 0 };
}

export function textAt(table: Table, row: number, column: number): string {
  const { side, at } = place(table, column);
  const rule = table.rules[row];
  return side === 'note' ? (rule?.note ?? '') : (rule?.[side][at]?.text ?? '');
}

const swap = <T>(list: T[], at: number, item: T) => list.map((one, index) => (index === at ? item : one));
const without = <T>(list: T[], at: number) => list.filter((_, index) => index !== at);
const inserted = <T>(list: T[], at: number, item: T) => [...list.slice(0, at), item, ...list.slice(at)];

export function moved<T>(list: T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length) return list;
  return inserted(without(list, from), to, list[from]!);
}

export function setText(table: Table, row: number, column: number, text: string): Table {
  const rule = table.rules[row];
  if (!rule || textAt(table, row, column) === text) return table;
  const { side, at } = place(table, column);
  const next = side === 'note' ? { ...rule, note: text } : { ...rule, [side]: swap(rule[side], at, { ...rule[side][at]!, text }) };
  return { ...table, rules: swap(table.rules, row, next) };
}

const cells = (columns: { id: string }[], rule: string, text: string): Cell[] => columns.map((column) => ({ id: `${rule}_${column.id}`, text }));

export function addRule(table: Table, at: number, when: Record<string, string> = {}): Table {
  const id = fresh('rule');
  const rule: Rule = { id, note: '', when: cells(table.inputs, id, '-').map((cell, index) => ({ ...cell, text: when[table.inputs[index]!.id] ?? '-' })), then: cells(table.outputs, id, '') };
  return { ...table, rules: inserted(table.rules, at, rule) };
}

export function copyRule(table: Table, at: number): Table {
  const rule = table.rules[at];
  if (!rule) return table;
  const id = fresh('rule');
  const copy = (list: Cell[], columns: { id: string }[]) => list.map((cell, index) => ({ id: `${id}_${columns[index]!.id}`, text: cell.text }));
  return { ...table, rules: inserted(table.rules, at + 1, { id, note: rule.note, when: copy(rule.when, table.inputs), then: copy(rule.then, table.outputs) }) };
}

export const removeRule = (table: Table, at: number): Table => ({ ...table, rules: without(table.rules, at) });
export const moveRule = (table: Table, from: number, to: number): Table => ({ ...table, rules: moved(table.rules, from, to) });

const listOf = { when: 'inputs', then: 'outputs' } as const;

export function saveColumn(table: Table, side: SideOf, column: Input | Output): Table {
  const list = table[listOf[side]] as (Input | Output)[];
  const at = list.findIndex(({ id }) => id === column.id);
  if (at >= 0) return { ...table, [listOf[side]]: swap(list, at, column) };
  const blank = side === 'when' ? '-' : '';
  return { ...table, [listOf[side]]: [...list, column], rules: table.rules.map((rule) => ({ ...rule, [side]: [...rule[side], { id: `${rule.id}_${column.id}`, text: blank }] })) };
}

export function removeColumn(table: Table, side: SideOf, at: number): Table {
  return { ...table, [listOf[side]]: without(table[listOf[side]] as (Input | Output)[], at), rules: table.rules.map((rule) => ({ ...rule, [side]: without(rule[side], at) })) };
}

export function moveColumn(table: Table, side: SideOf, from: number, to: number): Table {
  return { ...table, [listOf[side]]: moved(table[listOf[side]] as (Input | Output)[], from, to), rules: table.rules.map((rule) => ({ ...rule, [side]: moved(rule[side], from, to) })) };
}

export const newColumn = (side: SideOf): Input | Output => {
  const base = { id: fresh(side === 'when' ? 'input' : 'output'), label: '', type: 'string', values: '' };
  return side === 'when' ? { ...base, expression: '' } : { ...base, name: '', fallback: '' };
};

/** A table with what it was before and what was undone. */
export interface History {
  past: Table[];
  now: Table;
  future: Table[];
}

export type Step = { do: 'edit'; to: (table: Table) => Table } | { do: 'undo' } | { do: 'redo' } | { do: 'open'; table: Table };

const DEEPEST = 200;

export function history(state: History, step: Step): History {
  if (step.do === 'open') return { past: [], now: step.table, future: [] };
  if (step.do === 'undo') {
    const last = state.past.at(-1);
    return last ? { past: state.past.slice(0, -1), now: last, future: [state.now, ...state.future] } : state;
  }
  if (step.do === 'redo') {
    const [next, ...future] = state.future;
    return next ? { past: [...state.past, state.now], now: next, future } : state;
  }
  const now = step.to(state.now);
  return now === state.now ? state : { past: [...state.past, state.now].slice(-DEEPEST), now, future: [] };
}
