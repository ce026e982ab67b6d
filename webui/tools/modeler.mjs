/**
 * Saves drawings and tables as another modeler does: bpmn-moddle and dmn-moddle are what bpmn.io's and Camunda's read and
 * write with. stdin: [{name, text, knows: keflow | camunda | zeebe | nothing, edit?: {element, name, by}}], where `edit`
 * calls an element otherwise and moves its shape `by` points to the right; stdout: [{name, text}].
 * tests/contracts/test_other_modelers.py asks it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';

const open = createRequire(import.meta.url);
const KNOWN = {
  nothing: {},
  keflow: { spiffworkflow: open('../src/model/spiffworkflow.json') },
  camunda: { camunda: open('camunda-bpmn-moddle/resources/camunda.json') },
  zeebe: { zeebe: open('zeebe-bpmn-moddle/resources/zeebe.json') },
};

async function saved({ name, text, knows, edit }) {
  const table = name.endsWith('.dmn');
  const moddle = table ? new DmnModdle() : new BpmnModdle(KNOWN[knows]);
  const { rootElement, elementsById, warnings = [] } = await moddle.fromXML(text, table ? 'dmn:Definitions' : 'bpmn:Definitions');
  if (warnings.length) throw new Error(`${name}: ${warnings[0].message}`);
  if (edit) {
    elementsById[edit.element].name = edit.name;
    const shape = Object.values(elementsById).find((one) => (one.bpmnElement ?? one.dmnElementRef)?.id === edit.element);
    shape.bounds.x += edit.by;
  }
  return { name, text: (await moddle.toXML(rootElement, { format: true })).xml };
}

const asked = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(await Promise.all(asked.map(saved))));
