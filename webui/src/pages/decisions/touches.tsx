/** What a customer gets of a table that makes work, in words: only what the other table does not give as well. */
import type { ReactNode } from 'react';
import { texts, type TextKey } from '../../text/texts';
import { shownDuration } from './durations';
import { useRuleWords } from './words';

interface Touch {
  touch: string;
  every: string;
  share: number;
  a_month: number;
  cost: number;
}

export function useTouches(): (some: string, other: string) => ReactNode {
  const { say, t, language } = useRuleWords();
  const called = (touch: string) => (`touch.${touch}` in texts ? t(`touch.${touch}` as TextKey) : touch);
  const told = ({ touch, every, share, cost }: Touch) =>
    cost > 0 ? say('dry.reward', { what: called(touch), cost: cost.toFixed(2) }) : say(share < 100 ? 'dry.touchOfSome' : 'dry.touch', { what: called(touch), every: shownDuration(every, language) ?? every, share });
  return (some, other) => {
    const held = new Set((JSON.parse(other) as Touch[]).map((one) => JSON.stringify(one)));
    const own = (JSON.parse(some) as Touch[]).filter((one) => !held.has(JSON.stringify(one)));
    return own.length === 0 ? '—' : own.map((one) => <div key={JSON.stringify(one)}>{told(one)}</div>);
  };
}
