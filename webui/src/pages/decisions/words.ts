/** The words of the rule tables' pages beside those that every page has. */
import { rules } from '../../text/rules';
import { useWords, type Values } from '../../text/language';
import { spoken } from '../../text/spoken';

export type RuleKey = keyof typeof rules;

export function useRuleWords() {
  const words = useWords();
  return { ...words, say: (key: RuleKey, values?: Values) => spoken(words.language, rules[key], values) };
}
