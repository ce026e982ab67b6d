/** What a process or a table begins with: small, but it could be published as it stands. */
import type { ModelFile } from '../../api/drafts';
import { empty, named } from '../forms/files';

export interface Asked {
  key: string;
  zh: string;
  en: string;
}

const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const settings = (given: Record<string, string>) =>
  Object.entries(given)
    .map(([name, value]) => `          <spiffworkflow:property name="${name}" value="${plain(value)}" />`)
    .join('\n');

interface Words {
  step: readonly [string, string];
  help: readonly [string, string];
  begun: readonly [string, string];
  done: readonly [string, string];
}

/** Start, a task of this group with a form of its own, due in a working day, end. */
export function newProcess({ key, zh, en }: Asked, group: string, { step, help, begun, done }: Words): ModelFile[] {
  const form = `${key}_step`;
  const drawing = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="${key}_definitions" targetNamespace="urn:keflow:processes">
  <process id="${key}" name="${plain(zh)}" isExecutable="true">
    <extensionElements>
      <spiffworkflow:properties>
${settings({ 'name:en': en })}
      </spiffworkflow:properties>
    </extensionElements>
    <startEvent id="start" name="${begun[0]}">
      <extensionElements>
        <spiffworkflow:properties>
${settings({ 'name:en': begun[1] })}
        </spiffworkflow:properties>
      </extensionElements>
      <outgoing>to_step</outgoing>
    </startEvent>
    <sequenceFlow id="to_step" sourceRef="start" targetRef="step" />
    <userTask id="step" name="${step[0]}">
      <extensionElements>
        <spiffworkflow:properties>
${settings({ 'name:en': step[1], form, groups: group, due: '1wd', help: help[0], 'help:en': help[1] })}
        </spiffworkflow:properties>
      </extensionElements>
      <incoming>to_step</incoming>
      <outgoing>to_done</outgoing>
    </userTask>
    <sequenceFlow id="to_done" sourceRef="step" targetRef="done" />
    <endEvent id="done" name="${done[0]}">
      <extensionElements>
        <spiffworkflow:properties>
${settings({ 'name:en': done[1] })}
        </spiffworkflow:properties>
      </extensionElements>
      <incoming>to_done</incoming>
    </endEvent>
  </process>
  <bpmndi:BPMNDiagram id="${key}_diagram">
    <bpmndi:BPMNPlane id="${key}_plane" bpmnElement="${key}">
      <bpmndi:BPMNShape id="start_shape" bpmnElement="start">
        <dc:Bounds x="160" y="142" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="156" y="185" width="44" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="step_shape" bpmnElement="step">
        <dc:Bounds x="280" y="120" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="done_shape" bpmnElement="done">
        <dc:Bounds x="460" y="142" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="456" y="185" width="44" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="to_step_edge" bpmnElement="to_step">
        <di:waypoint x="196" y="160" />
        <di:waypoint x="280" y="160" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_done_edge" bpmnElement="to_done">
        <di:waypoint x="380" y="160" />
        <di:waypoint x="460" y="160" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</definitions>
`;
  return [{ name: `${key}.bpmn`, content: drawing }, ...named(form, empty(form, step[0], step[1]))];
}

/** One question, one answer, and a rule that holds for everything: from there on the grid is at hand. */
export function newTable({ key, zh, en }: Asked, { asked, answered }: Record<'asked' | 'answered', string>): ModelFile[] {
  const table = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="${key}_definitions" name="${plain(zh)}" namespace="urn:keflow:rules">
  <decision id="${key}" name="${plain(zh)}">
    <extensionElements>
      <spiffworkflow:properties>
${settings({ 'name:en': en })}
      </spiffworkflow:properties>
    </extensionElements>
    <variable id="${key}_result" name="${plain(zh)}" />
    <decisionTable id="${key}_table" hitPolicy="UNIQUE">
      <input id="${key}_in_1" label="${asked}">
        <inputExpression id="${key}_in_1_expression" typeRef="number">
          <text>band</text>
        </inputExpression>
      </input>
      <output id="${key}_out_1" label="${answered}" name="answer" typeRef="string" />
      <rule id="${key}_1">
        <inputEntry id="${key}_1_in_1">
          <text>-</text>
        </inputEntry>
        <outputEntry id="${key}_1_out_1">
          <text>""</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="${key}_diagram">
      <dmndi:DMNShape id="${key}_shape" dmnElementRef="${key}">
        <dc:Bounds height="80" width="180" x="145" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
  return [{ name: `${key}.dmn`, content: table }];
}
