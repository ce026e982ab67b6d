/** Every call the pages make, by name: the one place that knows the server's addresses. */
import { send, type Query } from './client';
import type * as T from './types';

const get = <R>(path: string, query?: Query, signal?: AbortSignal) => send<R>('GET', path, { query, signal });
const post = <R>(path: string, body?: unknown, key?: string) => send<R>('POST', path, { body, key });
const part = encodeURIComponent;

export const me = () => get<T.Me>('/auth/me');
export const signIn = (username: string, password: string) => post<unknown>('/auth/session', { username, password });
export const signOut = () => send<void>('DELETE', '/auth/session');

export const clock = () => get<T.Clock>('/clock');
export const advanceClock = (by: { seconds: number } | { to: string }) => post<T.Clock>('/clock/advance', by);

export const tasks = (query: Query, signal?: AbortSignal) => get<T.Page<T.TaskItem>>('/tasks', query, signal);
export const task = (id: string) => get<T.Task>(`/tasks/${part(id)}`);
export const actOnTask = (id: string, verb: T.Verb, body: unknown = {}, key?: string) => post<T.TaskItem>(`/tasks/${part(id)}/${verb}`, body, key);
export const completeTask = (id: string, data: unknown, key: string) => post<T.Completed>(`/tasks/${part(id)}/complete`, { data }, key);
export const bulk = async (verb: T.Verb, ids: string[], data?: unknown) =>
  (await post<{ results: T.BulkResult[] }>('/tasks/bulk', { verb, ids, ...(data === undefined ? {} : { data }) })).results;
export const people = (query: Query) => get<T.Page<{ username: string; display_name: string }>>('/people', query);
export const groups = () => get<T.Page<{ name: string; name_en: string }>>('/groups');
export const departments = () => get<T.Page<{ id: string; key: string; name: string; name_en: string }>>('/departments');

export const customers = (query: Query, signal?: AbortSignal) => get<T.Page<T.Customer>>('/customers', query, signal);
export const customer = (id: string) => get<T.Customer>(`/customers/${part(id)}`);
export const tier = (id: string) => get<T.Tier>(`/customers/${part(id)}/tier`);
export const timeline = (id: string, query: Query = {}) => get<T.Page<T.Entry>>(`/customers/${part(id)}/timeline`, query);
export const purchases = (customer: string, query: Query = {}) => get<T.Page<T.Purchase>>('/purchases', { customer, ...query });
export const contacts = (customer: string) => get<T.Page<T.Contact>>('/contacts', { customer });

export const instances = (query: Query) => get<T.Page<T.Instance>>('/instances', query);
export const instance = (id: string) => get<T.Instance>(`/instances/${part(id)}`);
export const history = (id: string, query: Query = {}) => get<T.Page<T.Entry>>(`/instances/${part(id)}/history`, query);
export const start = (body: { process: string; customer?: string; business_key?: string; variables?: unknown }, key: string) => post<T.Instance>('/instances', body, key);
export const steer = (id: string, verb: 'cancel' | 'suspend' | 'resume', reason: string) => post<T.Instance>(`/instances/${part(id)}/${verb}`, { reason });
export const retry = (incident: string) => post<T.Instance>(`/incidents/${part(incident)}/retry`, {});

export const processes = () => get<T.Page<T.Process>>('/processes', { limit: 1000 });
export const process = (key: string) => get<T.Process>(`/processes/${part(key)}`);
export const bpmn = (key: string, version: number) => get<string>(`/processes/${part(key)}/versions/${version}/bpmn`);
export const decisions = () => get<T.Page<T.Process>>('/decisions', { limit: 1000 });
export const decision = (key: string) => get<T.Process>(`/decisions/${part(key)}`);
export const forms = () => get<T.Page<T.Process>>('/forms', { limit: 1000 });
export const dmn = (key: string, version: number) => get<string>(`/decisions/${part(key)}/versions/${version}/dmn`);

export const settingsLedger = (query: Query) => get<T.Page<T.Entry>>('/ledger', { stream: 'settings', ...query });
export const verify = () => post<T.Verified>('/ledger/verify', {});

/** Sends model files; with `check` the server only says what it finds. */
export function deploy(files: { name: string; content: string }[], check: boolean) {
  const form = new FormData();
  for (const file of files) form.append('files', new Blob([file.content], { type: 'application/xml' }), file.name);
  return send<T.Deployment>('POST', '/deployments', { form, query: check ? { check: true } : {} });
}
