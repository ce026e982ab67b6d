/** Which tasks the reader has opened on this device: the others carry a mark. */
import { useEffect, useState } from 'react';

const MOST = 2_000;

export function useSeen(reader: string, opened: string): (task: string) => boolean {
  const place = `keflow.seen.${reader}`;
  const [seen, setSeen] = useState<Set<string>>(() => new Set(JSON.parse(localStorage.getItem(place) ?? '[]') as string[]));
  useEffect(() => {
    if (!opened) return;
    setSeen((before) => {
      if (before.has(opened)) return before;
      const after = [...before, opened].slice(-MOST);
      localStorage.setItem(place, JSON.stringify(after));
      return new Set(after);
    });
  }, [opened, place]);
  return (task) => seen.has(task);
}
