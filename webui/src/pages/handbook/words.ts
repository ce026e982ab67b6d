/** The words of the handbook's page beside those that every page has. */
import { handbook } from '../../text/handbook';
import { useWords, type Values } from '../../text/language';
import { spoken } from '../../text/spoken';

export type BookKey = keyof typeof handbook;

export function useBookWords() {
  const words = useWords();
  return { ...words, say: (key: BookKey, values?: Values) => spoken(words.language, handbook[key], values) };
}
