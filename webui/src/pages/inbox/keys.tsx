/** The inbox by keyboard: j k x Enter / Esc, and ? shows them (sheet.tsx). */
import { useEffect, useRef, useState } from 'react';

export interface KeyVerbs {
  move: (by: 1 | -1) => void;
  select: () => void;
  open: () => void;
  search: () => void;
  close: () => void;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="listbox"],[role="dialog"] form') !== null);
}

export function useKeys(verbs: KeyVerbs): { sheetOpen: boolean; setSheetOpen: (open: boolean) => void } {
  const [sheetOpen, setSheetOpen] = useState(false);
  const now = useRef(verbs);
  now.current = verbs;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const on: Record<string, () => void> = {
        j: () => now.current.move(1),
        k: () => now.current.move(-1),
        x: () => now.current.select(),
        '/': () => now.current.search(),
        '?': () => setSheetOpen(true),
        Escape: () => now.current.close(),
      };
      const onButton = event.target instanceof HTMLElement && event.target.closest('button,a,[role="tab"],[role="radio"],label') !== null;
      if (event.key === 'Enter' && !onButton) on.Enter = () => now.current.open();
      const action = on[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return { sheetOpen, setSheetOpen };
}

