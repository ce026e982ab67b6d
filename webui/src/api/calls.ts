/** Every call the pages make, by name. */
import { known, server } from './client';
import type * as T from './types';

const V1 = '/api/v1' as const;
type Cursor = { cursor?: string; limit?: number };

/** The answer with the fields that the server's description leaves open. */
const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;
const once = (key: string) => ({ 'Idempotency-Key': key });

export const me = () => as<T.Me>(known(server.GET(`${V1}/auth/me`)));
export const signIn = (username: string, password: string) => known(server.POST(`${V1}/auth/session`, { body: { username, password } }));
export const signOut = () => known(server.DELETE(`${V1}/auth/session`));

export const clock = () => as<T.Clock>(known(server.GET(`${V1}/clock`)));
export const advanceClock = (body: { seconds: number } | { to: string }) => as<T.Clock>(known(server.POST(`${V1}/clock/advance`, { body })));

export const people = (query: Cursor & { q?: string; everybody?: boolean } = {}) => known(server.GET(`${V1}/people`, { params: { query } }));
export const groups = () => known(server.GET(`${V1}/groups`));
export const departments = () => known(server.GET(`${V1}/departments`));

type TaskQuery = Cursor & { status?: 'todo' | 'open' | 'mine' | 'group' | 'delegated' | 'waiting' | 'team' | 'done'; assignee?: string; sort?: 'due' | 'newest' | 'priority'; instance?: string; process?: string; customer?: string; group?: string; due_before?: string; q?: string; plain?: boolean };
export const tasks = (query: TaskQuery, signal?: AbortSignal) => as<T.Page<T.TaskItem>>(known(server.GET(`${V1}/tasks`, { params: { query }, signal })));
export const team = () => as<T.Page<T.Desk>>(known(server.GET(`${V1}/team`)));
export const taskCounts = () => known(server.GET(`${V1}/tasks/counts`));
export const views = () => known(server.GET(`${V1}/tasks/views`));
export const saveView = (body: { name: string; group?: string; wish: Record<string, string> }) => known(server.POST(`${V1}/tasks/views`, { body }));
export const removeView = (view_id: string) => known(server.DELETE(`${V1}/tasks/views/{view_id}`, { params: { path: { view_id } } }));
export const caseTasks = async (instance_id: string) => (await as<T.Page<T.TaskItem>>(known(server.GET(`${V1}/instances/{instance_id}/tasks`, { params: { path: { instance_id } } })))).items;
export const task = (task_id: string) => as<T.Task>(known(server.GET(`${V1}/tasks/{task_id}`, { params: { path: { task_id } } })));
export const claim = (task_id: string) => known(server.POST(`${V1}/tasks/{task_id}/claim`, { params: { path: { task_id } }, body: {} }));
export const release = (task_id: string) => known(server.POST(`${V1}/tasks/{task_id}/release`, { params: { path: { task_id } }, body: {} }));
export const handOver = (task_id: string, verb: 'delegate' | 'reassign', body: { to: string; reason?: string }) => known(server.POST(`${V1}/tasks/{task_id}/${verb}`, { params: { path: { task_id } }, body }));
export const comment = (task_id: string, text: string) => known(server.POST(`${V1}/tasks/{task_id}/comment`, { params: { path: { task_id } }, body: { text } }));
export const draft = (task_id: string, data: Record<string, unknown>) => known(server.POST(`${V1}/tasks/{task_id}/draft`, { params: { path: { task_id } }, body: { data } }));
export const complete = (task_id: string, data: Record<string, unknown>, key: string) => as<{ next_task: T.TaskItem | null }>(known(server.POST(`${V1}/tasks/{task_id}/complete`, { params: { path: { task_id } }, headers: once(key), body: { data } })));
export const bulk = async (verb: 'claim' | 'release' | 'complete' | 'delegate' | 'reassign' | 'undo', ids: string[], data: Record<string, unknown> = {}) => (await known(server.POST(`${V1}/tasks/bulk`, { body: { verb, ids, data } }))).results;

export const customers = (query: Cursor & { q?: string; pool?: 'open' | 'soon' }, signal?: AbortSignal) => as<T.Page<T.CustomerItem>>(known(server.GET(`${V1}/customers`, { params: { query }, signal })));
export interface Left {
  person: string;
  customers: number;
}
export const giveBackCustomer = (which: string, reason: string) => known(server.POST(`${V1}/customers/{which}/return`, { params: { path: { which } }, body: { reason } }));
export const claimCustomer = (which: string) => known(server.POST(`${V1}/customers/{which}/claim`, { params: { path: { which } } }));
export const left = async () => (await as<T.Page<Left>>(known(server.GET(`${V1}/transfers/left`)))).items;
export const handOverLeft = (body: T.Body<'LeaverHandOver'>) => as<{ started: number }>(known(server.POST(`${V1}/transfers/left`, { body })));
export const callers = (q: string) => as<{ items: { number: string; name: string }[] }>(known(server.GET(`${V1}/customers/lookup`, { params: { query: { q } } })));
export const customer = (which: string) => as<T.Customer>(known(server.GET(`${V1}/customers/{which}`, { params: { path: { which } } })));
export const changeCustomer = (which: string, body: T.Body<'Fields'>) => known(server.PATCH(`${V1}/customers/{which}`, { params: { path: { which } }, body }));
export const tier = (which: string) => as<T.Tier>(known(server.GET(`${V1}/customers/{which}/tier`, { params: { path: { which } } })));
export const outlook = (which: string) => known(server.GET(`${V1}/customers/{which}/outlook`, { params: { path: { which } } }));
export const satisfaction = (which: string) => known(server.GET(`${V1}/customers/{which}/satisfaction`, { params: { path: { which } } }));
export const timeline = (which: string, query: Cursor) => as<T.Page<T.Entry>>(known(server.GET(`${V1}/customers/{which}/timeline`, { params: { path: { which }, query } })));
export const purchases = (customer: string, query: Cursor) => known(server.GET(`${V1}/purchases`, { params: { query: { customer, ...query } } }));

export const interactions = (query: Cursor & { customer: string }) => as<T.Page<T.Interaction>>(known(server.GET(`${V1}/interactions`, { params: { query } })));
export const recordInteraction = (body: T.Body<'NewInteraction'>) => known(server.POST(`${V1}/interactions`, { body }));
export const needs = (query: Cursor & { customer: string }) => as<T.Page<T.Need>>(known(server.GET(`${V1}/needs`, { params: { query } })));
export const recordNeed = (body: T.Body<'NewNeed'>) => known(server.POST(`${V1}/needs`, { body }));
export const contracts = async (which: string) => (await known(server.GET(`${V1}/customers/{which}/contracts`, { params: { path: { which } } }))).items;
export const keepContract = (which: string, body: T.Body<'NewContract'>) => known(server.POST(`${V1}/customers/{which}/contracts`, { params: { path: { which } }, body }));
export const saveContact = (body: T.Body<'NewContact'>) => known(server.POST(`${V1}/contacts`, { body }));
export const settleContact = (contact_id: string, body: T.Body<'ContactFields'>) => known(server.PATCH(`${V1}/contacts/{contact_id}`, { params: { path: { contact_id } }, body }));
export const consents = async (contact_id: string) => (await known(server.GET(`${V1}/contacts/{contact_id}/consents`, { params: { path: { contact_id } } }))).items;
export const consent = (contact_id: string, body: T.Body<'NewConsent'>) => known(server.POST(`${V1}/contacts/{contact_id}/consents`, { params: { path: { contact_id } }, body }));
export const revealContact = (contact_id: string, body: T.Body<'Reveal'>) => known(server.POST(`${V1}/contacts/{contact_id}/reveal`, { params: { path: { contact_id } }, body }));
export const tags = () => known(server.GET(`${V1}/tags`));
export const saveTag = (name: string) => known(server.POST(`${V1}/tags`, { body: { name } }));
export const tagCustomer = (which: string, tag: string) => known(server.POST(`${V1}/customers/{which}/tags`, { params: { path: { which } }, body: { tag } }));
export const untagCustomer = (which: string, name: string) => known(server.DELETE(`${V1}/customers/{which}/tags/{name}`, { params: { path: { which, name } } }));

export const notices = (query: Cursor) => as<T.Notices>(known(server.GET(`${V1}/notices`, { params: { query } })));
export const readNotices = () => known(server.POST(`${V1}/notices/read`, { body: {} }));
export const absences = () => as<T.Page<T.Absence>>(known(server.GET(`${V1}/absences`)));
export const recordAbsence = (name: string, body: { from: string; to: string; substitute?: string }) => known(server.POST(`${V1}/people/{name}/absence`, { params: { path: { name } }, body }));
export const endAbsence = (absence_id: string) => known(server.DELETE(`${V1}/absences/{absence_id}`, { params: { path: { absence_id } } }));

type CaseQuery = Cursor & { process?: string; status?: T.InstanceItem['status']; customer?: string; parent?: string; older?: number; started_from?: string; started_until?: string; stuck?: string; department?: string; owner?: string };
export const instances = (query: CaseQuery) => known(server.GET(`${V1}/instances`, { params: { query } }));
export const instance = (instance_id: string) => as<T.Instance>(known(server.GET(`${V1}/instances/{instance_id}`, { params: { path: { instance_id } } })));
export const history = (instance_id: string, query: Cursor) => as<T.Page<T.Entry>>(known(server.GET(`${V1}/instances/{instance_id}/history`, { params: { path: { instance_id }, query } })));
export async function wholeHistory(id: string): Promise<T.Entry[]> {
  const entries: T.Entry[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: T.Page<T.Entry> = await history(id, { limit: 1000, cursor });
    entries.push(...page.items);
    cursor = page.next;
  }
  return entries;
}
export const start = (body: { process: string; customer?: string; business_key?: string; variables?: Record<string, unknown> }, key: string) => known(server.POST(`${V1}/instances`, { headers: once(key), body: { variables: {}, ...body } }));
export const steer = (instance_id: string, verb: 'cancel' | 'suspend' | 'resume', reason: string) => known(server.POST(`${V1}/instances/{instance_id}/${verb}`, { params: { path: { instance_id } }, body: { reason } }));
export const escalate = (instance_id: string, event: 'customer_asks' | 'asked' | 'external' | 'handed_back', reason: string) => known(server.POST(`${V1}/instances/{instance_id}/escalate`, { params: { path: { instance_id } }, body: { event, reason } }));
export const files = async (instance_id: string) => (await known(server.GET(`${V1}/instances/{instance_id}/attachments`, { params: { path: { instance_id } } }))).items;
export const addFile = (instance: string, file: File) =>
  known(
    server.POST(`${V1}/attachments`, {
      body: { file: file.name, instance },
      bodySerializer: () => {
        const form = new FormData();
        form.append('instance', instance);
        form.append('file', file, file.name);
        return form;
      },
    }),
  );
export const retry = (incident_id: string) => known(server.POST(`${V1}/incidents/{incident_id}/retry`, { params: { path: { incident_id } }, body: { reason: '' } }));

export const caseClocks = async (instance_id: string) => (await as<{ items: T.SlaClock[] }>(known(server.GET(`${V1}/instances/{instance_id}/sla`, { params: { path: { instance_id } } })))).items;
export const pauseClock = (clock_id: string, reason: string, proof: string) => known(server.POST(`${V1}/sla/{clock_id}/pause`, { params: { path: { clock_id } }, body: { reason, proof } }));
export const resumeClock = (clock_id: string) => known(server.POST(`${V1}/sla/{clock_id}/resume`, { params: { path: { clock_id } }, body: {} }));
export const explainMiss = (clock_id: string, cause: string) => known(server.POST(`${V1}/sla/{clock_id}/cause`, { params: { path: { clock_id } }, body: { cause } }));
export const slaSettings = () => known(server.GET(`${V1}/sla/settings`));

type Place = { params: { path: { instance_id: string } } };
const of = (instance_id: string): Place => ({ params: { path: { instance_id } } });
export const migrate = (instance_id: string, body: { version: number; dry_run: boolean; reason: string }) => as<T.Migration>(known(server.POST(`${V1}/instances/{instance_id}/migrate`, { ...of(instance_id), body: { mapping: {}, ...body } })));
export const moveToken = (instance_id: string, body: { element: string; to: string; reason: string }) => known(server.POST(`${V1}/instances/{instance_id}/move`, { ...of(instance_id), body }));
export const setVariables = (instance_id: string, variables: Record<string, unknown>, reason: string) => known(server.PATCH(`${V1}/instances/{instance_id}/variables`, { ...of(instance_id), body: { variables, reason } }));
export const incidents = (query: Cursor) => as<T.Page<T.Incident>>(known(server.GET(`${V1}/incidents`, { params: { query } })));
export const incidentKinds = async () => (await known(server.GET(`${V1}/incidents/kinds`))).items;
export const resolve = (incident_id: string, body: { result: Record<string, unknown>; reason: string }) => known(server.POST(`${V1}/incidents/{incident_id}/resolve`, { params: { path: { incident_id } }, body }));

export const processes = () => as<T.Page<T.Process>>(known(server.GET(`${V1}/processes`)));
export const process = (key: string) => known(server.GET(`${V1}/processes/{key}`, { params: { path: { key } } }));
export const bpmn = (key: string, number: number) => as<string>(known(server.GET(`${V1}/processes/{key}/versions/{number}/bpmn`, { params: { path: { key, number } }, parseAs: 'text' })));
export const decisions = () => as<T.Page<T.Process>>(known(server.GET(`${V1}/decisions`)));
export const decision = (key: string) => known(server.GET(`${V1}/decisions/{key}`, { params: { path: { key } } }));
export const dmn = (key: string, number: number) => as<string>(known(server.GET(`${V1}/decisions/{key}/versions/{number}/dmn`, { params: { path: { key, number } }, parseAs: 'text' })));
export const form = (key: string) => known(server.GET(`${V1}/forms/{key}`, { params: { path: { key } } }));
export const forecast = (key: string, version: number) => known(server.POST(`${V1}/decisions/{key}/forecast`, { params: { path: { key } }, body: { version } }));
export const forms = () => known(server.GET(`${V1}/forms`));

/** Sends model files; with `check` the server only says what it finds. */
export const deploy = (files: { name: string; content: string }[], check: boolean) =>
  known(
    server.POST(`${V1}/deployments`, {
      params: { query: { check } },
      body: { files: [] },
      bodySerializer: () => {
        const form = new FormData();
        for (const file of files) form.append('files', new Blob([file.content], { type: 'application/xml' }), file.name);
        return form;
      },
    }),
  );

export const personalViews = (query: Cursor) => known(server.GET(`${V1}/views`, { params: { query } }));
export const settingsLedger = (query: Cursor) => as<T.Page<T.Entry>>(known(server.GET(`${V1}/ledger`, { params: { query: { stream: 'settings', ...query } } })));
export const sample = (query: { seed: string; size?: number; process?: string; from?: string; to?: string }) => known(server.GET(`${V1}/audit/sample`, { params: { query } }));
export const verify = () => known(server.POST(`${V1}/ledger/verify`, { body: {} }));
