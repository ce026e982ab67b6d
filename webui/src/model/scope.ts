/** What the formulas of a drawing can read, as far as the drawing says: forms, tables and results that come into it. */
import { createContext } from 'react';
import type { Scope } from '../api/modeling';
import { settingOf, type Moddle, type Services } from './settings';


const WORD = /[\p{L}_][\p{L}\p{N}_]*/gu;
const LITERAL = /^[\w.-]+$/;

/** Every formula and setting that an element carries. */
function written(object: Moddle): string[] {
  const settings = (object.extensionElements?.values ?? []).flatMap((one: Moddle) => (one.values ?? []) as Moddle[]).map((one: Moddle) => String(one.value ?? ''));
  const timers = (object.eventDefinitions ?? []).flatMap((one: Moddle) => [one.timeDuration?.body, one.timeDate?.body, one.timeCycle?.body, one.condition?.body]);
  const loop = object.loopCharacteristics;
  return [...settings, object.conditionExpression?.body, object.script, ...timers, loop?.loopCardinality?.body, loop?.completionCondition?.body].filter((text): text is string => Boolean(text));
}

export function scopeOf(objects: Moddle[]): Scope {
  const forms = new Set<string>();
  const decisions = new Set<string>();
  const names = new Set<string>();
  const counted = new Map<string, number>();
  for (const object of objects) {
    const of = (name: string) => (settingOf(object, name) ?? '').trim();
    if (LITERAL.test(of('form')) && !of('result')) forms.add(of('form'));
    if (LITERAL.test(of('decision')) && !of('result')) decisions.add(of('decision'));
    if (of('result')) names.add(of('result'));
    for (const word of of('out').match(WORD) ?? []) names.add(word);
    if (object.$type === 'bpmn:DataObject' || object.$type === 'bpmn:DataObjectReference') names.add(object.dataObjectRef?.id ?? object.id);
    for (const text of written(object)) for (const word of text.match(WORD) ?? []) counted.set(word, (counted.get(word) ?? 0) + 1);
  }
  const mentioned = [...counted].flatMap(([word, times]) => (times > 1 ? [word] : []));
  return { forms: [...forms], decisions: [...decisions], names: [...names], mentioned };
}

/** Of the drawing that is open, when it is asked for. */
export const DrawnScope = createContext<() => Scope | undefined>(() => undefined);

export function scopeIn(board: Services): Scope {
  const elements = board.get<{ getAll: () => { businessObject: Moddle; labelTarget?: unknown }[] }>('elementRegistry').getAll();
  return scopeOf(elements.filter((one) => !one.labelTarget).map((one) => one.businessObject));
}
