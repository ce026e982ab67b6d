/** The server's answers by their names, from its own description; what that leaves open (`Raw`) is said here. */
import type { Known } from './client';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
type Of<Name extends keyof Schemas> = Known<Schemas[Name]>;
type But<T, Changes> = Omit<T, keyof Changes> & Changes;

/** What a call is sent. */
export type Body<Name extends keyof Schemas> = Schemas[Name];

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Role = 'staff' | 'process_owner' | 'auditor' | 'admin';
export type Me = But<Of<'Me'>, { roles: Role[] }>;
export type Clock = Known<paths['/api/v1/clock']['get']['responses'][200]['content']['application/json']>;
export type Due = Partial<Of<'Due'>> & { at: string };
export type CustomerRef = Of<'CustomerRef'>;

export interface Member {
  code: string;
  name?: string;
  name_en?: string;
  band?: number | null;
}

/** What a list shows of a task; `current` and `proposed` where it is about a tier. */
export type Summary = Record<string, unknown> & { current?: Member | string | null; proposed?: Member | string | null };
export type TaskItem = But<Of<'TaskItem'>, { due: Due | null; summary: Summary | null }>;
export type Verb = 'claim' | 'release' | 'complete' | 'delegate' | 'reassign' | 'comment' | 'draft';

export interface TaskForm {
  schema: Record<string, unknown>;
  ui?: Record<string, unknown>;
  texts?: Record<string, unknown>;
  key?: string;
}

export type Task = But<Of<'TaskPage'>, { due: Due | null; summary: Summary | null; form: TaskForm | null; data: Record<string, unknown>; draft: Record<string, unknown> | null; matter: { form: TaskForm; data: Record<string, unknown> } | null; left: { by: string; data: Record<string, unknown> } | null; barred: { course: string; name: string; name_en: string } | null; may: Verb[] }>;
export type BulkResult = Of<'BulkResult'>;

/** What is missing: an amount, or, where several figures decide, the ways (none: reached) and the sentence that tells them. */
export interface Distance {
  member?: Member | string | null;
  amount?: unknown;
  unit?: string;
  ways?: unknown[];
  zh?: string;
  en?: string;
}

/** What a figure gives to a score: `points` of `full`; none where it is not known and left out. */
export interface ScorePart {
  code: string;
  label_zh?: string;
  label_en?: string;
  value: unknown;
  unit?: string;
  points: unknown;
  full: unknown;
}

export interface Benefit {
  code: string;
  name?: string;
  name_en?: string;
  since?: string;
}

/** Why a tier is held or proposed (a form property with `x-display: explanation`, or a customer's tier). */
export interface Explanation {
  current?: Member | null;
  proposed?: Member | null;
  metrics?: { code: string; label_zh?: string; label_en?: string; value: unknown; unit?: string; parts?: ScorePart[] }[];
  rule?: { key?: string; name?: string; name_en?: string; version?: number | string; matched?: unknown[] };
  distance?: { keep?: Distance | string | number | null; next?: Distance | null };
  reasons?: { code: string; params?: Record<string, unknown>; zh?: string; en?: string }[];
  benefits?: { gained?: Benefit[]; lost?: Benefit[] };
}

export interface OtherView {
  method: string;
  name: string;
  name_en: string;
  member: Member | null;
  values: Record<string, unknown>;
}

export type Tier = But<Of<'Tier'>, { member: Member | null; explanation: Explanation | null; others: OtherView[]; benefits: Benefit[] }> & { members?: Member[] };
export type CustomerItem = But<Of<'CustomerItem'>, { tier: Member | null; spend: string | number | null }>;
export type Customer = But<Of<'Customer'>, { tier: Member | null; spend: string | number | null; lifecycle: Member | null; tags: { name: string }[] }>;

export type Entry = But<Of<'Entry'>, { data: Record<string, unknown> }>;
export type InstanceItem = Of<'InstanceItem'>;
export type Instance = But<Of<'Instance'>, { variables: Record<string, unknown> }>;
export type Process = Of<'Definition'> & { description?: string; description_en?: string; start_form?: TaskForm | null };
export type Finding = But<Of<'Finding'>, { params?: unknown }>;
export type Incident = Of<'Incident'>;
export type SlaClock = But<Of<'Clock'>, { due: Due; stopped_at: string | null; missed_at: string | null; cause: string | null }>;
export interface Refusal {
  element?: string;
  code: string;
  message?: string;
  remedy?: string;
}
export type Migration = But<Of<'Migration'>, { moves: { element: string; to: string; changed?: string[] }[]; refused: Refusal[]; tasks: { name?: string; people?: string[]; element?: string }[] }>;
export type Interaction = Of<'Interaction'>;
export type Contact = Of<'Contact'>;
export type Outlook = Of<'Outlook'>;
/** Each kind of thing to come has its own few fields. */
export type Coming = Partial<Of<'Coming'>> & { kind: 'task' | 'wait' | 'action' | 'need' | 'touch' };
export type Need = Of<'Need'>;
export type Notices = But<Of<'Notices'>, { items: Of<'Notice'>[] }>;
export type Absence = Of<'Absence'>;
export type Desk = Of<'Desk'>;
