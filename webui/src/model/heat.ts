/** What can be laid over a diagram: warmth on the shapes, and notes at them. Each answers how to take it away. */
import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

const SVG = 'http://www.w3.org/2000/svg';
const LAYER = 'keflow-heat';
/** From cool to hot; light enough that the words of a shape stay readable over it. */
const STOPS = ['#fde047', '#fb923c', '#ef4444'] as const;

/** A subprocess that is drawn open is wider than this; what is inside it tells where it is warm. */
const LARGEST = 200;

export interface Warm {
  element: string;
  /** 0-1 */
  warmth: number;
  note?: string;
}

export type Lay = (viewer: NavigatedViewer) => () => void;

interface Shape {
  x: number;
  y: number;
  width: number;
  height: number;
  waypoints?: unknown;
}

/** A blot on each element, larger and redder the warmer it is, in a layer of its own that no pointer meets. It lies over the
 * shapes, since pools and lanes are opaque, and multiplies with them, so that words stay readable. */
export function warmth(of: Warm[]): Lay {
  return (viewer) => {
    const canvas = viewer.get<{ getLayer: (name: string, index: number) => SVGGElement; removeLayer?: (name: string) => void }>('canvas');
    const layer = canvas.getLayer(LAYER, 1);
    layer.style.mixBlendMode = 'multiply';
    layer.style.pointerEvents = 'none';
    layer.replaceChildren();
    of.forEach(({ element, warmth: heat }, place) => {
      const shape = shapeOf(viewer, element);
      if (!shape || shape.waypoints || heat <= 0 || shape.width > LARGEST) return;
      const id = `${LAYER}-${place}`;
      layer.append(gradient(id, STOPS[Math.min(2, Math.floor(heat * 3))]!, 0.35 + 0.5 * heat), blot(shape, id, heat));
    });
    const notes = note(of.flatMap(({ element, note: text, warmth: heat }) => (text ? [{ element, text, kind: heat > 0.66 ? 'hot' : '' }] : [])), true)(viewer);
    return () => {
      layer.replaceChildren();
      notes();
    };
  };
}

function gradient(id: string, colour: string, opacity: number): SVGElement {
  const made = document.createElementNS(SVG, 'radialGradient');
  made.id = id;
  for (const [offset, alpha] of [['0%', opacity], ['60%', opacity * 0.6], ['100%', 0]] as const) {
    const stop = document.createElementNS(SVG, 'stop');
    stop.setAttribute('offset', offset);
    stop.setAttribute('stop-color', colour);
    stop.setAttribute('stop-opacity', String(alpha));
    made.append(stop);
  }
  return made;
}

function blot({ x, y, width, height }: Shape, id: string, heat: number): SVGElement {
  const made = document.createElementNS(SVG, 'ellipse');
  const reach = 14 + 26 * heat;
  made.setAttribute('cx', String(x + width / 2));
  made.setAttribute('cy', String(y + height / 2));
  made.setAttribute('rx', String(width / 2 + reach));
  made.setAttribute('ry', String(height / 2 + reach));
  made.setAttribute('fill', `url(#${id})`);
  return made;
}

/** A small plate at the lower edge of each element. */
export function note(of: { element: string; text: string; kind?: string }[], small = false): Lay {
  return (viewer) => {
    const overlays = viewer.get<{ add: (id: string, type: string, overlay: object) => void; remove: (filter: object) => void }>('overlays');
    for (const { element, text, kind } of of) {
      const shape = shapeOf(viewer, element);
      if (!shape || shape.waypoints) continue;
      const html = document.createElement('div');
      html.className = `model-note ${kind ?? ''}`;
      html.textContent = text;
      overlays.add(element, LAYER, { position: { bottom: -2, left: 0 }, html, ...(small ? { scale: { min: 0.7 } } : { show: { minZoom: 0.4 } }) });
    }
    return () => overlays.remove({ type: LAYER });
  };
}

function shapeOf(viewer: NavigatedViewer, element: string): Shape | undefined {
  return viewer.get<{ get: (id: string) => Shape | undefined }>('elementRegistry').get(element);
}
