/** How a column's cells are written in plain words: its kind, its allowed values, and what its codes are called. */
import { codes } from '../../text/codes';
import { columns } from '../../text/columns';
import type { Language } from '../../text/language';
import { spoken } from '../../text/spoken';
import type { Text } from '../../text/texts';
import { timesOf } from './durations';
import { parts, plainTest, plainValue, type Manner, type Plain } from './plain';
import { kindOf, type Column, type Input, type Output, type Table } from './table';

const TEXTS = /"(?:[^"\\]|\\.)*"/g;
const LITERAL = /^(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)$/;

export interface Manners {
  when: Manner[];
  then: Manner[];
}

function manner(table: Table, column: Column, asked: string, cells: string[], language: Language): Manner {
  const { kind, list } = kindOf(table, column);
  const values = parts(column.values, /,/)?.filter((one) => one !== '') ?? [];
  const used = texts([column.values, ...cells]);
  return { kind, list, language, allowed: values.every((one) => LITERAL.test(one)) ? values : [], labels: called(used, asked, language), times: timesOf([...used]) };
}

const texts = (cells: string[]) => new Set(cells.flatMap((cell) => cell.match(TEXTS) ?? []).map((text) => text.slice(1, -1)));

const names: Readonly<Record<string, Text>> = codes;

/** Names only for codes that stand in this column, and no name for two of them. */
function called(used: ReadonlySet<string>, column: string, language: Language): Map<string, string> {
  const found = [...used].flatMap((code) => {
    const name = [`${column}.${code}`, code].find((one) => Object.hasOwn(names, one));
    return name ? [[code, spoken(language, names[name]!)] as const] : [];
  });
  const once = (label: string) => found.filter(([, other]) => other === label).length === 1 && !used.has(label);
  return new Map(found.filter(([, label]) => once(label)));
}

export function manners(table: Table, language: Language): Manners {
  return {
    when: table.inputs.map((column, at) => manner(table, column, column.expression, table.rules.map((rule) => rule.when[at]!.text), language)),
    then: table.outputs.map((column, at) => manner(table, column, column.name, table.rules.map((rule) => rule.then[at]!.text), language)),
  };
}

export const shown = (side: 'when' | 'then', text: string, manner: Manner): Plain => (side === 'when' ? plainTest(text, manner) : plainValue(text, manner));

/** What a column is called: its title (in English that of a shipped table translated), else what it asks for or answers. */
export function titled(column: Input | Output, language: Language): string {
  return (language === 'en' && columns[column.label]) || column.label || ('expression' in column ? column.expression : column.name);
}
