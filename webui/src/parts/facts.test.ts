import { expect, test } from 'vitest';
import { reasonOf } from '../text/codes';
import { texts } from '../text/texts';


const [connector] = Object.values(import.meta.glob<string>('../../../engine/connectors/message.py', { query: '?raw', import: 'default', eager: true }));

test('the timeline says in both languages why a customer got no message, whatever held it back', () => {
  const decisions = /`decision` \(([^)]*)\)/.exec(connector ?? '')?.[1] ?? '';
  const held = decisions.split(/,\s*/).filter((code) => code !== 'send');
  expect(held.length).toBeGreaterThan(3);
  for (const code of held) expect(texts).toHaveProperty([`unsent.${code}`]);
});

test('a table that gives its reason in a code has it told, any other answer is left alone', () => {
  expect(reasonOf({ decision: 'block', reason: 'not_permitted' })).toBe('not_permitted');
  expect([reasonOf({ reason: '自己写的理由' }), reasonOf({ band: 2 }), reasonOf(null)]).toEqual([undefined, undefined, undefined]);
});
