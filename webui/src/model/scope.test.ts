import { expect, test } from 'vitest';
import { scopeOf } from './scope';

const element = (settings: Record<string, string>, more: object = {}) => ({ ...more, extensionElements: { values: [{ $type: 'spiffworkflow:Properties', values: Object.entries(settings).map(([name, value]) => ({ name, value })) }] } });

test('a drawing gives what its forms, tables, results and mappings give', () => {
  const drawn = [
    element({ form: 'complaint' }, { $type: 'bpmn:UserTask' }),
    element({ form: '=other', result: 'answer' }, { $type: 'bpmn:UserTask' }),
    element({ decision: 'severity' }, { $type: 'bpmn:BusinessRuleTask' }),
    element({ out: '{accountable: person}' }, { $type: 'bpmn:CallActivity' }),
    { $type: 'bpmn:SequenceFlow', conditionExpression: { body: 'level > 2 and level < 5' } },
  ];
  const { forms, decisions, names, mentioned } = scopeOf(drawn);
  expect([forms, decisions]).toEqual([['complaint'], ['severity']]);
  expect(names).toEqual(expect.arrayContaining(['answer', 'accountable']));
  expect(mentioned).toContain('level');
  expect(mentioned).not.toContain('accountable');
});
