/** Where the server's findings belong in the grid: cells, rules, or a case that no rule takes. */
import type { Finding } from '../../api/types';
import type { Table } from './table';

export interface Placed {
  finding: Finding;
  /** Rule ids; empty for the whole table. */
  rules: string[];
  /** `rule id/column number`, columns counted over conditions and answers. */
  cells: string[];
  /** The counter-example: FEEL by column id. */
  example: Record<string, string> | null;
}

type Params = { rules?: string[]; row?: number; input?: string; output?: string; example?: Record<string, string> };

export function placed(table: Table, findings: Finding[]): Placed[] {
  return findings.map((finding) => {
    const params = ((finding as { params?: Params }).params ?? {}) as Params;
    const rule = table.rules.find(({ id }) => id === finding.element) ?? (params.row ? table.rules[params.row - 1] : undefined);
    const cell = cellOf(table, finding.element ?? '');
    const rules = params.rules ?? (rule ? [rule.id] : cell ? [cell.rule] : []);
    const example = params.example ? Object.fromEntries(table.inputs.flatMap((one) => (params.example![one.expression] === undefined ? [] : [[one.id, params.example![one.expression]!]]))) : null;
    return { finding, rules, cells: cell ? [`${cell.rule}/${cell.column}`] : columnsOf(table, params).flatMap((column) => rules.map((id) => `${id}/${column}`)), example };
  });
}

/** The cell whose own id (or that of its text) the finding names. */
function cellOf(table: Table, element: string): { rule: string; column: number } | null {
  if (!element) return null;
  for (const rule of table.rules) {
    const column = [...rule.when, ...rule.then].findIndex(({ id }) => id === element);
    if (column >= 0) return { rule: rule.id, column };
  }
  return null;
}

function columnsOf(table: Table, { input, output }: Params): number[] {
  const at = input !== undefined ? table.inputs.findIndex(({ expression }) => expression === input) : -1;
  if (at >= 0) return [at];
  const to = output !== undefined ? table.outputs.findIndex(({ name }) => name === output || table.outputs.length === 1) : -1;
  return to >= 0 ? [table.inputs.length + to] : [];
}

/** The gaps, each with its example, to be shown as a row that is missing. */
export const gaps = (all: Placed[]) => all.filter(({ finding, example }) => finding.code === 'gap' && example !== null);
