/** The fields of a form as process owners see them: read from the files, and each change a new set of files. */
import { drop as dropConditions, rename as renameInConditions } from './conditions';
import { cut, get, isObject, put, type Files, type Json, type Path } from './files';
import { freshKey, tidy, type Said } from './texts';

/** What can be added; money is a number with a unit. `other` is what the builder does not know: it stays as it is and is edited as JSON. */
export const palette = ['text', 'long', 'number', 'whole', 'money', 'date', 'moment', 'choice', 'choices', 'yesno', 'table', 'customer', 'person'] as const;
export type Addable = (typeof palette)[number];
export type Kind = Exclude<Addable, 'money'> | 'shown' | 'other';

/** Where fields stand: the form itself (`[]`), or the columns of a table (its path in the schema). */
export interface Place {
  schema: Path;
  ui: Path;
}

export const whole: Place = { schema: ['schema'], ui: ['ui'] };

export function columnsOf(place: Place, name: string): Place {
  return { schema: [...place.schema, 'properties', name, 'items'], ui: [...place.ui, name, 'items'] };
}

export interface Field {
  name: string;
  kind: Kind;
  schema: Json;
  ui: Json;
  required: boolean;
  at: Path;
  look: Path;
}

function typeOf(schema: Json): string {
  const type = Array.isArray(schema.type) ? schema.type.filter((one) => one !== 'null') : [schema.type];
  return type.length === 1 ? String(type[0]) : '';
}

export function kindOf(schema: Json, ui: Json): Kind {
  const type = typeOf(schema);
  const widget = ui['ui:widget'];
  const items = isObject(schema.items) ? schema.items : {};
  if (schema['x-display']) return 'shown';
  if (schema.const !== undefined && type !== 'boolean') return 'other';
  if (type === 'boolean') return schema.oneOf ? 'other' : 'yesno';
  if (type === 'number') return 'number';
  if (type === 'integer') return 'whole';
  if (type === 'array') return items.type === 'object' ? 'table' : items.oneOf ? 'choices' : 'other';
  if (type !== 'string' || schema.enum || schema.anyOf) return 'other';
  if (schema.oneOf) return 'choice';
  if (schema.format === 'date') return 'date';
  if (schema.format === 'date-time') return 'moment';
  if (schema.format) return 'other';
  if (widget === 'customer' || widget === 'person') return widget;
  return widget === 'textarea' ? 'long' : 'text';
}

function requiredAt(place: Place): Path {
  return [...place.schema, 'required'];
}

function list(files: Files, path: Path): string[] {
  const found = get(files, path);
  return Array.isArray(found) ? found.map(String) : [];
}

/** The fields of a place in their order. */
export function fieldsOf(files: Files, place: Place = whole): Field[] {
  const properties = get(files, [...place.schema, 'properties']);
  const required = list(files, requiredAt(place));
  return Object.entries(isObject(properties) ? properties : {}).map(([name, found]) => {
    const schema = isObject(found) ? found : {};
    const at = [...place.schema, 'properties', name];
    const look = [...place.ui, name];
    const ui = (get(files, look) ?? {}) as Json;
    return { name, kind: isObject(found) ? kindOf(schema, ui) : 'other', schema, ui, required: required.includes(name), at, look };
  });
}

const textual = { maxLength: 200 };
const made: Record<Addable, { schema: Json; ui?: Json }> = {
  text: { schema: { type: 'string', ...textual } },
  long: { schema: { type: 'string', maxLength: 2000 }, ui: { 'ui:widget': 'textarea', 'ui:options': { rows: 3 } } },
  number: { schema: { type: 'number' } },
  whole: { schema: { type: 'integer' } },
  money: { schema: { type: 'number', minimum: 0 }, ui: { 'ui:widget': 'quantity', 'ui:options': { unit: 'CNY' } } },
  date: { schema: { type: 'string', format: 'date' } },
  moment: { schema: { type: 'string', format: 'date-time' } },
  choice: { schema: { type: 'string', oneOf: [] }, ui: { 'ui:widget': 'radio' } },
  choices: { schema: { type: 'array', uniqueItems: true, items: { type: 'string', oneOf: [] } }, ui: { 'ui:widget': 'checkboxes' } },
  yesno: { schema: { type: 'boolean' } },
  table: { schema: { type: 'array', items: { type: 'object', properties: {}, required: [] } } },
  customer: { schema: { type: 'string', ...textual }, ui: { 'ui:widget': 'customer' } },
  person: { schema: { type: 'string', ...textual }, ui: { 'ui:widget': 'person' } },
};

/** A name that a process can use as a variable. */
export const NAME = /^[a-z][a-z0-9_]*$/i;

function freeName(taken: string[], wish: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wish : `${wish}_${n}`;
    if (!taken.includes(name)) return name;
  }
}

function withOrder(files: Files, place: Place, names: string[]): Files {
  return place === whole || get(files, [...place.ui, 'ui:order']) ? put(files, [...place.ui, 'ui:order'], names) : files;
}

/** What a new field says before somebody words it. */
export interface Starting {
  title: Said;
  options: Said[];
  unit: Said;
}

/** A new field of this kind at the end. */
export function add(files: Files, kind: Addable, words: Starting, place: Place = whole): [Files, string] {
  const names = fieldsOf(files, place).map((field) => field.name);
  const name = freeName(names, kind === 'long' ? 'note' : kind === 'whole' ? 'count' : kind === 'moment' ? 'at' : kind);
  const title = freshKey(files, name);
  const { schema, ui } = structuredClone(made[kind]);
  let next: Files = { ...files, zh: { ...files.zh, [title]: words.title.zh }, en: { ...files.en, [title]: words.title.en } };
  next = put(next, [...place.schema, 'properties', name], { title, ...schema });
  if (ui) next = put(next, [...place.ui, name], ui);
  if (kind === 'money') next = setUnit(next, [...place.ui, name], words.unit);
  if (kind === 'choice' || kind === 'choices') {
    const at = [...place.schema, 'properties', name, ...(kind === 'choice' ? [] : ['items']), 'oneOf'];
    for (const option of words.options) next = addChoice(next, at, 'option', option);
  }
  return [withOrder(next, place, [...names, name]), name];
}

/** What a number is counted in, shown behind it; no words: a plain number. */
export function setUnit(files: Files, look: Path, words: { zh: string; en: string }): Files {
  if (!words.zh && !words.en) return tidy(cut(cut(files, [...look, 'ui:options', 'unit'], 2), [...look, 'ui:widget'], 2));
  const known = Object.keys(files.zh).find((key) => files.zh[key] === words.zh && files.en[key] === words.en);
  const key = known ?? freshKey(files, 'unit');
  const placed = put(put(files, [...look, 'ui:widget'], 'quantity'), [...look, 'ui:options', 'unit'], key);
  return { ...placed, zh: { ...files.zh, [key]: words.zh }, en: { ...files.en, [key]: words.en } };
}

/** A further option of a choice; its value is what processes see. */
export function addChoice(files: Files, at: Path, value: string, words: { zh: string; en: string }): Files {
  const options = (get(files, at) as Json[] | undefined) ?? [];
  const taken = options.map((option) => String(option.const));
  const code = freeName(taken, value);
  const key = freshKey(files, code);
  return put({ ...files, zh: { ...files.zh, [key]: words.zh }, en: { ...files.en, [key]: words.en } }, at, [...options, { const: code, title: key }]);
}

function moved<T>(of: T[], at: number, to: number): T[] {
  const next = [...of];
  next.splice(to, 0, ...next.splice(at, 1));
  return next;
}

/** The field at one position set to another, in the schema and in the order shown. */
export function move(files: Files, at: number, to: number, place: Place = whole): Files {
  const properties = Object.entries((get(files, [...place.schema, 'properties']) ?? {}) as Json);
  if (at === to || to < 0 || to >= properties.length) return files;
  const next = moved(properties, at, to);
  return withOrder(put(files, [...place.schema, 'properties'], Object.fromEntries(next)), place, next.map(([name]) => name));
}

/** One option set to another position. */
export function moveChoice(files: Files, path: Path, at: number, to: number): Files {
  const options = get(files, path) as unknown[];
  return to < 0 || to >= options.length ? files : put(files, path, moved(options, at, to));
}

const FOLD: Path = ['ui', 'ui:options', 'fold'];

/** The form without a field, its words, its place in the order and in conditions. */
export function remove(files: Files, name: string, place: Place = whole): Files {
  let next = put(files, [...place.schema, 'properties', name], undefined);
  next = required(next, name, false, place);
  next = put(next, [...place.ui, name], undefined);
  next = withOrder(next, place, fieldsOf(next, place).map((field) => field.name));
  if (place === whole) {
    if (list(next, FOLD).includes(name)) next = folded(next, name, false);
    next = dropConditions(next, name);
  }
  return tidy(next);
}

/** Whether the field must be filled, always. */
export function required(files: Files, name: string, on: boolean, place: Place = whole): Files {
  const now = list(files, requiredAt(place));
  if (now.includes(name) === on) return files;
  const next = on ? [...now, name] : now.filter((one) => one !== name);
  return put(files, requiredAt(place), next.length ? next : undefined);
}

/** Whether the field waits behind "say more". */
export function folded(files: Files, name: string, on: boolean): Files {
  const now = list(files, FOLD);
  if (now.includes(name) === on) return files;
  const next = on ? [...now, name] : now.filter((one) => one !== name);
  return next.length ? put(files, FOLD, next) : cut(files, FOLD, 2);
}

export function isFolded(files: Files, name: string): boolean {
  return list(files, FOLD).includes(name);
}

function renamedKey(of: unknown, name: string, to: string): Json {
  return Object.fromEntries(Object.entries((of ?? {}) as Json).map(([key, value]) => [key === name ? to : key, value]));
}

/** The field under another name, everywhere in the form. Processes that use the old name must be told. */
export function rename(files: Files, name: string, to: string, place: Place = whole): Files {
  const taken = fieldsOf(files, place).some((field) => field.name === to);
  if (name === to || taken || !NAME.test(to)) return files;
  const swap = (names: string[]) => names.map((one) => (one === name ? to : one));
  let next = put(files, [...place.schema, 'properties'], renamedKey(get(files, [...place.schema, 'properties']), name, to));
  if (get(next, requiredAt(place))) next = put(next, requiredAt(place), swap(list(next, requiredAt(place))));
  if (get(next, place.ui)) next = put(next, place.ui, renamedKey(get(next, place.ui), name, to));
  if (get(next, [...place.ui, 'ui:order'])) next = put(next, [...place.ui, 'ui:order'], swap(list(next, [...place.ui, 'ui:order'])));
  if (place !== whole) return next;
  if (get(next, FOLD)) next = put(next, FOLD, swap(list(next, FOLD)));
  return renameInConditions(next, name, to);
}
