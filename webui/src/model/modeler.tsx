/** The drawing board: a BPMN modeler that says what is selected and what changed. */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import Modeler from 'bpmn-js/lib/Modeler';
import { useEffect, useRef } from 'react';
import type { Finding } from '../api/types';
import type { Language } from '../text/language';
import { translator } from './chinese';
import './model.css';
import { prepare, type Element, type Services } from './settings';
import spiffworkflow from './spiffworkflow.json';

export interface Board extends Services {
  saveXML: (options: { format: boolean }) => Promise<{ xml?: string }>;
  select: (id: string) => void;
}

interface Props {
  xml: string;
  language: Language;
  label: string;
  findings: Finding[];
  onReady: (board: Board | null) => void;
  onSelect: (element: Element | null) => void;
  onChange: (canUndo: boolean, canRedo: boolean) => void;
  onBroken: (message: string) => void;
}

interface Events {
  on: (names: string | string[], listener: (event: { newSelection?: Element[] }) => void) => void;
}
interface Canvas {
  zoom: (to?: string | number, center?: string) => number;
  scroll: (by: { dx: number; dy: number }) => void;
  viewbox: () => { x: number; scale: number; inner: { x: number }; outer: { width: number } };
  getRootElement: () => Element;
  addMarker: (id: string, name: string) => void;
  removeMarker: (id: string, name: string) => void;
  scrollToElement: (element: Element, padding?: number) => void;
}
interface Registry {
  get: (id: string) => Element | undefined;
}

/** Room that the palette takes at the left, in pixels. */
const PALETTE = 76;

function fitBesidePalette(canvas: Canvas) {
  canvas.zoom('fit-viewport', 'auto');
  const { width } = canvas.viewbox().outer;
  canvas.zoom((canvas.zoom() * (width - PALETTE - 16)) / width, 'auto');
  const { inner, scale, x } = canvas.viewbox();
  canvas.scroll({ dx: (x - inner.x) * scale + PALETTE, dy: 0 });
}

export default function ModelBoard({ xml, language, label, findings, onReady, onSelect, onChange, onBroken }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const board = useRef<Modeler | null>(null);
  const say = useRef({ onReady, onSelect, onChange, onBroken });
  say.current = { onReady, onSelect, onChange, onBroken };

  useEffect(() => {
    if (!box.current) return;
    const made = new Modeler({
      container: box.current,
      moddleExtensions: { spiffworkflow },
      additionalModules: [{ translate: ['value', translator(language)] }],
    });
    board.current = made;
    let gone = false;
    prepare(made as unknown as Services);
    const canvas = made.get<Canvas>('canvas');
    const shown = () => {
      const chosen = made.get<{ get: () => Element[] }>('selection').get();
      const one = chosen.length === 1 ? (chosen[0]?.labelTarget ?? chosen[0]) : chosen.length === 0 ? canvas.getRootElement() : null;
      say.current.onSelect(one?.type === 'bpmn:Collaboration' ? (one.children?.find((child) => child.businessObject.processRef) ?? one) : (one ?? null));
    };
    const stack = made.get<{ canUndo: () => boolean; canRedo: () => boolean }>('commandStack');
    made.importXML(xml).then(
      () => {
        if (gone) return;
        fitBesidePalette(canvas);
        const events = made.get<Events>('eventBus');
        events.on('selection.changed', shown);
        events.on('root.set', shown);
        events.on('commandStack.changed', () => {
          shown();
          say.current.onChange(stack.canUndo(), stack.canRedo());
        });
        say.current.onReady(
          Object.assign(made as unknown as Board, {
            select(id: string) {
              const element = made.get<Registry>('elementRegistry').get(id);
              if (!element) return;
              made.get<{ select: (element: Element) => void }>('selection').select(element);
              if (element !== canvas.getRootElement()) canvas.scrollToElement(element, 120);
            },
          }),
        );
        shown();
      },
      (failure: Error) => !gone && say.current.onBroken(failure.message),
    );
    return () => {
      gone = true;
      board.current = null;
      say.current.onReady(null);
      made.destroy();
    };
  }, [xml, language]);

  useEffect(() => {
    const made = board.current;
    if (!made) return;
    const canvas = made.get<Canvas>('canvas');
    const elements = made.get<Registry>('elementRegistry');
    const marks = findings.flatMap(({ element, severity }) => (element && elements.get(element) ? [[element, severity === 'warning' ? 'found-warning' : 'found-error'] as const] : []));
    for (const [id, mark] of marks) canvas.addMarker(id, mark);
    return () => {
      if (board.current === made) for (const [id, mark] of marks) if (elements.get(id)) canvas.removeMarker(id, mark);
    };
  }, [findings]);

  return <div ref={box} style={{ height: '100%' }} aria-label={label} role="application" />;
}
