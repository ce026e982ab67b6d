/** What begins new is whole: the standard's own readers take it, and the grid can edit it. */
// @ts-expect-error it brings no types
import { BpmnModdle } from 'bpmn-moddle';
// @ts-expect-error it brings no types
import { DmnModdle } from 'dmn-moddle';
import { expect, test } from 'vitest';
import { read } from '../decisions/table';
import { newProcess, newTable } from './fresh';

const asked = { key: 'leave', zh: '请假 <急> & "短"', en: 'Leave' };
const pair = ['一步', 'A step'] as const;

test('a new process is a drawing with a form', async () => {
  const files = newProcess(asked, '销售', { step: pair, help: pair, begun: pair, done: pair });
  expect(files.map((file) => file.name)).toEqual(['leave.bpmn', 'leave_step.schema.json', 'leave_step.ui.json', 'leave_step.zh.json', 'leave_step.en.json']);
  const { warnings, elementsById } = (await new BpmnModdle().fromXML(files[0]!.content as string)) as { warnings: unknown[]; elementsById: Record<string, { name?: string }> };
  expect(warnings).toEqual([]);
  expect(elementsById.leave?.name).toBe(asked.zh);
});

test('a new table opens in the grid and in other editors', async () => {
  const [file] = newTable(asked, { asked: '服务档', answered: '结果' });
  const { warnings } = (await new DmnModdle().fromXML(file!.content, 'dmn:Definitions')) as { warnings: unknown[] };
  expect(warnings).toEqual([]);
  expect(read(file!.content as string)).toMatchObject({ key: 'leave', name: asked.zh, inputs: [{ expression: 'band' }], outputs: [{ name: 'answer' }] });
});
