/** The inbox by keyboard: j k x Enter f Ctrl+Enter / Esc, and ? shows them (sheet.tsx). */
import { useLayoutEffect, useRef, useState } from 'react';

export interface KeyVerbs {
  move: (by: 1 | -1) => void;
  select: () => void;
  open: () => void;
  search: () => void;
  close: () => void;
}

/** The open task. */
export const PANEL = 'section[data-panel]';

/** Where the answer to the open task begins: what is chosen already, else the first field. */
function field(): HTMLElement | null {
  const form = document.querySelector(`${PANEL} form`);
  return form?.querySelector<HTMLElement>('input:checked') ?? form?.querySelector<HTMLElement>('input:not(:disabled, [readonly], [type=hidden]), textarea:not(:disabled)') ?? null;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="listbox"],[role="dialog"] form') !== null);
}

export function useKeys(verbs: KeyVerbs): { sheetOpen: boolean; setSheetOpen: (open: boolean) => void } {
  const [sheetOpen, setSheetOpen] = useState(false);
  const now = useRef(verbs);
  now.current = verbs;
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const form = event.target instanceof HTMLElement ? event.target.closest<HTMLFormElement>(`${PANEL} form`) : null;
      if (form && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return form.requestSubmit();
      if (form && event.key === 'Escape' && typing(event.target)) return form.closest<HTMLElement>(PANEL)?.focus();
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const on: Record<string, () => void> = {
        j: () => now.current.move(1),
        k: () => now.current.move(-1),
        x: () => now.current.select(),
        f: () => field()?.focus(),
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

