/**
 * Reading and changing an element of a model in keflow's terms. Each change is one step of undo. keflow's own settings are
 * `spiffworkflow:properties`, which survive every other modeler; names, conditions, timers and messages are standard BPMN.
 */
import { settingOf } from './names';

export interface Element {
  id: string;
  type: string;
  businessObject: Moddle;
  labelTarget?: Element;
  source?: Element;
  children?: Element[];
}

// The model's objects are made by moddle at run time from the standard's description; their fields are as many as BPMN's.
export type Moddle = any;

interface Modeling {
  updateProperties: (element: Element, properties: object) => void;
  updateModdleProperties: (element: Element, of: Moddle, properties: object) => void;
}
interface Factory {
  create: (type: string, properties?: object) => Moddle;
}
interface CommandStack {
  registerHandler: (name: string, handler: unknown) => void;
  execute: (name: string, context: { steps: () => void }) => void;
}
export interface Services {
  get: <T>(name: string) => T;
  getDefinitions: () => Moddle;
}

function Together() {}
Together.prototype.preExecute = ({ steps }: { steps: () => void }) => steps();

/** Makes several changes one step of undo. */
export function together(services: Services, steps: () => void) {
  services.get<CommandStack>('commandStack').execute('keflow.together', { steps });
}

export function prepare(services: Services) {
  services.get<CommandStack>('commandStack').registerHandler('keflow.together', Together);
}

export { settingOf };

/** Sets one of keflow's settings; an empty value takes it away, and empty containers with it. */
export function setSetting(services: Services, element: Element, name: string, value: string, object: Moddle = element.businessObject) {
  const factory = services.get<Factory>('bpmnFactory');
  const others = (object.extensionElements?.values ?? []).filter((one: Moddle) => one.$type !== 'spiffworkflow:Properties');
  const holder = object.extensionElements?.values?.find((one: Moddle) => one.$type === 'spiffworkflow:Properties');
  const before: Moddle[] = holder?.values ?? [];
  const at = before.findIndex((property) => property.name === name);
  const made = factory.create('spiffworkflow:Property', { name, value });
  const after = value === '' ? before.filter((_, index) => index !== at) : at < 0 ? [...before, made] : before.map((property, index) => (index === at ? made : property));
  const values = after.length ? [...others, factory.create('spiffworkflow:Properties', { values: after })] : others;
  for (const one of values) if (one.$type === 'spiffworkflow:Properties') for (const property of one.values) property.$parent = one;
  const extension = values.length ? factory.create('bpmn:ExtensionElements', { values }) : undefined;
  if (extension) {
    extension.$parent = object;
    for (const one of values) one.$parent = extension;
  }
  services.get<Modeling>('modeling').updateModdleProperties(element, object, { extensionElements: extension });
}

export function setAttribute(services: Services, element: Element, name: string, value: unknown) {
  services.get<Modeling>('modeling').updateProperties(element, { [name]: value === '' ? undefined : value });
}

/** A process in a pool has one name for readers: the pool's and its own are kept equal. */
export function setProcessName(services: Services, element: Element, process: Moddle, name: string) {
  together(services, () => {
    setAttribute(services, element, 'name', name);
    if (process !== element.businessObject) services.get<Modeling>('modeling').updateModdleProperties(element, process, { name: name || undefined });
  });
}

/** The text of an element's documentation. */
export function documentation(object: Moddle): string {
  return object.documentation?.[0]?.text ?? '';
}

export function setDocumentation(services: Services, element: Element, text: string, object: Moddle = element.businessObject) {
  const docs = text ? [services.get<Factory>('bpmnFactory').create('bpmn:Documentation', { text })] : [];
  services.get<Modeling>('modeling').updateModdleProperties(element, object, { documentation: docs });
}

export function condition(element: Element): string {
  return element.businessObject.conditionExpression?.body ?? '';
}

export function setCondition(services: Services, element: Element, body: string) {
  const made = body ? services.get<Factory>('bpmnFactory').create('bpmn:FormalExpression', { body }) : undefined;
  services.get<Modeling>('modeling').updateProperties(element, { conditionExpression: made });
}

const kinds = ['timeDuration', 'timeDate', 'timeCycle'] as const;
export type TimerKind = (typeof kinds)[number];

function eventDefinition(element: Element, type: string): Moddle {
  return element.businessObject.eventDefinitions?.find((one: Moddle) => one.$type === type);
}

/** When a timer event comes due, or null when the element has no timer. */
export function timer(element: Element): { kind: TimerKind; body: string } | null {
  const definition = eventDefinition(element, 'bpmn:TimerEventDefinition');
  if (!definition) return null;
  const kind = kinds.find((one) => definition[one]) ?? 'timeDuration';
  return { kind, body: definition[kind]?.body ?? '' };
}

export function setTimer(services: Services, element: Element, kind: TimerKind, body: string) {
  const made = services.get<Factory>('bpmnFactory').create('bpmn:FormalExpression', { body });
  const clear = Object.fromEntries(kinds.map((one) => [one, one === kind ? made : undefined]));
  services.get<Modeling>('modeling').updateModdleProperties(element, eventDefinition(element, 'bpmn:TimerEventDefinition'), clear);
}

/** What an event definition of this element refers to: a message, signal, error or escalation. */
const referred = {
  'bpmn:MessageEventDefinition': ['messageRef', 'bpmn:Message'],
  'bpmn:SignalEventDefinition': ['signalRef', 'bpmn:Signal'],
  'bpmn:ErrorEventDefinition': ['errorRef', 'bpmn:Error'],
  'bpmn:EscalationEventDefinition': ['escalationRef', 'bpmn:Escalation'],
} as const;

function reference(element: Element): { holder: Moddle; field: string; type: string } | null {
  if (['bpmn:ReceiveTask', 'bpmn:SendTask'].includes(element.type)) return { holder: element.businessObject, field: 'messageRef', type: 'bpmn:Message' };
  for (const [type, [field, root]] of Object.entries(referred)) {
    const holder = eventDefinition(element, type);
    if (holder) return { holder, field, type: root };
  }
  return null;
}

/** What the element catches or throws, by name; null when it is no such element. */
export function named(element: Element): { type: string; name: string } | null {
  const ref = reference(element);
  if (!ref) return null;
  const root = ref.holder[ref.field];
  return { type: ref.type, name: root?.name ?? root?.errorCode ?? root?.escalationCode ?? '' };
}

/** The names of a kind that the model already has. */
export function rootNames(services: Services, type: string): string[] {
  return (services.getDefinitions().rootElements ?? []).filter((one: Moddle) => one.$type === type && one.name).map((one: Moddle) => one.name);
}

/** Refers to the message (signal, error, escalation) of this name, making it when the model has none. */
export function setNamed(services: Services, element: Element, name: string) {
  const ref = reference(element);
  if (!ref) return;
  const modeling = services.get<Modeling>('modeling');
  const definitions = services.getDefinitions();
  const roots: Moddle[] = definitions.rootElements ?? [];
  if (!name) return modeling.updateModdleProperties(element, ref.holder, { [ref.field]: undefined });
  const known = roots.find((one) => one.$type === ref.type && one.name === name);
  together(services, () => {
    const codes = ref.type === 'bpmn:Error' ? { errorCode: name } : ref.type === 'bpmn:Escalation' ? { escalationCode: name } : {};
    const root = known ?? services.get<Factory>('bpmnFactory').create(ref.type, { name, ...codes });
    if (!known) {
      root.$parent = definitions;
      modeling.updateModdleProperties(element, definitions, { rootElements: [...roots, root] });
    }
    modeling.updateModdleProperties(element, ref.holder, { [ref.field]: root });
  });
}

/** Repetition of an activity, or null when it runs once. */
export function loop(element: Element): { body: string } | null {
  const marks = element.businessObject.loopCharacteristics;
  return marks?.$type === 'bpmn:MultiInstanceLoopCharacteristics' ? { body: marks.loopCardinality?.body ?? '' } : null;
}

export function setLoop(services: Services, element: Element, body: string) {
  const made = body ? services.get<Factory>('bpmnFactory').create('bpmn:FormalExpression', { body }) : undefined;
  services.get<Modeling>('modeling').updateModdleProperties(element, element.businessObject.loopCharacteristics, { loopCardinality: made });
}

/** Whether this flow is the one a gateway takes when no condition holds; null where that cannot be. */
export function isDefault(element: Element): boolean | null {
  const source = element.source?.businessObject;
  if (element.type !== 'bpmn:SequenceFlow' || !source || !['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway'].includes(source.$type)) return null;
  return source.default === element.businessObject;
}

export function setDefault(services: Services, element: Element, on: boolean) {
  if (element.source) services.get<Modeling>('modeling').updateProperties(element.source, { default: on ? element.businessObject : undefined });
}
