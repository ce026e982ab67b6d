/** Puts a form into the reader's language, and takes out what is shown rather than asked. */
import type { TaskForm } from '../api/types';
import type { Language } from '../text/language';

type Json = Record<string, unknown>;
const spoken = new Set(['title', 'description', 'ui:title', 'ui:description', 'ui:placeholder', 'ui:help', 'ui:enumNames', 'enumNames', 'placeholder', 'help', 'unit']);

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The file's words: a plain map, or one map a language. */
function wordsOf(texts: Json | undefined, language: Language): Json {
  const own = texts?.[language];
  return isObject(own) ? own : (texts ?? {});
}

function translate(value: unknown, words: Json, key = ''): unknown {
  if (typeof value === 'string') return spoken.has(key) && typeof words[value] === 'string' ? words[value] : value;
  if (Array.isArray(value)) return value.map((item) => translate(item, words, key));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, translate(inner, words, name)]));
}

/** `name.title`-style entries: the word of a property by its name. */
function byName(properties: Json, words: Json): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const own = words[name];
      if (!isObject(field)) return [name, field];
      if (typeof own === 'string') return [name, { ...field, title: own }];
      return [name, isObject(own) ? { ...field, ...own } : field];
    }),
  );
}

/** A yes or no that must be answered is asked as such: an empty box would have to be ticked and unticked to say no. */
function eitherWay(properties: Json, required: unknown, ui: Json): Json {
  const must = new Set(Array.isArray(required) ? (required as string[]) : []);
  const open = Object.entries(properties).filter(([name, field]) => must.has(name) && isObject(field) && field.type === 'boolean' && !('const' in field || 'enum' in field));
  return { ...ui, ...Object.fromEntries(open.map(([name]) => [name, { 'ui:widget': 'radio', ...(isObject(ui[name]) ? ui[name] : {}) }])) };
}

export interface ShownForm {
  schema: Json;
  ui: Json;
  /** Names of properties that explain the case instead of asking for input. */
  explanations: string[];
}

/** The properties that are told in this language: without those of another one (`x-language`), in the rows of tables too. */
function inLanguage(properties: Json, language: Language): Json {
  const mine = Object.entries(properties).filter(([, field]) => !isObject(field) || (field['x-language'] ?? language) === language);
  const rows = (field: unknown) => (isObject(field) && isObject(field.items) && isObject(field.items.properties) ? { ...field, items: { ...field.items, properties: inLanguage(field.items.properties, language) } } : field);
  return Object.fromEntries(mine.map(([name, field]) => [name, rows(field)]));
}

/** The form in one language, without what is told in another one and without its explanation properties, which the page shows above it. */
export function shown(form: TaskForm, language: Language): ShownForm {
  const words = wordsOf(form.texts, language);
  const schema = translate(form.schema, words) as Json;
  const ui = translate(form.ui ?? {}, words) as Json;
  const every = byName(isObject(schema.properties) ? schema.properties : {}, words);
  const properties = inLanguage(every, language);
  const explanations = Object.keys(properties).filter((name) => isObject(properties[name]) && properties[name]['x-display'] === 'explanation');
  const others = Object.keys(every).filter((name) => !(name in properties));
  const out = new Set([...explanations, ...others]);
  for (const name of out) delete properties[name];
  const left = (list: unknown) => (Array.isArray(list) ? list.filter((name) => !out.has(String(name))) : list);
  const order = ui['ui:order'];
  return {
    schema: { ...schema, properties, required: left(schema.required) ?? [] },
    ui: order ? { ...eitherWay(properties, schema.required, ui), 'ui:order': [...(left(order) as string[]), ...((left(order) as string[]).includes('*') ? [] : ['*'])] } : eitherWay(properties, schema.required, ui),
    explanations,
  };
}

/** Names of properties that are told and not asked. */
export function readOnly(form: ShownForm): string[] {
  const properties = (form.schema.properties ?? {}) as Record<string, Json>;
  return Object.keys(properties).filter((name) => properties[name]?.readOnly === true);
}

/** The form without what it would tell, where there is nothing to tell. */
export function telling(form: ShownForm, data: Json): ShownForm {
  const empty = new Set(readOnly(form).filter((name) => data[name] === undefined || data[name] === null || data[name] === '' || (Array.isArray(data[name]) && data[name].length === 0)));
  const properties = Object.fromEntries(Object.entries(form.schema.properties as Json).filter(([name]) => !empty.has(name)));
  return { ...form, schema: { ...form.schema, properties } };
}

/** The part of the data that the form asks for. */
export function asked(form: ShownForm, data: Json): Json {
  const names = Object.keys((form.schema.properties as Json | undefined) ?? {});
  return Object.fromEntries(names.filter((name) => data[name] !== undefined && data[name] !== null).map((name) => [name, data[name]]));
}
