/** What the elements of a model are called, in the reader's language. */
import type { Language } from '../text/language';

interface Moddle {
  id?: string;
  name?: string;
  $type?: string;
  extensionElements?: { values?: Moddle[] };
  values?: { name?: string; value?: string }[];
  [property: string]: unknown;
}

const inside = ['rootElements', 'flowElements', 'participants', 'laneSets', 'lanes'] as const;

/** The value of one of keflow's own settings of an element. */
export function settingOf(element: Moddle, name: string): string | undefined {
  const holder = element.extensionElements?.values?.find((value) => value.$type === 'spiffworkflow:Properties');
  return holder?.values?.find((property) => property.name === name)?.value;
}

export function elementNames(definitions: unknown, language: Language): Map<string, string> {
  const names = new Map<string, string>();
  const visit = (element: Moddle) => {
    const called = (language === 'en' && settingOf(element, 'name:en')) || element.name;
    if (element.id && called) names.set(element.id, called);
    for (const part of inside) for (const child of (element[part] as Moddle[] | undefined) ?? []) visit(child);
  };
  visit(definitions as Moddle);
  return names;
}
