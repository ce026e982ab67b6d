/** The table of service times (D08) as a matrix: what each rule promises, by kind, band and urgency. */
import type { Rule, Table } from '../decisions/table';

/** Urgent, a band, or all bands alike. */
export type Place = 'urgent' | 1 | 2 | 3 | 'any';
export const PLACES: Place[] = ['urgent', 1, 2, 3];

export interface Promise {
  rule: string;
  kind: string;
  place: Place;
  first_response: string | null;
  resolution: string | null;
  calendar: string;
}

const literals = (feel: string) => [...feel.matchAll(/"([^"]*)"/g)].map((found) => found[1]!);
const plain = (feel: string) => literals(feel)[0] ?? null;
const any = (feel: string) => feel.trim() === '-' || feel.trim() === '';

function at(table: Table, rule: Rule, name: string): string {
  const column = table.outputs.findIndex((one) => one.name === name);
  return rule.then[column]?.text ?? '';
}

function asked(table: Table, rule: Rule, name: string): string {
  const column = table.inputs.findIndex((one) => one.expression === name);
  return rule.when[column]?.text ?? '-';
}

function placeOf(table: Table, rule: Rule): Place {
  const override = asked(table, rule, 'override');
  if (!any(override) && !literals(override).includes('none')) return 'urgent';
  const band = asked(table, rule, 'band');
  return any(band) ? 'any' : (Number(band) as Place);
}

/** What the table promises; null when it is not shaped like one of service times. */
export function promises(table: Table): Promise[] | null {
  if (!['first_response', 'resolution', 'calendar'].every((name) => table.outputs.some((one) => one.name === name))) return null;
  return table.rules.flatMap((rule) =>
    literals(asked(table, rule, 'kind')).map((kind): Promise => ({
      rule: rule.id,
      kind,
      place: placeOf(table, rule),
      first_response: plain(at(table, rule, 'first_response')),
      resolution: plain(at(table, rule, 'resolution')),
      calendar: plain(at(table, rule, 'calendar')) ?? '',
    })),
  );
}

/** The table with other times in one rule; empty means that there is no such promise. */
export function withTimes(table: Table, rule: string, times: Record<'first_response' | 'resolution' | 'calendar', string>): Table {
  const feel = (text: string) => (text.trim() ? `"${text.trim()}"` : 'null');
  const rules = table.rules.map((one) =>
    one.id !== rule ? one : { ...one, then: one.then.map((cell, column) => ({ ...cell, text: name(table, column) in times ? feel(times[name(table, column) as keyof typeof times]) : cell.text })) },
  );
  return { ...table, rules };
}

const name = (table: Table, column: number) => table.outputs[column]?.name ?? '';
