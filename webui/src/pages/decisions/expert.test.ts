/** The expert view's own library loses nothing that the grid or the server reads: both views save the same table. */
// @ts-expect-error it brings no types
import { DmnModdle } from 'dmn-moddle';
import { expect, test } from 'vitest';
import { attribute, descendants, parse } from './source';
import { newColumn, saveColumn } from './editing';
import { read, write, type Input } from './table';

const shipped = Object.entries(import.meta.glob('../../../../processes/**/*.dmn', { query: '?raw', import: 'default', eager: true }) as Record<string, string>);
const all = (xml: string, tag: string, ...names: string[]) => descendants(parse(xml)!, tag).map((one) => names.map((name) => attribute(one, name)));

test.each(shipped)('%s is the same table after the expert view has saved it', async (_, xml) => {
  const moddle = new DmnModdle();
  const { rootElement } = await moddle.fromXML(xml, 'dmn:Definitions');
  const { xml: saved } = (await moddle.toXML(rootElement, { format: true })) as { xml: string };
  expect(read(saved)).toEqual(read(xml));
  for (const [tag, ...names] of [['property', 'name', 'value'], ['inputData', 'id', 'name'], ['requiredInput', 'href'], ['Bounds', 'x', 'y', 'width', 'height'], ['DMNShape', 'id', 'dmnElementRef'], ['waypoint', 'x', 'y']] as const) {
    expect(all(saved, tag, ...names), tag).toEqual(all(xml, tag, ...names));
  }
});

test.each(shipped)('%s with a new column is whole: declared, drawn, and taken by the expert view', async (_, xml) => {
  const before = read(xml)!;
  const column = { ...(newColumn('when') as Input), label: '新列', expression: 'quite_new', type: 'string' };
  const changed = write(xml, saveColumn(before, 'when', column));
  const { rootElement, warnings, elementsById } = (await new DmnModdle().fromXML(changed, 'dmn:Definitions')) as { rootElement: unknown; warnings: unknown[]; elementsById: Record<string, { name?: string; bounds?: { x: number } }> };
  expect(warnings).toEqual([]);
  const { xml: saved } = (await new DmnModdle().toXML(rootElement, { format: true })) as { xml: string };
  expect(read(saved)).toEqual(read(changed));
  expect(read(changed)!.inputs.map((one) => one.expression)).toEqual([...before.inputs.map((one) => one.expression), 'quite_new']);
  if (!elementsById.input_quite_new) return; // a file that declares none of its inputs
  expect(all(saved, 'DMNShape', 'dmnElementRef').flat()).toContain('input_quite_new');
  expect(all(saved, 'DMNEdge', 'dmnElementRef').flat()).toContain('requires_quite_new');
});
