/** The words of the drafts' pages beside those that every page has. */
import { drafts } from '../../text/drafts';
import { useWords, type Values } from '../../text/language';
import { spoken } from '../../text/spoken';

export type DraftKey = keyof typeof drafts;

export function useDraftWords() {
  const words = useWords();
  return { ...words, say: (key: DraftKey, values?: Values) => spoken(words.language, drafts[key], values) };
}
