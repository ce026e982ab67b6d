/** The expert view's own library loses nothing that the grid or the server reads: both views save the same table. */
// @ts-expect-error it brings no types
import { DmnModdle } from 'dmn-moddle';
import { expect, test } from 'vitest';
import { attribute, descendants, parse } from './source';
import { read } from './table';

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
