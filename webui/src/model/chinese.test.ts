/** The modeler asks for no text that stays English: every text its source names must be known. */
import { expect, test } from 'vitest';
import { chinese, translator } from './chinese';
import { playedIn } from './chinese.simulation';

const sources = import.meta.glob(['../../node_modules/bpmn-js/lib/**/*.js', '../../node_modules/diagram-js/lib/features/{align-elements,context-pad,distribute-elements,palette,popup-menu,search-pad}/**/*.js'], { query: '?raw', import: 'default', eager: true }) as Record<string, string>;

function asked(): string[] {
  const found = new Set<string>();
  for (const [path, source] of Object.entries(sources)) {
    const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    for (const match of code.matchAll(/translate\(\s*(['"])((?:(?!\1).)+)\1/g)) found.add(match[2]!);
    if (/replace|context-pad|palette|popup-menu/.test(path)) for (const match of code.matchAll(/\blabel:\s*(['"])((?:(?!\1).)+)\1/g)) found.add(match[2]!);
  }
  return [...found];
}

test('every text of the modeler is known in Chinese', () => {
  const texts = asked();
  expect(texts.length).toBeGreaterThan(90);
  expect(texts.filter((text) => chinese(text) === undefined)).toEqual([]);
});

test('variants are put together, and places are filled', () => {
  const say = translator('zh');
  expect(say('Timer boundary event (non-interrupting)')).toBe('定时边界事件(不打断)');
  expect(say('Open {element}', { element: '子流程' })).toBe('打开子流程');
  expect(translator('en')('Append task')).toBe('Append task');
});

const simulation = import.meta.glob('../../node_modules/bpmn-js-token-simulation/lib/**/*.js', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;

test('every text of the simulation is known in Chinese', () => {
  const code = Object.values(simulation).join('\n').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const found = [...code.matchAll(/text: (?:\w+ \|\| )?'([^']+)'|title="([^"$]+)"|>\s*([A-Z][A-Za-z ]+?)\s*</g)].map((match) => (match[1] ?? match[2] ?? match[3])!.trim());
  const paused = ['Add pause point', 'Remove pause point', 'Set animation speed = Slow', 'Set animation speed = Fast', 'Focus process instance 0x1', 'Process started'];
  const texts = new Set([...found, ...paused]);
  expect(texts.size).toBeGreaterThan(25);
  expect([...texts].filter((text) => playedIn(text) === undefined)).toEqual([]);
});
