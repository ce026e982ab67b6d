/** Which of keflow's settings an element has, in the order they are asked. One table for panel, search and help. */
import type { How } from '../api/modeling';
import type { TextKey } from '../text/texts';

export type Choices = 'forms' | 'decisions' | 'processes' | 'groups' | 'services';

export interface Field {
  /** The name under which the model keeps it (API.md §5). */
  setting: string;
  text: TextKey;
  hint?: TextKey;
  long?: 'formula';
  /** How its text is read, where it can hold a formula. */
  how?: How;
  choices?: Choices;
  options?: readonly string[];
}

const form: Field = { setting: 'form', text: 'field.form', how: 'marked', hint: 'field.formHint', choices: 'forms' };
const who: Field[] = [
  { setting: 'assignee', text: 'field.assignee', how: 'marked', hint: 'field.assigneeHint' },
  { setting: 'groups', text: 'field.groups', how: 'marked', hint: 'field.groupsHint', choices: 'groups' },
  { setting: 'not_done_by', text: 'field.notDoneBy', how: 'marked', hint: 'field.notDoneByHint' },
  { setting: 'not_person', text: 'field.notPerson', how: 'marked', hint: 'field.notPersonHint' },
  { setting: 'personal', text: 'field.personal', hint: 'field.personalHint', options: ['yes'] },
];
const when: Field[] = [
  { setting: 'due', text: 'field.due', how: 'marked', hint: 'field.dueHint' },
  { setting: 'priority', text: 'field.priority', how: 'marked', hint: 'field.priorityHint' },
  { setting: 'sla', text: 'field.sla', hint: 'field.slaHint' },
];
const input: Field = { setting: 'in', text: 'field.in', how: 'always', hint: 'field.inHint', long: 'formula' };
const output: Field = { setting: 'out', text: 'field.out', how: 'always', hint: 'field.outHint', long: 'formula' };
const result: Field = { setting: 'result', text: 'field.result', hint: 'field.resultHint' };
const binding: Field = { setting: 'binding', text: 'field.binding', hint: 'field.bindingHint', options: ['latest', 'deployment'] };
const correlation: Field = { setting: 'correlation', text: 'field.correlation', how: 'always', hint: 'field.correlationHint', long: 'formula' };
const retries: Field = { setting: 'retries', text: 'field.retries', hint: 'field.retriesHint' };
const service: Field = { setting: 'service', text: 'field.service', hint: 'field.serviceHint', how: 'marked', choices: 'services' };

const byType: Record<string, Field[]> = {
  'bpmn:UserTask': [form, ...who, ...when, result],
  'bpmn:ManualTask': [...who, ...when],
  'bpmn:ServiceTask': [service, input, result, retries],
  'bpmn:SendTask': [service, input, result, retries],
  'bpmn:BusinessRuleTask': [{ setting: 'decision', text: 'field.decision', hint: 'field.decisionHint', choices: 'decisions' }, input, result, binding],
  'bpmn:ScriptTask': [result],
  'bpmn:CallActivity': [input, output, binding],
  'bpmn:ReceiveTask': [result],
  'bpmn:StartEvent': [form, { setting: 'offered', text: 'field.offered', hint: 'field.offeredHint', options: ['no'] }],
};

/** The settings of an element of this type; those of messages only where `message` says that it has one. */
export function fieldsOf(type: string, message: boolean): Field[] {
  return [...(byType[type] ?? []), ...(message ? [correlation, ...(type === 'bpmn:IntermediateThrowEvent' || type === 'bpmn:EndEvent' ? [input] : [])] : [])];
}

/** Elements that take a help text for those who work with them. */
export function hasHelp(type: string): boolean {
  return /Task$|Activity$|SubProcess$|Transaction$/.test(type);
}
