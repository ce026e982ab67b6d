/** One cell while it is typed into: what it will say in FEEL, or why it cannot be read. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Cells } from './cells';
import { useRuleWords } from './words';

interface Props {
  cells: Cells;
  column: number;
  label: string;
  /** What stands in the cell. */
  start: string;
  /** Typed into from the beginning; else the first letter (also of an input method), Enter, F2 or a double click. */
  open: boolean;
  /** What is seen until then. */
  children?: ReactNode;
  /** Leaves the cell: with its text and where to go on, or (null) as it was; answers why it cannot. */
  onLeave: (text: string | null, move: Move) => string | null;
}

export type Move = 'down' | 'right' | 'left' | 'stay';

export function CellField({ cells, column, label, start, open, children, onLeave }: Props) {
  const { say } = useRuleWords();
  const [text, setText] = useState<string | null>(open ? start : null);
  const [refused, setRefused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const leaving = useRef(false);
  const id = useId();
  const active = text !== null;
  const read = cells.read(column, text ?? '');
  const choices = active ? cells.choices(column) : [];
  const wake = () => {
    setText(start);
    requestAnimationFrame(() => field.current?.select());
  };
  useEffect(() => {
    if (open) field.current?.focus();
    if (open) field.current?.select();
  }, [open]);
  const leave = (value: string | null, move: Move) => {
    if (leaving.current) return;
    leaving.current = true;
    const why = onLeave(value, move);
    leaving.current = false;
    setRefused(why !== null);
    if (why === null) setText(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return event.stopPropagation();
    if (!active) {
      if (event.key !== 'Enter' && event.key !== 'F2') return undefined;
      if (event.ctrlKey || event.metaKey) return undefined;
      wake();
    } else if (event.key === 'Enter') leave(text, 'down');
    else if (event.key === 'Tab') leave(text, event.shiftKey ? 'left' : 'right');
    else if (event.key === 'Escape') leave(null, 'stay');
    else return event.stopPropagation();
    event.preventDefault();
    return event.stopPropagation();
  };
  return (
    <>
      {!active && children}
      <span className={active ? 'rule-field' : 'rule-idle'}>
        <input
          ref={field}
          value={text ?? ''}
          list={choices.length ? `${id}-choices` : undefined}
          aria-label={active ? label : `${label}: ${start}`}
          aria-invalid={refused}
          aria-describedby={active ? `${id}-say` : undefined}
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value);
            setRefused(false);
          }}
          onDoubleClick={() => !active && wake()}
          onBlur={() => active && leave('feel' in read ? text : null, 'stay')}
          onKeyDown={onKeyDown}
        />
        {choices.length > 0 && (
          <datalist id={`${id}-choices`}>
            {choices.map((choice) => (
              <option key={choice} value={choice} />
            ))}
          </datalist>
        )}
        {active && (
          <span id={`${id}-say`} className={'feel' in read ? 'rule-feel' : 'rule-why'} role="status">
            {'feel' in read ? (cells.manner(column) ? `${say('grid.feel')} ${read.feel || say('diff.blank')}` : '') : cells.wrong(read)}
          </span>
        )}
      </span>
    </>
  );
}
