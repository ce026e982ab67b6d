/** What a segment of customers (客群) is called; one that the house made up itself is called by its key. */
import { codes } from '../text/codes';
import { useWords } from '../text/language';
import type { Text } from '../text/texts';

export function useSegment(): (key: string) => string {
  const { language } = useWords();
  const known: Readonly<Record<string, Text>> = codes;
  return (key) => known[`segment.${key}`]?.[language === 'zh' ? 0 : 1] ?? key;
}
