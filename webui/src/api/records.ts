/** The calls of keeping records in order: what is due, what looks alike, merges. */
import { known, server, type Known } from './client';
import type { components } from './schema';

const V1 = '/api/v1' as const;
type Schemas = components['schemas'];
type Answer<Name extends keyof Schemas> = Known<Schemas[Name]>;

export type Side = 'this' | 'other';
export type DueRecord = Omit<Answer<'RecordDue'>, 'state'> & { state: 'late' | 'open' | 'waiting' | 'nobody' };
export type Twins = Omit<Answer<'RecordTwins'>, 'reasons'> & { reasons: ('phone' | 'mail' | 'name')[] };
export type Beside = Omit<Answer<'RecordsBeside'>, 'rows' | 'aside'> & { rows: Record<Side, Record<string, number>>; aside: Record<Side, Record<string, number>> };
export type Merge = Omit<Answer<'RecordMerge'>, 'moved'> & { moved: Record<string, number> };

const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;

export const due = (query: { cursor?: string; limit?: number }) => as<{ items: DueRecord[]; next: string | null; may_merge: boolean }>(known(server.GET(`${V1}/records/due`, { params: { query } })));
export const twins = () => as<{ items: Twins[] }>(known(server.GET(`${V1}/records/twins`)));
export const beside = (query: { this: string; other: string }) => as<Beside>(known(server.GET(`${V1}/records/beside`, { params: { query } })));
export const merges = () => as<{ items: Merge[] }>(known(server.GET(`${V1}/records/merges`)));
export const mergesOf = (which: string) => as<{ items: Merge[] }>(known(server.GET(`${V1}/customers/{which}/merges`, { params: { path: { which } } })));
export const merge = (body: Schemas['NewRecordMerge']) => known(server.POST(`${V1}/records/merges`, { body }));
export const apart = (body: { this: string; other: string }) => known(server.POST(`${V1}/records/apart`, { body }));
export const undo = (merge_id: string, reason: string) => known(server.POST(`${V1}/records/merges/{merge_id}/undo`, { params: { path: { merge_id } }, body: { reason } }));
