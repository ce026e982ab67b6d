/** A diagram to look at, with where a case stands and the way it went. */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Entry } from '../api/types';
import { useNames } from '../parts/people';
import { Nothing } from '../parts/states';
import { useWords } from '../text/language';
import './model.css';
import type { Lay } from './heat';
import { drawnIn } from './names';
import { pathOf, type Flow } from './path';
import spiffworkflow from './spiffworkflow.json';
import { ZoomButtons } from './zoom';

interface Props {
  xml: string;
  history?: Entry[];
  here?: string[];
  stuck?: string[];
  height: number | string;
  /** Something to lay over the diagram; the same until it changes (useMemo). */
  lay?: Lay;
}

export default function DiagramViewer({ xml, history = [], here = [], stuck = [], height, lay }: Props) {
  const { t, language } = useWords();
  const { group, ready } = useNames();
  const drawn = useMemo(() => drawnIn(xml, language, group), [xml, language, ready]);
  const box = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null);
  const [blank, setBlank] = useState(false);

  useEffect(() => {
    if (!box.current) return;
    const made = new NavigatedViewer({ container: box.current, moddleExtensions: { spiffworkflow } });
    let gone = false;
    made.importXML(drawn).then(
      () => {
        if (gone) return;
        made.get<Canvas>('canvas').zoom('fit-viewport', 'auto');
        setViewer(made);
      },
      () => !gone && setBlank(true),
    );
    return () => {
      gone = true;
      setViewer(null);
      made.destroy();
    };
  }, [drawn]);

  const marks = JSON.stringify([here, stuck, history.length]);
  useEffect(() => {
    if (!viewer) return;
    const canvas = viewer.get<Canvas>('canvas');
    const overlays = viewer.get<Overlays>('overlays');
    const elements = viewer.get<{ filter: (test: (element: Shape) => boolean) => Shape[]; get: (id: string) => Shape | undefined }>('elementRegistry');
    const flows: Flow[] = elements.filter((element) => element.type === 'bpmn:SequenceFlow').map((flow) => ({ id: flow.id, source: flow.source?.id ?? '', target: flow.target?.id ?? '' }));
    const path = pathOf(history, flows);
    const marked: [string, string][] = [];
    const mark = (id: string, name: string) => {
      if (!elements.get(id)) return;
      canvas.addMarker(id, name);
      marked.push([id, name]);
    };
    const badge = (id: string, text: string, kind: string) => {
      if (!elements.get(id)) return;
      const html = document.createElement('div');
      html.className = `model-badge ${kind}`;
      html.textContent = text;
      overlays.add(id, 'keflow', { position: kind === 'count' ? { bottom: 10, right: 18 } : { top: -12, left: -6 }, html });
    };
    for (const [id, times] of path.done) {
      mark(id, 'passed');
      if (times > 1) badge(id, t('case.times', { n: times }), 'count');
    }
    for (const id of path.flows) mark(id, 'passed');
    for (const id of here) {
      mark(id, stuck.includes(id) ? 'stuck' : 'here');
      if (stuck.includes(id)) badge(id, t('case.stuck'), 'stuck');
      else if (elements.get(id)?.type !== 'bpmn:BoundaryEvent') badge(id, t('case.here'), '');
    }
    return () => {
      for (const [id, name] of marked) if (elements.get(id)) canvas.removeMarker(id, name);
      overlays.remove({ type: 'keflow' });
    };
    // the marks are told apart by what they say, not by the arrays that carry them
  }, [viewer, marks, t]);

  useEffect(() => (viewer && lay ? lay(viewer) : undefined), [viewer, lay]);

  const first = here[0];
  useEffect(() => {
    if (viewer) show(viewer, first);
  }, [viewer, first]);

  if (blank) return <Nothing text={t('case.noDiagram')} />;
  return (
    <div style={{ position: 'relative' }}>
      <div ref={box} style={{ height }} role="group" aria-label={t('model.board')} />
      <ZoomButtons of={viewer} />
    </div>
  );
}

/** Below this the words of a diagram cannot be read. */
const READABLE = 0.7;

/** Shows the whole diagram where it stays readable, else the part around the element. */
function show(viewer: NavigatedViewer, element: string | undefined) {
  const canvas = viewer.get<Canvas>('canvas');
  const fitted = canvas.zoom('fit-viewport', 'auto');
  const shape = element ? viewer.get<{ get: (id: string) => Shape | undefined }>('elementRegistry').get(element) : undefined;
  if (!shape || fitted >= READABLE) return;
  canvas.zoom(READABLE);
  const { width, height } = canvas.viewbox();
  canvas.viewbox({ x: shape.x + shape.width / 2 - width / 2, y: shape.y + shape.height / 2 - height / 2, width, height });
}

interface Shape {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  source?: Shape;
  target?: Shape;
}
interface Canvas {
  zoom: (to: 'fit-viewport' | number, center?: 'auto') => number;
  viewbox: (box?: Box) => Box;
  addMarker: (id: string, name: string) => void;
  removeMarker: (id: string, name: string) => void;
}
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
interface Overlays {
  add: (id: string, type: string, overlay: object) => void;
  remove: (filter: object) => void;
}
