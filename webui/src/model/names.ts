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

function englishOf(element: Element): string | null | undefined {
  const own = [...element.children].find((child) => child.localName === 'extensionElements');
  return own?.querySelector('[name="name:en"]')?.getAttribute('value');
}

/** Element id to name, from a BPMN file; elements without a name are left out. */
export function elementNames(xml: string, language: Language): Map<string, string> {
  const names = new Map<string, string>();
  for (const element of new DOMParser().parseFromString(xml, 'application/xml').querySelectorAll('[id]')) {
    const name = (language === 'en' && englishOf(element)) || element.getAttribute('name');
    if (name) names.set(element.id || (element.getAttribute('id') ?? ''), name);
  }
  return names;
}

/** A BPMN file as readers of the language read it: `name:en` in place of the name, lanes by the names of their groups. */
export function drawnIn(xml: string, language: Language, group: (name: string) => string): string {
  if (language === 'zh') return xml;
  const drawing = new DOMParser().parseFromString(xml, 'application/xml');
  if (drawing.querySelector('parsererror')) return xml;
  for (const element of drawing.querySelectorAll('[id][name]')) {
    const name = element.getAttribute('name') ?? '';
    const named = element.localName === 'participant' ? (drawing.getElementById(element.getAttribute('processRef') ?? '') ?? element) : element;
    element.setAttribute('name', englishOf(named) || (element.localName === 'lane' ? group(name) : name));
  }
  return new XMLSerializer().serializeToString(drawing);
}
