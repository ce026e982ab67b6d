/** Words that a page brings along itself: the text of the reader's language with its `{name}` places filled. */
import type { Language, Values } from './language';
import type { Text } from './texts';

export function spoken(language: Language, text: Text, values: Values = {}): string {
  return text[language === 'zh' ? 0 : 1].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? '';
    return one === undefined ? String(value) : `${value} ${Number(value) === 1 ? one : many}`;
  });
}
