/** Calls about rule tables on trial: the bench, the dry run, spreadsheets. */
import { known, Problem, server } from './client';
import type { Finding } from './types';

const V1 = '/api/v1' as const;
const of = (key: string) => ({ params: { path: { key } } });
const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;

export interface Tried {
  result: unknown;
  matched: string[];
  error?: string;
  errors?: { code: string; message: string }[];
  rules: { id: string; matched: boolean; cells: (boolean | null)[] }[];
}

export interface Pair {
  from: string;
  to: string;
  customers: number;
  revenue: string | number;
}

export interface Sampled {
  customer: string;
  name: string;
  from: string;
  to: string;
  amount?: string | number;
  band?: number;
  member?: string | null;
  reason?: string;
  reason_en?: string;
  inputs?: Record<string, unknown>;
}

export interface Side {
  movers: number;
  promotions: number;
  demotions: number;
  benefit_cost: string | number;
  counts: Record<string, number>;
  tasks: { none: number; sample: number; person: number; plain: number; groups: Record<string, number> };
}

export interface Outcome {
  customers: number;
  changed: number;
  at_stake: string | number;
  moves: Pair[];
  sample: Sampled[];
}

export interface OfScheme extends Outcome {
  scheme: string;
  name: string;
  name_en: string;
  as_of: string;
  window_months: number;
  tiers: { member: string; name: string; name_en: string; customers: number; today: number; draft: number; share_today: string; share_draft: string }[];
  today: Side;
  draft: Side;
  members: Record<string, { name: string; name_en: string }>;
}

export interface Work {
  customers: number;
  touches_a_month: number;
  tasks_a_month: number;
  cost_a_month: number;
}

export type Result =
  | { kind: 'tiers'; schemes: OfScheme[] }
  | { kind: 'work'; work: { today: Work; draft: Work; changed: number; sample: Sampled[] } }
  | { kind: 'answers'; answers: Outcome & { answers: { answer: string; today: number; draft: number }[] } };

/** One's own dry run of a table: none yet, on its way, done with the file that was tried, or failed. */
export type Ran = { state: 'none' } | { state: 'waiting'; share: number; asked_at: string } | { state: 'failed'; error: string; asked_at: string } | ({ state: 'done'; asked_at: string; draft: string } & Result);

export interface Sheet {
  name: string;
  rows: string[][];
  hidden: number;
}

export const attempt = (key: string, draft: string, variables: Record<string, unknown>) => as<Tried>(known(server.POST(`${V1}/decisions/{key}/try`, { ...of(key), body: { draft, variables } })));
export const knownOf = (key: string, customer: string) => as<{ variables: Record<string, unknown> }>(known(server.GET(`${V1}/decisions/{key}/known`, { params: { path: { key }, query: { customer } } })));
export const dryRun = (key: string, draft: string) => as<Ran>(known(server.POST(`${V1}/decisions/{key}/dry-run`, { ...of(key), body: { draft, later: false } })));
export const lastDryRun = (key: string) => as<Ran>(known(server.GET(`${V1}/decisions/{key}/dry-run`, of(key))));
export const cancelDryRun = (key: string) => as<Ran>(known(server.DELETE(`${V1}/decisions/{key}/dry-run`, of(key))));

/** What the server finds in a file that is not deployed. */
export async function check(name: string, content: string): Promise<Finding[]> {
  const form = new FormData();
  form.append('files', new Blob([content], { type: 'application/xml' }), name);
  try {
    const said = await known(server.POST(`${V1}/deployments`, { params: { query: { check: true } }, body: { files: [] }, bodySerializer: () => form }));
    return [...(said.findings ?? []), ...(said.warnings ?? [])] as Finding[];
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 422 && Array.isArray(failure.body.findings)) return failure.body.findings as Finding[];
    throw failure;
  }
}

/** Gives the reader a file. */
function give(blob: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export const giveText = (text: string, name: string) => give(new Blob([text], { type: 'application/xml' }), name);

export async function giveWorkbook(key: string, sheets: Sheet[]): Promise<void> {
  give((await known(server.POST(`${V1}/decisions/{key}/workbook`, { ...of(key), body: { sheets }, parseAs: 'blob' }))) as unknown as Blob, `${key}.xlsx`);
}

export const readWorkbook = (key: string, file: File) =>
  as<{ sheets: Sheet[] }>(
    known(
      server.POST(`${V1}/decisions/{key}/workbook/read`, {
        ...of(key),
        body: { file: '' },
        bodySerializer: () => {
          const form = new FormData();
          form.append('file', file, file.name);
          return form;
        },
      }),
    ),
  );
