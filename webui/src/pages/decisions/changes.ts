/** What is different between two versions of a table: columns, rules, cells. */
import type { Cell, Input, Output, Rule, Table } from './table';

export type Change = 'same' | 'added' | 'removed' | 'changed' | 'moved';

export interface ColumnChange {
  id: string;
  side: 'when' | 'then';
  change: Change;
  before: Input | Output | undefined;
  after: Input | Output | undefined;
}

export interface CellChange {
  before: string | undefined;
  after: string | undefined;
}

export interface RuleChange {
  id: string;
  change: Change;
  before: Rule | undefined;
  after: Rule | undefined;
  /** Row numbers from 1. */
  from: number;
  to: number;
  /** By the column's id; only cells that differ. */
  cells: Record<string, CellChange>;
  noted: boolean;
}

export interface Changes {
  columns: ColumnChange[];
  rules: RuleChange[];
  hit: boolean;
  /** How many rules were changed (or moved), added, removed; how many cells. */
  count: { changed: number; added: number; removed: number; cells: number };
}

const equal = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);

/** Both lists in one: the new order, and what is gone where it stood. */
function merged<T extends { id: string }>(before: T[], after: T[]): { id: string; before: T | undefined; after: T | undefined }[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const list = after.map((one) => ({ id: one.id, before: old.get(one.id), after: one as T | undefined }));
  const kept = new Set(after.map((one) => one.id));
  before.forEach((one, at) => {
    if (kept.has(one.id)) return;
    const previous = before.slice(0, at).reverse().find((other) => list.some(({ id }) => id === other.id));
    list.splice(previous ? list.findIndex(({ id }) => id === previous.id) + 1 : 0, 0, { id: one.id, before: one, after: undefined });
  });
  return list;
}

/** Ids that keep their order among themselves: a longest rising run; all others were moved. */
function still(before: string[], after: string[]): Set<string> {
  const place = new Map(before.map((id, at) => [id, at]));
  const common = after.filter((id) => place.has(id));
  const best: string[][] = [];
  common.forEach((id, at) => {
    const ahead = best.slice(0, at).filter((run) => place.get(run.at(-1)!)! < place.get(id)!);
    best.push([...ahead.reduce<string[]>((most, run) => (run.length > most.length ? run : most), []), id]);
  });
  return new Set(best.reduce<string[]>((most, run) => (run.length > most.length ? run : most), []));
}

const texts = (ids: { id: string }[], cells: Cell[] | undefined) => new Map(ids.map((column, at) => [column.id, cells?.[at]?.text]));

export function compare(before: Table, after: Table): Changes {
  const columns = (['when', 'then'] as const).flatMap((side) => {
    const [old, fresh] = side === 'when' ? [before.inputs, after.inputs] : [before.outputs, after.outputs];
    return merged<Input | Output>(old, fresh).map((pair): ColumnChange => ({ ...pair, side, change: !pair.before ? 'added' : !pair.after ? 'removed' : equal(pair.before, pair.after) ? 'same' : 'changed' }));
  });
  const stays = still(before.rules.map(({ id }) => id), after.rules.map(({ id }) => id));
  const rules = merged(before.rules, after.rules).map((pair): RuleChange => {
    const old = new Map([...texts(before.inputs, pair.before?.when), ...texts(before.outputs, pair.before?.then)]);
    const fresh = new Map([...texts(after.inputs, pair.after?.when), ...texts(after.outputs, pair.after?.then)]);
    const cells: Record<string, CellChange> = {};
    for (const { id } of columns) if (old.get(id) !== fresh.get(id)) cells[id] = { before: old.get(id), after: fresh.get(id) };
    const noted = pair.before?.note !== pair.after?.note;
    const both = pair.before && pair.after;
    const change = !pair.before ? 'added' : !pair.after ? 'removed' : Object.keys(cells).length || noted ? 'changed' : stays.has(pair.id) ? 'same' : 'moved';
    return { ...pair, change, cells: both ? cells : {}, noted: Boolean(both && noted), from: before.rules.findIndex(({ id }) => id === pair.id) + 1, to: after.rules.findIndex(({ id }) => id === pair.id) + 1 };
  });
  const number = (...kinds: Change[]) => rules.filter((rule) => kinds.includes(rule.change)).length;
  return {
    columns,
    rules,
    hit: before.hit !== after.hit || before.aggregation !== after.aggregation,
    count: { changed: number('changed', 'moved'), added: number('added'), removed: number('removed'), cells: rules.reduce((sum, rule) => sum + Object.keys(rule.cells).length, 0) },
  };
}

export const nothing = (changes: Changes) => !changes.hit && changes.columns.every(({ change }) => change === 'same') && changes.rules.every(({ change }) => change === 'same');
