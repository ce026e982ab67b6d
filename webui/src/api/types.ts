/** The shapes of the server's answers as the pages use them. */

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Role = 'staff' | 'process_owner' | 'auditor' | 'admin';

export interface Me {
  username: string;
  display_name: string;
  roles: Role[];
  groups: string[];
  department: string | null;
  language: string | null;
  demo: boolean;
}

export interface Due {
  at: string;
  words_zh?: string;
  words_en?: string;
  overdue?: boolean;
  provisional?: boolean;
  derivation?: unknown;
  derivation_zh?: string;
  derivation_en?: string;
}

export interface Member {
  code: string;
  name?: string;
  name_en?: string;
  band?: number | null;
}

export interface CustomerRef {
  id: string;
  number: string;
  name: string;
}

export interface TaskItem {
  id: string;
  element: string;
  name: string;
  name_en?: string;
  instance: string;
  process: string;
  process_name?: string;
  process_name_en?: string;
  customer: CustomerRef | null;
  assignee: string | null;
  groups: string[];
  priority: number;
  due: Due | null;
  opened_at: string;
  closed_at?: string | null;
  status?: string;
  plain?: boolean;
  summary?: TaskSummary | null;
}

export interface TaskSummary {
  action?: string;
  current?: Member | string | null;
  proposed?: Member | string | null;
  [field: string]: unknown;
}

export type Verb = 'claim' | 'release' | 'complete' | 'delegate' | 'reassign' | 'comment' | 'draft';

export interface Remark {
  at: string;
  by: string;
  text: string;
}

export interface TaskForm {
  schema: Record<string, unknown>;
  ui?: Record<string, unknown>;
  texts?: Record<string, unknown>;
  key?: string;
}

export interface Task extends TaskItem {
  form: TaskForm | null;
  data: Record<string, unknown>;
  draft?: Record<string, unknown> | null;
  may: Verb[];
  comments?: Remark[];
  help?: string;
  help_en?: string;
  why?: unknown;
}

export interface Completed {
  task: TaskItem;
  instance: { id: string; status: string };
  next_task: TaskItem | null;
}

export interface BulkResult {
  id: string;
  ok?: boolean;
  status?: number | string;
  code?: string;
  detail?: string;
  title?: string;
}

export interface Explanation {
  metrics?: { code: string; label_zh?: string; label_en?: string; value: unknown; unit?: string }[];
  rule?: { key?: string; name?: string; name_en?: string; version?: number | string; matched?: unknown[] };
  distance?: { keep?: Distance | string | number | null; next?: Distance | null };
  reasons?: { code: string; params?: Record<string, unknown>; zh?: string; en?: string }[];
  benefits?: { gained?: Benefit[]; lost?: Benefit[] };
}

export interface Benefit {
  code: string;
  name?: string;
  name_en?: string;
  since?: string;
}

export interface Distance {
  member?: Member | string | null;
  amount?: unknown;
  unit?: string;
}

export interface Tier {
  scheme?: string;
  scheme_name?: string;
  scheme_name_en?: string;
  member: Member | string | null;
  since?: string | null;
  method?: string;
  explanation?: Explanation | null;
  locked_until?: string | null;
  others?: { method: string; name: string; name_en: string; member: Member | null; values: Record<string, unknown> }[];
  benefits?: Benefit[];
}

export interface Customer {
  id: string;
  number: string;
  name: string;
  kind?: string;
  owner?: string | null;
  department?: string | null;
  tier?: Member | string | null;
  band?: number | null;
  lifecycle?: Member | string | null;
  spend?: string | number | null;
  last_purchase_on?: string | null;
  industry?: string | null;
  region?: string | null;
}

export interface Purchase {
  id: string;
  order_no?: string | null;
  on: string;
  amount_cents: number;
  product?: string | null;
}

export interface Contact {
  id: string;
  name: string | null;
  role?: string | null;
  phone?: string | null;
  email?: string | null;
  decides?: boolean;
  masked?: boolean;
}

export interface Entry {
  seq: number;
  at: string;
  fact: string;
  element?: string | null;
  actor: string | null;
  data: Record<string, unknown>;
  hash?: string;
  stream?: string;
  zh?: string;
  en?: string;
  instance?: string;
}

export interface Instance {
  id: string;
  process: string;
  process_name?: string;
  process_name_en?: string;
  version: number;
  status: 'running' | 'waiting' | 'suspended' | 'incident' | 'completed' | 'cancelled';
  business_key?: string | null;
  customer?: CustomerRef | null;
  started_at?: string;
  ended_at?: string | null;
  parent?: string | null;
  variables?: Record<string, unknown>;
  tokens?: { element: string; since: string }[];
  incidents?: { id: string; element: string; code: string; message: string }[];
}

export interface Process {
  key: string;
  name: string;
  name_en?: string;
  version: number;
  executable: boolean;
  startable?: boolean;
  start_form?: TaskForm | null;
  deployed_at?: string;
  description?: string;
  versions?: ProcessVersion[];
}

export interface ProcessVersion {
  version: number;
  deployed_at?: string;
  deployed_by?: string;
  executable?: boolean;
  running?: number;
}

export interface Finding {
  file?: string;
  element: string | null;
  code: string;
  message?: string;
  message_en?: string;
  remedy?: string;
  severity?: 'error' | 'warning';
}

export interface Deployment {
  id?: string;
  processes?: { key: string; version: number; executable: boolean }[];
  decisions?: unknown[];
  forms?: unknown[];
  warnings?: Finding[];
  findings?: Finding[];
}

export interface Clock {
  now: string;
  manual: boolean;
  next_due?: string | null;
}

export interface Verified {
  sound: boolean;
  entries: number;
  streams: number;
  broken: { stream: string; seq: number | null } | null;
  message: string;
}
