/** What the elements of a model are called, in the reader's language. */
import type { Language } from '../text/language';

interface Moddle {
  extensionElements?: { values?: (Moddle & { $type?: string })[] };
  values?: { name?: string; value?: string }[];
}

/** The value of one of keflow's own settings of an element. */
export function settingOf(element: Moddle, name: string): string | undefined {
  const holder = element.extensionElements?.values?.find((value) => value.$type === 'spiffworkflow:Properties');
  return holder?.values?.find((property) => property.name === name)?.value;
}

/** Element id to name, from a BPMN file; elements without a name are left out. */
export function elementNames(xml: string, language: Language): Map<string, string> {
  const names = new Map<string, string>();
  for (const element of new DOMParser().parseFromString(xml, 'application/xml').querySelectorAll('[id]')) {
    const own = [...element.children].find((child) => child.localName === 'extensionElements');
    const english = language === 'en' ? own?.querySelector('[name="name:en"]')?.getAttribute('value') : null;
    const name = english || element.getAttribute('name');
    if (name) names.set(element.id || (element.getAttribute('id') ?? ''), name);
  }
  return names;
}
