/**
 * The files of a form as they are: schema, order and look, words in two languages. The builder edits these files and
 * keeps nothing beside them, so whatever it does not understand stays as it was written.
 */
export type Json = { [key: string]: unknown };
export type Path = readonly (string | number)[];

export interface Files {
  schema: Json;
  ui: Json;
  zh: Json;
  en: Json;
}

export const parts = ['schema', 'ui', 'zh', 'en'] as const;
export type Part = (typeof parts)[number];

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function get(from: unknown, path: Path): unknown {
  let place = from;
  for (const key of path) place = (place as Json | undefined)?.[key];
  return place;
}

/** A copy with the value at the path; `undefined` takes the place away. Whatever lies beside it keeps its order. */
export function put<T>(into: T, path: Path, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  const inner = get(into, [key]);
  if (value === undefined && (inner === undefined || (rest.length > 0 && typeof inner !== 'object'))) return into;
  const next = rest.length === 0 ? value : put(inner ?? (typeof rest[0] === 'number' ? [] : {}), rest, value);
  if (Array.isArray(into)) return (next === undefined ? into.filter((_, at) => at !== key) : into.with(Number(key), next)) as T;
  const copy: Json = { ...(into as Json) };
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy as T;
}

/** As `put`, and objects and lists that became empty on the way go, too, down to the `kept` first steps. */
export function cut<T>(from: T, path: Path, kept: number): T {
  let next = put(from, path, undefined);
  for (let depth = path.length - 1; depth >= kept; depth -= 1) {
    const left = get(next, path.slice(0, depth));
    if (left === undefined || Object.keys(left as object).length > 0) break;
    next = put(next, path.slice(0, depth), undefined);
  }
  return next;
}

/** The file as text, as the house writes it. */
export function written(of: Json): string {
  return `${JSON.stringify(of, null, 2)}\n`;
}

/** The files by their names, ready to be sent or kept. */
export function named(key: string, files: Files): { name: string; content: string }[] {
  return parts.map((part) => ({ name: `${key}.${part}.json`, content: written(files[part]) }));
}

/** An empty form with its title in both languages. */
export function empty(key: string, zh: string, en: string): Files {
  return {
    schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', title: key, type: 'object', properties: {}, required: [] },
    ui: { 'ui:order': [] },
    zh: { [key]: zh },
    en: { [key]: en },
  };
}
