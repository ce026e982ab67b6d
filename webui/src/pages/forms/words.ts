/** The words of the forms' pages beside those that every page has. */
import { forms } from '../../text/forms';
import { useWords, type Values } from '../../text/language';
import { spoken } from '../../text/spoken';

export type FormKey = keyof typeof forms;

export function useFormWords() {
  const words = useWords();
  return { ...words, say: (key: FormKey, values?: Values) => spoken(words.language, forms[key], values) };
}
