/** Calls about changes of processes, tables and forms on their way. */
import { known, Problem, server, type Known } from './client';
import type { components } from './schema';
import type { Finding, Page } from './types';

const V1 = '/api/v1' as const;
type Of<Name extends keyof components['schemas']> = Known<components['schemas'][Name]>;
type But<T, Changes> = Omit<T, keyof Changes> & Changes;

export type Kind = 'process' | 'decision' | 'form' | 'scenario';
export type Subject = But<Of<'Subject'>, { kind: Kind; base: number | null }>;
export type Change = But<Of<'DraftsChange'>, { old: string | null; new: string | null }>;
export type Changed = But<Of<'DraftsChanged'>, { kind: Kind; before: string | null; version: number | null; changes: Change[] }>;
export type Rehearsal = But<Of<'Rehearsal'>, { ended_at: string | null; scenarios: { name: string; ok: boolean; why: string | null }[] }>;
type Nullable = { [Name in 'proposed_at' | 'effective_from' | 'decided_at' | 'decided_by' | 'reason' | 'urgent_why' | 'published_at' | 'deployment']: string | null };
export type DraftItem = But<Of<'DraftItem'>, Nullable & { subjects: Subject[] }>;
export type Verb = 'save' | 'submit' | 'publish' | 'withdraw' | 'approve' | 'reject';
export type Draft = But<Of<'DraftPage'>, Nullable & { subjects: Subject[]; findings: Finding[]; rehearsals: Rehearsal[]; verbs: Verb[]; contents: Record<string, string> }>;
export type View = 'mine' | 'review' | 'scheduled' | 'published' | 'all';

/** The answer with the fields that the server's description leaves open. */
const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;
const at = (draft_id: string) => ({ params: { path: { draft_id } } });

export interface ModelFile {
  name: string;
  content: string | Blob;
}

export const list = (view: View, cursor?: string) => as<Page<DraftItem>>(known(server.GET(`${V1}/drafts`, { params: { query: { view, cursor } } })));
export const draft = (id: string) => as<Draft>(known(server.GET(`${V1}/drafts/{draft_id}`, at(id))));
export const changes = (id: string) => as<Page<Changed>>(known(server.GET(`${V1}/drafts/{draft_id}/changes`, at(id))));
export const rehearse = (id: string) => as<Draft>(known(server.POST(`${V1}/drafts/{draft_id}/rehearse`, { ...at(id), body: {} })));
export const submit = (id: string, body: { why: string; effective_from?: string; major: boolean }) => as<Draft>(known(server.POST(`${V1}/drafts/{draft_id}/submit`, { ...at(id), body })));
export const approve = (id: string, comment: string) => known(server.POST(`${V1}/drafts/{draft_id}/approve`, { ...at(id), body: { comment } }));
export const reject = (id: string, reason: string) => known(server.POST(`${V1}/drafts/{draft_id}/reject`, { ...at(id), body: { reason } }));
export const publish = (id: string, reason: string) => known(server.POST(`${V1}/drafts/{draft_id}/publish`, { ...at(id), body: { reason } }));
export const earlier = (kind: 'process' | 'decision' | 'form', key: string, version: number) => as<DraftItem>(known(server.POST(`${V1}/drafts/earlier`, { body: { kind, key, version, why: '' } })));

const sent = (files: ModelFile[]) => ({
  body: { files: [] },
  bodySerializer: () => {
    const form = new FormData();
    for (const { name, content } of files) form.append('files', typeof content === 'string' ? new Blob([content], { type: 'application/octet-stream' }) : content, name);
    return form;
  },
});

/** Keeps files as a draft of one's own, or anew in the draft named. */
export const save = (files: ModelFile[], draft?: string) => as<DraftItem>(known(server.POST(`${V1}/drafts`, { params: { query: { draft } }, ...sent(files) })));

/** The scenarios of a process in force; empty where it has none. */
export const scenarios = async (key: string) => {
  try {
    return await as<string>(known(server.GET(`${V1}/scenarios/{key}`, { params: { path: { key } }, parseAs: 'text' })));
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 404) return '';
    throw failure;
  }
};

/** What a review would find in these files; nothing is kept. */
export async function check(files: ModelFile[]): Promise<Finding[]> {
  const said = await known(server.POST(`${V1}/deployments`, { params: { query: { check: true, strict: true } }, ...sent(files) }));
  return (said.findings ?? []) as Finding[];
}
