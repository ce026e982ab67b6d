/** Two versions of a drawing side by side, what came, went, changed and moved marked in both; they scroll together. */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { Flex, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Change } from '../api/drafts';
import { useNames } from '../parts/people';
import { useWords } from '../text/language';
import './model.css';
import { drawnIn } from './names';
import { onceSeen } from './seen';
import spiffworkflow from './spiffworkflow.json';

interface Props {
  before: string | null;
  after: string;
  changes: Change[];
  /** Element to bring to view. */
  chosen: string | null;
  called: [before: string, after: string];
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
interface Canvas {
  zoom: (to: 'fit-viewport' | number, center?: 'auto') => number;
  getContainer: () => HTMLElement;
  viewbox: (box?: Box) => Box;
  addMarker: (id: string, name: string) => void;
  removeMarker: (id: string, name: string) => void;
  scrollToElement: (id: string, padding?: number) => void;
}
interface Registry {
  get: (id: string) => object | undefined;
}
interface Events {
  on: (name: string, listener: () => void) => void;
}

const READABLE = 0.6;
/** What weighs more is shown when an element has several changes. */
const order: Change['what'][] = ['moved', 'changed', 'removed', 'added'];

export default function DrawnApart({ before, after, changes, chosen, called }: Props) {
  const [old, setOld] = useState<NavigatedViewer | null>(null);
  const [fresh, setFresh] = useState<NavigatedViewer | null>(null);
  const first = chosen ?? changes.find((one) => one.what !== 'moved' && one.what !== 'removed')?.element ?? changes[0]?.element ?? null;
  useEffect(() => together(old, fresh), [old, fresh]);
  useEffect(() => {
    for (const viewer of [old, fresh]) if (viewer && standing.has(viewer) && first && before !== null) bring(viewer, first, chosen !== null);
  }, [old, fresh, first, chosen, before]);
  return (
    <Flex gap={12} wrap>
      {before !== null && <Side xml={before} changes={changes.filter((one) => one.what !== 'added')} title={called[0]} onReady={setOld} />}
      <Side xml={after} changes={before === null ? [] : changes.filter((one) => one.what !== 'removed')} title={called[1]} onReady={setFresh} />
    </Flex>
  );
}

function Side({ xml, changes, title, onReady }: { xml: string; changes: Change[]; title: string; onReady: (viewer: NavigatedViewer | null) => void }) {
  const { language } = useWords();
  const { group, ready } = useNames();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    let unwatched = () => undefined as void;
    const made = new NavigatedViewer({ container: place, moddleExtensions: { spiffworkflow } });
    let gone = false;
    made.importXML(drawnIn(xml, language, group)).then(
      () => {
        if (gone) return;
        unwatched = onceSeen(place, () => made.get<Canvas>('canvas').zoom('fit-viewport', 'auto'));
        mark(made, changes);
        standing.add(made);
        onReady(made);
      },
      () => undefined,
    );
    return () => {
      gone = true;
      unwatched();
      standing.delete(made);
      onReady(null);
      made.destroy();
    };
    // the texts of groups come later than the drawing
  }, [xml, language, ready]);
  return (
    <section style={{ flex: '1 1 380px', minWidth: 0 }} aria-label={title}>
      <Typography.Text strong>{title}</Typography.Text>
      <div ref={box} style={{ height: 420, border: '1px solid #e3e7ee', borderRadius: 6, marginTop: 4 }} role="group" aria-label={title} />
    </section>
  );
}

function mark(viewer: NavigatedViewer, changes: Change[]) {
  const canvas = viewer.get<Canvas>('canvas');
  const elements = viewer.get<Registry>('elementRegistry');
  const heaviest = new Map<string, Change['what']>();
  for (const { element, what } of changes) if (order.indexOf(what) >= order.indexOf(heaviest.get(element) ?? 'moved')) heaviest.set(element, what);
  for (const [element, what] of heaviest) if (elements.get(element)) canvas.addMarker(element, `diff-${what}`);
}

/** A viewer still speaks while it is taken down; nobody is to follow it then. */
const standing = new WeakSet<NavigatedViewer>();

/** Scrolling or zooming one moves the other to the same place. */
function together(one: NavigatedViewer | null, other: NavigatedViewer | null) {
  if (!one || !other) return;
  let leading = false;
  const follow = (lead: NavigatedViewer, led: NavigatedViewer) =>
    lead.get<Events>('eventBus').on('canvas.viewbox.changed', () => {
      if (leading || !standing.has(lead) || !standing.has(led)) return;
      leading = true;
      const { x, y, width, height } = lead.get<Canvas>('canvas').viewbox();
      led.get<Canvas>('canvas').viewbox({ x, y, width, height });
      leading = false;
    });
  follow(one, other);
  follow(other, one);
}

/** Shows an element at a size that can be read, where the whole drawing would be too small. */
function bring(viewer: NavigatedViewer, element: string, always: boolean) {
  const canvas = viewer.get<Canvas>('canvas');
  const found = viewer.get<Registry>('elementRegistry').get(element);
  if (!found || !('x' in found) || canvas.getContainer().clientWidth === 0) return;
  if (canvas.zoom('fit-viewport', 'auto') >= READABLE && !always) return;
  canvas.zoom(READABLE);
  const shape = found as unknown as Box;
  const { width, height } = canvas.viewbox();
  canvas.viewbox({ x: shape.x + shape.width / 2 - width / 2, y: shape.y + shape.height / 2 - height / 2, width, height });
}
