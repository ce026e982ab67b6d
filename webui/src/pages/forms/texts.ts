/** The words of a form: every title, help and option is a key in the schema whose text stands in both word files. */
import { get, isObject, put, type Files, type Json, type Path } from './files';

const spoken = new Set(['title', 'description', 'ui:title', 'ui:description', 'ui:placeholder', 'ui:help', 'unit']);

export interface Said {
  zh: string;
  en: string;
}

/** Every place with words, in the order of reading. */
export function places(files: Files): Path[] {
  const found: Path[] = [];
  const walk = (value: unknown, path: Path) => {
    if (typeof value === 'string' && spoken.has(String(path.at(-1)))) found.push(path);
    else if (Array.isArray(value)) value.forEach((inner, at) => walk(inner, [...path, at]));
    else if (isObject(value)) for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name]);
  };
  walk(files.schema, ['schema']);
  walk(files.ui, ['ui']);
  return found;
}

function usedKeys(files: Files): string[] {
  return places(files).map((path) => String(get(files, path)));
}

/** What a place says in both languages; a text that is no key says itself. */
export function said(files: Files, path: Path): Said {
  const key = get(files, path);
  if (typeof key !== 'string') return { zh: '', en: '' };
  const word = (words: Json) => (typeof words[key] === 'string' ? words[key] : key);
  return { zh: word(files.zh), en: word(files.en) };
}

/** A key for a new text that means nothing else yet. */
export function freshKey(files: Files, wish: string): string {
  const taken = new Set([...usedKeys(files), ...Object.keys(files.zh), ...Object.keys(files.en)]);
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? wish : `${wish}.${n}`;
    if (!taken.has(key)) return key;
  }
}

/** Words that no place says any more go. */
export function tidy(files: Files): Files {
  const used = new Set(usedKeys(files));
  const left = (words: Json) => (Object.keys(words).every((key) => used.has(key)) ? words : Object.fromEntries(Object.entries(words).filter(([key]) => used.has(key))));
  return { ...files, zh: left(files.zh), en: left(files.en) };
}

/** Say something else at a place. Others that say the same word keep it; two empty texts take the place away, but not a title's. */
export function say(files: Files, path: Path, words: Partial<Said>, wish: string): Files {
  const before = said(files, path);
  const next = { ...before, ...words };
  if (next.zh === before.zh && next.en === before.en) return files;
  if (next.zh === '' && next.en === '' && path.at(-1) !== 'title') return tidy(put(files, path, undefined));
  const key = get(files, path);
  const own = typeof key === 'string' && (key in files.zh || key in files.en) && usedKeys(files).filter((one) => one === key).length === 1;
  const name = own ? key : freshKey(files, wish);
  const placed = own ? files : put(files, path, name);
  return tidy({ ...placed, zh: { ...placed.zh, [name]: next.zh }, en: { ...placed.en, [name]: next.en } });
}
