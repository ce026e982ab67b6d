/** The drawing played with tokens: where a case can go, step by step, before anything is published. */
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import simulation from 'bpmn-js-token-simulation/lib/viewer';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { useEffect, useRef } from 'react';
import { useNames } from '../parts/people';
import { useWords } from '../text/language';
import './model.css';
import { drawnIn } from './names';
import { translated } from './chinese.simulation';
import spiffworkflow from './spiffworkflow.json';

interface Canvas {
  zoom: (to: 'fit-viewport' | number, center?: 'auto') => number;
  viewbox: (box?: { x: number; y: number; width: number; height: number }) => { inner: { x: number; y: number; height: number }; width: number; height: number };
}

/** Below this size the library hides what one clicks on to send a token. */
const PLAYABLE = 0.6;

/** The whole drawing where it stays playable, else its beginning. */
function show(canvas: Canvas) {
  if (canvas.zoom('fit-viewport', 'auto') >= PLAYABLE) return;
  canvas.zoom(PLAYABLE);
  const { inner, width, height } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - 90, y: inner.y - Math.max(40, (height - inner.height) / 2), width, height });
}

export default function Simulation({ xml, label }: { xml: string; label: string }) {
  const { language } = useWords();
  const { group } = useNames();
  const box = useRef<HTMLDivElement>(null);
  const names = useRef(group);
  names.current = group;
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    const made = new NavigatedViewer({ container: place, moddleExtensions: { spiffworkflow }, additionalModules: [simulation] });
    const stop = translated(place, language);
    let gone = false;
    made.importXML(drawnIn(xml, language, names.current)).then(
      () => {
        if (gone) return;
        show(made.get<Canvas>('canvas'));
        made.get<{ toggleMode: (on: boolean) => void }>('toggleMode').toggleMode(true);
      },
      () => undefined,
    );
    return () => {
      gone = true;
      stop();
      made.destroy();
    };
  }, [xml, language]);
  return <div ref={box} className="simulated" style={{ height: '100%' }} role="application" aria-label={label} />;
}
