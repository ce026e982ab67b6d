/** Keeps what was typed: sent to the server a moment after the last key, so that it waits on any other device. */
import { useEffect, useRef, useState } from 'react';
import * as calls from '../../api/calls';
import type { Task } from '../../api/types';
import { same } from '../../form/said';

const QUIET = 800;

export function useDraft(task: Task, opened: Record<string, unknown>) {
  const [state, setState] = useState<'saving' | 'saved' | 'notSaved' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<Record<string, unknown> | null>(null);
  const under = useRef<Promise<unknown>>(Promise.resolve());
  const first = useRef(opened);
  const able = task.may.includes('draft');

  const save = () => {
    const data = waiting.current;
    waiting.current = null;
    if (!data) return;
    under.current = calls.draft(task.id, data).then(
      () => setState('saved'),
      () => setState('notSaved'),
    );
  };
  const last = useRef(save);
  last.current = save;
  useEffect(() => () => {
    clearTimeout(timer.current);
    last.current();
  }, []);

  return {
    state,
    keep(data: Record<string, unknown>) {
      if (!able || (state === null && same(data, first.current))) return;
      waiting.current = data;
      setState('saving');
      clearTimeout(timer.current);
      timer.current = setTimeout(save, QUIET);
    },
    /** Nothing is sent any more; resolves when the last one has arrived. */
    async stop() {
      clearTimeout(timer.current);
      waiting.current = null;
      await under.current;
    },
  };
}
