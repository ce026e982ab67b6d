/** The words of the training pages beside those that every page has. */
import { useWords, type Values } from '../../text/language';
import { spoken } from '../../text/spoken';
import { training } from '../../text/training';

export type TrainingKey = keyof typeof training;

export function useTrainingWords() {
  const words = useWords();
  return { ...words, say: (key: TrainingKey, values?: Values) => spoken(words.language, training[key], values) };
}

/** A text in the reader's language; the Chinese one where the other is empty. */
export const inLanguage = (language: string, zh: string, en?: string) => (language === 'en' && en ? en : zh);
