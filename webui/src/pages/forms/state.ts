/** The files being edited with their past: undo and redo, and one step for what is typed in one go. */
import { useCallback, useState } from 'react';
import { same, type Files } from './files';

interface Past {
  before: Files[];
  now: Files;
  after: Files[];
  /** What the last change was about: further changes of the same are one step with it. */
  about: string;
}

export type Change = (make: (files: Files) => Files, about?: string) => void;

export function useEdited(start: Files) {
  const [kept, setKept] = useState(start);
  const [past, setPast] = useState<Past>({ before: [], now: start, after: [], about: '' });
  const change = useCallback<Change>(
    (make, about = '') =>
      setPast(({ before, now, about: last }) => {
        const next = make(now);
        if (next === now) return { before, now, after: [], about };
        return { before: about && about === last ? before : [...before, now], now: next, after: [], about };
      }),
    [],
  );
  const undo = () => setPast(({ before, now, after }) => ({ before: before.slice(0, -1), now: before.at(-1) ?? now, after: before.length ? [now, ...after] : after, about: '' }));
  const redo = () => setPast(({ before, now, after }) => ({ before: after.length ? [...before, now] : before, now: after[0] ?? now, after: after.slice(1), about: '' }));
  return { files: past.now, change, undo, redo, able: { undo: past.before.length > 0, redo: past.after.length > 0 }, dirty: !same(past.now, kept), keep: () => setKept(past.now) };
}
