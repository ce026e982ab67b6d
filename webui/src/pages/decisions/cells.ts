/** A table's cells in plain words, and what people type into them: for the grid and for the cards of a phone. */
import { useCallback, useMemo } from 'react';
import { place, setText } from './editing';
import { manners, shown, titled } from './manner';
import { feelTest, feelValue, plainTest, plainValue, type Feel, type Manner, type Plain } from './plain';
import type { Table } from './table';
import { useRuleWords } from './words';
import { rules as words } from '../../text/rules';
import { spoken } from '../../text/spoken';

export type Edit = (to: (table: Table) => Table) => void;

export interface Cells {
  manner: (column: number) => Manner | null;
  /** What the column is called. */
  label: (column: number) => string;
  plain: (row: number, column: number) => Plain;
  /** FEEL of a column in plain words, such as a counter-example. */
  said: (column: number, feel: string) => string;
  read: (column: number, text: string) => Feel;
  /** Puts a text in; answers what is wrong with it, or nothing. */
  put: (row: number, column: number, text: string) => string | null;
  wrong: (feel: Feel) => string | null;
  /** Values to choose from. */
  choices: (column: number) => string[];
}

export function useCells(table: Table, edit: Edit): Cells {
  const { language, say } = useRuleWords();
  const how = useMemo(() => manners(table, language), [table, language]);
  const manner = useCallback(
    (column: number) => {
      const { side, at } = place(table, column);
      return side === 'note' ? null : (how[side][at] ?? null);
    },
    [table, how],
  );
  return useMemo(() => {
    const read = (column: number, text: string): Feel => {
      const one = manner(column);
      if (!one) return { feel: text };
      return place(table, column).side === 'when' ? feelTest(text, one) : feelValue(text, one);
    };
    const wrong = (feel: Feel) => ('feel' in feel ? null : say(`why.${feel.why}`, feel.params));
    const said = (column: number, feel: string): string => {
      const one = manner(column);
      return one ? shown(place(table, column).side as 'when' | 'then', feel, one).text : feel;
    };
    return {
      manner,
      read,
      wrong,
      said,
      label: (column) => {
        const { side, at } = place(table, column);
        const one = side === 'note' ? undefined : side === 'when' ? table.inputs[at] : table.outputs[at];
        return one ? titled(one, language) : say('grid.note');
      },
      plain: (row, column) => {
        const rule = table.rules[row];
        const { side, at } = place(table, column);
        const one = manner(column);
        if (!rule || side === 'note' || !one) return { text: rule?.note ?? '', formula: false };
        const text = rule[side][at]?.text ?? '';
        return side === 'when' ? plainTest(text, one) : plainValue(text, one);
      },
      put: (row, column, text) => {
        const feel = read(column, text);
        if ('feel' in feel) edit((of) => setText(of, row, column, feel.feel));
        return wrong(feel);
      },
      choices: (column) => {
        const one = manner(column);
        if (!one) return [];
        if (one.kind === 'boolean') return [spoken(language, words['plain.yes']), spoken(language, words['plain.no'])];
        const named = one.allowed.map((value) => plainValue(value, { ...one, list: false }).text);
        return [...new Set([...named, ...one.labels.values()])];
      },
    };
  }, [table, manner, edit, say, language]);
}
