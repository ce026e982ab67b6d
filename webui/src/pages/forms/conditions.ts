/**
 * "Only when": a field that must be filled, or is shown at all, only when another one has one of some values. The first is
 * the schema's if/then and the server's law; the second (`ui:options.shown`) is a matter of the page alone.
 */
import { cut, get, isObject, put, same, type Files, type Json, type Path } from './files';

export interface When {
  field: string;
  values: unknown[];
}

interface Rule {
  path: Path;
  when: When;
  names: string[];
}

const TEXT = '\\S';
const keysAre = (of: unknown, ...keys: string[]) => isObject(of) && Object.keys(of).every((key) => keys.includes(key));

/** An `if` of the form "this field has one of these values"; anything else is left to the JSON tab. */
function whenOf(of: unknown): When | null {
  if (!keysAre(of, 'required', 'properties')) return null;
  const { properties, required } = of as Json;
  const fields = isObject(properties) ? Object.keys(properties) : [];
  const [field] = fields;
  if (fields.length !== 1 || field === undefined || !same(required, [field])) return null;
  const check = (properties as Json)[field];
  if (!keysAre(check, 'const', 'enum')) return null;
  const { const: one, enum: some } = check as Json;
  if (Array.isArray(some)) return { field, values: some };
  return one === undefined ? null : { field, values: [one] };
}

function ruleAt(files: Files, path: Path): Rule | null {
  const found = get(files, path) as Json;
  const own = path.length === 1 ? { if: found.if, then: found.then } : found;
  const then = own.then;
  const when = whenOf(own.if);
  if (!when || !keysAre(own, 'if', 'then') || !keysAre(then, 'required', 'properties')) return null;
  const names = (then as Json).required;
  return Array.isArray(names) ? { path, when, names: names.map(String) } : null;
}

function rules(files: Files): Rule[] {
  const all = Array.isArray(files.schema.allOf) ? files.schema.allOf.map((_, at): Path => ['schema', 'allOf', at]) : [];
  const places: Path[] = files.schema.if === undefined || files.schema.else !== undefined ? all : [['schema'], ...all];
  return places.map((path) => ruleAt(files, path)).filter((rule) => rule !== null);
}

/** When a field must be filled, apart from always. */
export function requiredWhen(files: Files, name: string): When[] {
  return rules(files).filter((rule) => rule.names.includes(name)).map((rule) => rule.when);
}

function dropRule(files: Files, path: Path): Files {
  if (path.length > 1) return cut(files, path, 2);
  return put(put(files, ['schema', 'if'], undefined), ['schema', 'then'], undefined);
}

function without(files: Files, rule: Rule, name: string): Files {
  const names = rule.names.filter((one) => one !== name);
  if (names.length === 0) return dropRule(files, rule.path);
  const next = put(files, [...rule.path, 'then', 'required'], names);
  return cut(next, [...rule.path, 'then', 'properties', name], rule.path.length + 2);
}

function withName(files: Files, rule: Rule, name: string): Files {
  if (rule.names.includes(name)) return files;
  const next = put(files, [...rule.path, 'then', 'required'], [...rule.names, name]);
  return blankable(files, name) ? put(next, [...rule.path, 'then', 'properties', name], { pattern: TEXT }) : next;
}

/** A text that nobody forbids to be blank would be "filled" by a space. */
function blankable(files: Files, name: string): boolean {
  const field = get(files, ['schema', 'properties', name]) as Json | undefined;
  return field?.type === 'string' && !field.oneOf && !field.format && !field.pattern;
}

function conditionOf({ field, values }: When): Json {
  return { required: [field], properties: { [field]: { enum: values } } };
}

/** The n-th "must be filled when" of a field set to another, added (n past the end) or taken away (`null`). */
export function setRequiredWhen(files: Files, name: string, at: number, when: When | null): Files {
  const before = rules(files).filter((rule) => rule.names.includes(name))[at];
  if (before && when && same(before.when, when)) return files;
  if (before && when && before.names.length === 1) return put(files, [...before.path, 'if'], conditionOf(when));
  let next = before ? without(files, before, name) : files;
  if (!when) return next;
  const alike = rules(next).find((rule) => same(rule.when, when));
  if (alike) return withName(next, alike, name);
  const all = Array.isArray(next.schema.allOf) ? next.schema.allOf : [];
  const rule = { if: conditionOf(when), then: { required: [name] } };
  next = put(next, ['schema', 'allOf'], [...all, rule]);
  return blankable(next, name) ? put(next, ['schema', 'allOf', all.length, 'then', 'properties'], { [name]: { pattern: TEXT } }) : next;
}

const SHOWN = ['ui:options', 'shown'] as const;

/** When a field is shown; `null`: always. */
export function shownWhen(files: Files, name: string): When | null {
  const shown = get(files, ['ui', name, ...SHOWN]);
  const [first] = isObject(shown) ? Object.entries(shown) : [];
  return first ? { field: first[0], values: Array.isArray(first[1]) ? first[1] : [] } : null;
}

export function setShownWhen(files: Files, name: string, when: When | null): Files {
  if (same(shownWhen(files, name), when)) return files;
  return when ? put(files, ['ui', name, ...SHOWN], { [when.field]: when.values }) : cut(files, ['ui', name, ...SHOWN], 2);
}

/** The conditions without a field that goes: neither asked of it nor asking it. */
export function drop(files: Files, name: string): Files {
  let next = files;
  for (let rule = rules(next).find(({ when, names }) => when.field === name || names.includes(name)); rule; rule = rules(next).find(({ when, names }) => when.field === name || names.includes(name)))
    next = rule.when.field === name ? dropRule(next, rule.path) : without(next, rule, name);
  for (const other of Object.keys(next.ui)) if (shownWhen(next, other)?.field === name) next = setShownWhen(next, other, null);
  return next;
}

/** The conditions with a field under its new name. */
export function rename(files: Files, name: string, to: string): Files {
  const swapped = (of: unknown): unknown => {
    if (Array.isArray(of)) return of.map((one) => (one === name ? to : swapped(one)));
    return isObject(of) ? Object.fromEntries(Object.entries(of).map(([key, value]) => [key === name ? to : key, ['const', 'enum', 'pattern'].includes(key) ? value : swapped(value)])) : of;
  };
  let next = files;
  for (const part of ['allOf', 'if', 'then', 'else']) if (next.schema[part] !== undefined) next = put(next, ['schema', part], swapped(next.schema[part]));
  for (const other of Object.keys(next.ui)) {
    const when = shownWhen(next, other);
    if (when?.field === name) next = setShownWhen(next, other, { ...when, field: to });
  }
  return next;
}
