/** Which of keflow's settings an element has, in the order they are asked. One table for panel, search and help. */
import type { TextKey } from '../text/texts';

export type Choices = 'forms' | 'decisions' | 'processes' | 'groups';

export interface Field {
  /** The name under which the model keeps it (API.md §5). */
  setting: string;
  text: TextKey;
  hint?: TextKey;
  long?: 'formula';
  choices?: Choices;
  options?: readonly string[];
}

const form: Field = { setting: 'form', text: 'field.form', hint: 'field.formHint', choices: 'forms' };
const who: Field[] = [
  { setting: 'assignee', text: 'field.assignee', hint: 'field.assigneeHint' },
  { setting: 'groups', text: 'field.groups', hint: 'field.groupsHint', choices: 'groups' },
  { setting: 'not_done_by', text: 'field.notDoneBy', hint: 'field.notDoneByHint' },
  { setting: 'not_person', text: 'field.notPerson', hint: 'field.notPersonHint' },
];
const when: Field[] = [
  { setting: 'due', text: 'field.due', hint: 'field.dueHint' },
  { setting: 'priority', text: 'field.priority', hint: 'field.priorityHint' },
  { setting: 'sla', text: 'field.sla', hint: 'field.slaHint' },
];
const input: Field = { setting: 'in', text: 'field.in', hint: 'field.inHint', long: 'formula' };
const output: Field = { setting: 'out', text: 'field.out', hint: 'field.outHint', long: 'formula' };
const result: Field = { setting: 'result', text: 'field.result', hint: 'field.resultHint' };
const binding: Field = { setting: 'binding', text: 'field.binding', hint: 'field.bindingHint', options: ['latest', 'deployment'] };
const correlation: Field = { setting: 'correlation', text: 'field.correlation', hint: 'field.correlationHint', long: 'formula' };
const retries: Field = { setting: 'retries', text: 'field.retries', hint: 'field.retriesHint' };
const service: Field = { setting: 'service', text: 'field.service', hint: 'field.serviceHint' };

const byType: Record<string, Field[]> = {
  'bpmn:UserTask': [form, ...who, ...when, result],
  'bpmn:ManualTask': [...who, ...when],
  'bpmn:ServiceTask': [service, input, result, retries],
  'bpmn:SendTask': [service, input, result, retries],
  'bpmn:BusinessRuleTask': [{ setting: 'decision', text: 'field.decision', hint: 'field.decisionHint', choices: 'decisions' }, input, result, binding],
  'bpmn:ScriptTask': [result],
  'bpmn:CallActivity': [input, output, binding],
  'bpmn:ReceiveTask': [result],
  'bpmn:StartEvent': [form],
};

/** The settings of an element of this type; those of messages only where `message` says that it has one. */
export function fieldsOf(type: string, message: boolean): Field[] {
  return [...(byType[type] ?? []), ...(message ? [correlation, ...(type === 'bpmn:IntermediateThrowEvent' || type === 'bpmn:EndEvent' ? [input] : [])] : [])];
}

/** Elements that take a help text for those who work with them. */
export function hasHelp(type: string): boolean {
  return /Task$|Activity$|SubProcess$|Transaction$/.test(type);
}
