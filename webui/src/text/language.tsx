/** The words of the pages in the reader's language: the reader's choice, else what the account says, else the browser's. */
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { chosen, keepChoice, ofReader, type Language } from './choice';
import { texts, type TextKey } from './texts';

export type { Language } from './choice';
export type Values = Record<string, string | number>;

/** The text of a key with `{name}` places filled; in English `{n|day|days}` picks by the number n. */
export function say(language: Language, key: TextKey, values: Values = {}): string {
  const text: string = texts[key][language === 'zh' ? 0 : 1];
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? '';
    return one === undefined ? String(value) : `${value} ${Number(value) === 1 ? one : many}`;
  });
}

/** What a server object calls itself in the reader's language: `name`/`name_en`, or `label_zh`/`label_en`. */
export function named(language: Language, thing: unknown, field = 'name'): string {
  if (thing === null || thing === undefined) return '';
  if (typeof thing !== 'object') return String(thing);
  const words = thing as Record<string, unknown>;
  const order =
    language === 'zh' ? [`${field}_zh`, 'zh', field, `${field}_en`, 'en'] : [`${field}_en`, 'en', field, `${field}_zh`, 'zh'];
  for (const key of order) if (typeof words[key] === 'string' && words[key] !== '') return words[key] as string;
  return '';
}

interface Words {
  language: Language;
  t: (key: TextKey, values?: Values) => string;
  name: (thing: unknown, field?: string) => string;
  choose: (language: Language) => void;
  /** What the account says; used until the reader chooses. */
  suggest: (language: string | null | undefined) => void;
}

const WordsContext = createContext<Words | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(ofReader);
  const words = useMemo<Words>(
    () => ({
      language,
      t: (key, values) => say(language, key, values),
      name: (thing, field) => named(language, thing, field),
      choose: (next) => {
        keepChoice(next);
        setLanguage(next);
      },
      suggest: (next) => {
        const known = next?.startsWith('en') ? 'en' : next?.startsWith('zh') ? 'zh' : null;
        if (known && chosen() === null) setLanguage(known);
      },
    }),
    [language],
  );
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** A part of the page in a given language, whatever the reader reads: a preview. */
export function InLanguage({ language, children }: { language: Language; children: ReactNode }) {
  const around = useWords();
  const words = useMemo<Words>(() => ({ ...around, language, t: (key, values) => say(language, key, values), name: (thing, field) => named(language, thing, field) }), [around, language]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

export function useWords(): Words {
  const words = use(WordsContext);
  if (!words) throw new Error('useWords needs a LanguageProvider');
  return words;
}
