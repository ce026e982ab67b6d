/** The calls of the settings and of the first day. */
import { known, server } from './client';
import type { components } from './schema';
import type { Entry, Page } from './types';

const V1 = '/api/v1' as const;
type Schemas = components['schemas'];
const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;

export interface Person {
  username: string;
  display_name: string;
  department: string | null;
  region: string | null;
  roles: string[];
  groups: string[];
  disabled: boolean;
}
export interface PersonTold extends Person {
  manager: string | null;
  skills: string[];
  open_tasks: number;
}
export interface Department {
  id: string;
  key: string;
  name: string;
  name_en: string;
  parent: string | null;
  head: string | null;
  deputy: string | null;
}
export interface Shift {
  id: string;
  roster: string;
  person: string;
  starts_at: string;
  ends_at: string;
  holiday: boolean;
}
export interface Day {
  date: string;
  kind: 'off' | 'half' | 'working';
  source: string;
  name: string;
  name_en: string;
  follows: number | null;
  hours: string[] | null;
}
export interface Calendar {
  name: string;
  version: number;
  zone: string;
  pattern: Record<string, string[]>;
  /** Weekly patterns by the day from which they hold. */
  later: Record<string, Record<string, string[]>>;
  published_from: string;
  published_until: string;
  days: Day[];
}
export interface RowNote {
  row: number;
  column: string | null;
  message: string;
}
export interface Taken {
  people: number;
  departments: number;
  existing: number;
  rows: { row: number; who: string; name: string; new: boolean }[];
  refused: RowNote[];
}
export interface Report {
  counts: Record<string, number>;
  refused: RowNote[];
  warnings: RowNote[];
}
export interface Looked {
  header: string[];
  guessed: Record<string, string>;
  rows: string[][];
  required: string[];
}
export interface Named {
  key: string;
  name: string;
  name_en: string;
}
export interface Pack extends Named {
  about: string;
  about_en: string;
  processes: string[];
  groups: { name: string; name_en: string; means: string[] }[];
}
export type StepKey = 'company' | 'people' | 'pack' | 'customers' | 'purchases' | 'trial' | 'live';
export interface Setup {
  name: string;
  name_en: string;
  pack: string | null;
  tried_on: string | null;
  live_on: string | null;
  steps: { key: StepKey; done: boolean; skipped: boolean }[];
  counts: Record<string, number>;
  scheme: Named | null;
  packs: Pack[];
  processes: (Named & { description: string; description_en: string })[];
}
export interface Kept {
  kind: string;
  target: string;
  band: number;
  within: number | null;
  gross: { median: number } | null;
}
export type About = 'people' | 'departments' | 'groups' | 'absences' | 'duty' | 'calendars' | 'sla' | 'schemes' | 'tables' | 'company' | 'processes';

const of = (name: string) => ({ params: { path: { name } } });
const under = (key: string) => ({ params: { path: { key } } });

/** A file as the one part of a body, with further parts beside it. */
function upload(file: File, more: Record<string, string> = {}) {
  return {
    body: { file: '' },
    bodySerializer: () => {
      const form = new FormData();
      form.append('file', file, file.name);
      for (const [name, value] of Object.entries(more)) form.append(name, value);
      return form;
    },
  };
}

export const switchProcess = (key: string, on: boolean) => known(server.POST(`${V1}/processes/{key}/switch`, { params: { path: { key } }, body: { on } }));
export const changes = (about: About, subject?: string, cursor?: string) => as<Page<Entry>>(known(server.GET(`${V1}/settings/changes`, { params: { query: { about, subject, cursor, limit: 8 } } })));

export const people = (query: { q?: string; everybody?: boolean; cursor?: string }) => as<Page<Person>>(known(server.GET(`${V1}/people`, { params: { query: { limit: 50, ...query } } })));
export const person = (name: string) => as<PersonTold>(known(server.GET(`${V1}/people/{name}`, of(name))));
export const addPerson = (body: Schemas['NewPerson']) => as<PersonTold>(known(server.POST(`${V1}/people`, { body })));
export const changePerson = (name: string, body: Schemas['PersonChange']) => as<PersonTold>(known(server.PATCH(`${V1}/people/{name}`, { ...of(name), body })));
export const setPassword = (name: string, password: string) => known(server.PUT(`${V1}/people/{name}/password`, { ...of(name), body: { password } }));
export const setSkills = (name: string, skills: string[]) => known(server.PUT(`${V1}/people/{name}/skills`, { ...of(name), body: { skills } }));
export const takePeople = (file: File, query: { dry_run?: boolean; partial?: boolean }) => as<Taken>(known(server.POST(`${V1}/people/import`, { params: { query }, ...upload(file) })));

export const departments = () => as<Page<Department>>(known(server.GET(`${V1}/departments`)));
export const addDepartment = (body: Schemas['NewDepartment']) => known(server.POST(`${V1}/departments`, { body }));
export const changeDepartment = (key: string, body: Schemas['DepartmentChange']) => known(server.PATCH(`${V1}/departments/{key}`, { ...under(key), body }));
export const setHead = (key: string, body: Schemas['Heads']) => known(server.PUT(`${V1}/departments/{key}/head`, { ...under(key), body }));
export const addGroup = (body: Schemas['NewGroup']) => known(server.POST(`${V1}/groups`, { body }));

export const shifts = (from: string, to: string) => as<Page<Shift>>(known(server.GET(`${V1}/duty`, { params: { query: { from, to } } })));
export const planDuty = (body: Schemas['Plan']) => known(server.POST(`${V1}/duty`, { body }));
export const swapShift = (shift_id: string, to: string) => known(server.POST(`${V1}/duty/{shift_id}/swap`, { params: { path: { shift_id } }, body: { to } }));

export const calendars = () => as<Page<Calendar>>(known(server.GET(`${V1}/calendars`)));
export const calendar = (name: string, year: number) => as<Calendar>(known(server.GET(`${V1}/calendars/{name}`, { params: { path: { name }, query: { year } } })));
type Change = { reason: string; pattern?: Record<string, string[]>; later?: Record<string, Record<string, string[]>>; days?: Record<string, object | null> };
export const changeCalendar = (name: string, body: Change) => as<Calendar>(known(server.PATCH(`${V1}/calendars/{name}`, { ...of(name), body: body as never })));
export const addCalendar = (body: Change & { name: string; published_until: string }) => as<Calendar>(known(server.POST(`${V1}/calendars`, { body: body as never })));
export const publishCalendar = (name: string, year: number, reason: string) => as<Calendar>(known(server.POST(`${V1}/calendars/{name}/publish`, { ...of(name), body: { first_year: year, last_year: year, reason } })));
export const due = (name: string, query: { text: string; start?: string }) => as<{ at: string; provisional: boolean; derivation_zh: string; derivation_en: string }>(known(server.GET(`${V1}/calendars/{name}/due`, { params: { path: { name }, query } })));

export const promises = () => as<Required<Schemas['Settings']>>(known(server.GET(`${V1}/sla/settings`)));
export const changePromises = (body: Schemas['Change']) => known(server.PATCH(`${V1}/sla/settings`, { body }));
export const kept = () => as<{ items: Kept[] }>(known(server.GET(`${V1}/sla/report`, { params: { query: {} } })));

export const setup = () => as<Setup>(known(server.GET(`${V1}/setup`)));
export const nameCompany = (body: { name: string; name_en?: string }) => as<Setup>(known(server.PATCH(`${V1}/setup`, { body })));
export const skipStep = (step: StepKey, skip: boolean) => as<Setup>(known(server.POST(`${V1}/setup/skip`, { body: { step, skip } })));
export const choosePack = (pack: string) => as<Setup>(known(server.POST(`${V1}/setup/pack`, { body: { pack } })));
export const trial = () => as<{ summary: Record<string, unknown> }>(known(server.POST(`${V1}/setup/trial`, { body: {} })));
export const goLive = () => as<Setup>(known(server.POST(`${V1}/setup/live`, { body: {} })));
type Template = 'customers' | 'purchases';
export const template = (key: Template) => as<{ columns: { key: string; title: string }[] }>(known(server.GET(`${V1}/tables/{key}`, under(key))));
export const lookAt = (key: Template, file: File) => as<Looked>(known(server.POST(`${V1}/tables/{key}/look`, { ...under(key), ...upload(file) })));
export const takeTable = (key: Template, file: File, mapping: Record<string, string>, query: { dry_run?: boolean; partial?: boolean }) =>
  as<Report>(known(server.POST(`${V1}/tables/{key}/import`, { params: { path: { key }, query }, ...upload(file, { columns: JSON.stringify(mapping) }) })));
