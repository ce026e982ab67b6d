/** The calls of those who look after privacy. */
import { address, known, Problem, server, type Known } from './client';
import type { components } from './schema';

const V1 = '/api/v1' as const;
type Schemas = components['schemas'];
type Answer<Name extends keyof Schemas> = Known<Schemas[Name]>;
type Nullable<Names extends string, Kind = string> = { [Name in Names]: Kind | null };
interface Page<Item> {
  items: Item[];
}
export type Request = Omit<Answer<'Request'>, 'kind' | 'due_at' | 'ended_at' | 'number' | 'outcome'> & Nullable<'kind' | 'due_at' | 'ended_at' | 'number' | 'outcome'>;
export type Hold = Omit<Answer<'Hold'>, 'until' | 'lifted_at'> & Nullable<'until' | 'lifted_at'>;
export type Kept = Omit<Answer<'RetentionItem'>, 'next' | 'gone' | 'remains'> & Nullable<'next' | 'gone' | 'remains', number>;
export type Erased = Omit<Answer<'Erased'>, 'reached' | 'proof' | 'case' | 'case_id' | 'customer'> & Nullable<'case' | 'case_id' | 'customer'> & { reached: Record<string, number>; proof: Answer<'Proof'> | null };
export type Copied = Answer<'Copied'>;
export type Notice = Answer<'NoticeVersion'>;
/** What makes giving data to somebody abroad lawful, and its number. */
export interface Mechanism {
  mechanism: string;
  reference: string;
}
export type Overview = Omit<Answer<'Overview'>, 'holds' | 'erasures' | 'retention' | 'settings'> & {
  holds: Hold[];
  erasures: Erased[];
  retention: { next_at: string; last_at: string | null; items: Kept[] };
  settings: { law: 'CN' | 'EU'; hosting: string; cross_border: Mechanism | null; processors: { name: string; purpose: string; country?: string }[] };
};

const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;

export const overview = () => as<Overview>(known(server.GET(`${V1}/privacy`)));
export const requests = () => as<Page<Request>>(known(server.GET(`${V1}/privacy/requests`)));
export const copies = () => as<Page<Copied>>(known(server.GET(`${V1}/privacy/copies`)));
export const notices = () => as<Page<Notice>>(known(server.GET(`${V1}/privacy/notices`)));
export const publish = (body: { zh: string; en: string }) => known(server.POST(`${V1}/privacy/notices`, { body }));
export const hold = (body: { customer: string; reason: string; until?: string }) => known(server.POST(`${V1}/privacy/holds`, { body }));
export const lift = ({ id, reason }: { id: string; reason: string }) => known(server.POST(`${V1}/privacy/holds/{hold_id}/lift`, { params: { path: { hold_id: id } }, body: { reason } }));
export const keepFor = ({ kind, months, reason, expire }: { kind: string; months: number; reason: string; expire?: boolean }) =>
  known(server.PATCH(`${V1}/privacy/settings`, { body: { retention_months: { [kind]: months }, reason, ...(expire === undefined ? {} : { expire_contacts: expire }) } }));
export const goAbroad = (cross_border: Mechanism | null, reason: string) => known(server.PATCH(`${V1}/privacy/settings`, { body: { cross_border: cross_border as Record<string, unknown> | null, reason } }));
export const audit = () => address('/privacy/export', {});

/** The copy of a person as a file; handing it out is on record. */
export async function handOut(copy_id: string): Promise<Blob> {
  const { data, error, response } = await server.POST(`${V1}/privacy/copies/{copy_id}/hand-out`, { params: { path: { copy_id } }, parseAs: 'blob' });
  if (response.ok) return data as unknown as Blob;
  throw new Problem(response.status, error instanceof Blob ? (JSON.parse(await error.text()) as Record<string, unknown>) : ((error ?? {}) as Record<string, unknown>));
}
