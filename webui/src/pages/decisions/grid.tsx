/** The rule table as a grid: cells in plain words, moved through and filled with the keyboard like a spreadsheet. */
import { EditOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { Cells, Edit } from './cells';
import { addRule, moveRule, place, setText, textAt, width, type SideOf } from './editing';
import { CellField, type Move } from './field';
import './grid.css';
import { titled } from './manner';
import { RuleMenu } from './menu';
import { gaps, type Placed } from './places';
import type { Input, Output, Table } from './table';
import { useRuleWords } from './words';

export interface Verdicts {
  [rule: string]: { matched: boolean; cells: (boolean | null)[] };
}

export interface GridProps {
  table: Table;
  cells: Cells;
  edit: Edit | null;
  placed: Placed[];
  verdicts: Verdicts | null;
  /** FEEL stands under the plain words. */
  feel: boolean;
  onColumn: (side: SideOf, column: Input | Output) => void;
  onUndo: () => void;
  onRedo: () => void;
}

interface At {
  row: number;
  column: number;
}

export function Grid(props: GridProps) {
  const { table, cells, edit, placed, verdicts, feel, onColumn } = props;
  const { say, language } = useRuleWords();
  const { message } = App.useApp();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<At>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<At>({ row: 0, column: 0 });
  const [aim, setAim] = useState<At | null>(null);
  const columns = width(table);

  const go = (row: number, column: number, extend = false, rows = table.rules.length) => {
    const to = { row: Math.min(Math.max(row, 0), rows - 1), column: Math.min(Math.max(column, 0), columns - 1) };
    setAt(to);
    setAim(to);
    if (!extend) setAnchor(to);
  };
  // Before the next key can arrive; a moved row has lost the focus by now.
  useLayoutEffect(() => {
    if (aim) box.current?.querySelector<HTMLElement>(`[data-at="${aim.row}/${aim.column}"]${edit ? ' input' : ''}`)?.focus();
  }, [aim]);
  const leave = (text: string | null, move: Move) => {
    const why = text === null ? null : cells.put(at.row, at.column, text);
    if (why) return why;
    if (move === 'down') go(at.row + 1, at.column);
    else if (move === 'right') go(at.column + 1 < columns ? at.row : at.row + 1, at.column + 1 < columns ? at.column + 1 : 0);
    else if (move === 'left') go(at.row, at.column - 1);
    return null;
  };
  const block = () => ({ top: Math.min(at.row, anchor.row), bottom: Math.max(at.row, anchor.row), left: Math.min(at.column, anchor.column), right: Math.max(at.column, anchor.column) });
  const picked = (row: number, column: number) => {
    const { top, bottom, left, right } = block();
    return (top !== bottom || left !== right) && row >= top && row <= bottom && column >= left && column <= right;
  };
  const clear = () =>
    edit?.((of) => {
      const { top, bottom, left, right } = block();
      let next = of;
      for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) next = setText(next, row, column, place(of, column).side === 'when' ? '-' : '');
      return next;
    });

  const onKey = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).closest('[data-at]')) return;
    const { key, shiftKey } = event;
    const command = event.ctrlKey || event.metaKey;
    const step: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const by = step[key];
    if (by && event.altKey && edit && by[1] === 0) {
      edit((of) => moveRule(of, at.row, at.row + by[0]));
      go(at.row + by[0], at.column);
    } else if (by) go(at.row + by[0], at.column + by[1], shiftKey);
    else if (key === 'Home') go(command ? 0 : at.row, 0);
    else if (key === 'End') go(command ? table.rules.length - 1 : at.row, columns - 1);
    else if (edit && command && key.toLowerCase() === 'z') (shiftKey ? props.onRedo : props.onUndo)();
    else if (edit && command && key.toLowerCase() === 'y') props.onRedo();
    else if (edit && command && key === 'Enter') {
      edit((of) => addRule(of, at.row + 1));
      go(at.row + 1, 0, false, table.rules.length + 1);
    } else if (edit && (key === 'Delete' || key === 'Backspace')) clear();
    else return;
    event.preventDefault();
  };

  /** The clipboard belongs to a cell that is typed into. */
  const busy = (event: ClipboardEvent) => (event.target as HTMLElement).closest('.rule-field') !== null;
  const onCopy = (event: ClipboardEvent) => {
    if (busy(event)) return;
    const { top, bottom, left, right } = block();
    const lines = Array.from({ length: bottom - top + 1 }, (_, row) => Array.from({ length: right - left + 1 }, (_, column) => cells.plain(top + row, left + column).text).join('\t'));
    event.clipboardData.setData('text/plain', lines.join('\n'));
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!edit || busy(event)) return;
    event.preventDefault();
    const lines = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '').split(/\r?\n/).map((line) => line.split('\t'));
    const wrong: string[] = [];
    const { top, left } = block();
    const texts = lines.flatMap((line, row) =>
      line.slice(0, columns - left).flatMap((text, column) => {
        const read = cells.read(left + column, text);
        if ('feel' in read) return [{ row: top + row, column: left + column, feel: read.feel }];
        wrong.push(say('grid.notPasted', { row: top + row + 1, why: cells.wrong(read) ?? '' }));
        return [];
      }),
    );
    edit((of) => {
      let next = of;
      while (next.rules.length < top + lines.length) next = addRule(next, next.rules.length);
      for (const { row, column, feel: text } of texts) next = setText(next, row, column, text);
      return next;
    });
    if (wrong.length) message.warning(wrong.slice(0, 3).join(' '), 8);
    else message.success(say('grid.pasted', { n: texts.length }));
  };

  const head = (side: SideOf, one: Input | Output) => {
    const label = titled(one, language);
    return (
      <th scope="col" key={one.id} data-side={side}>
        {edit ? (
          <Tooltip title={say('column.edit')}>
            <Button type="text" size="small" className="rule-head" onClick={() => onColumn(side, one)}>
              {label} <EditOutlined aria-hidden />
            </Button>
          </Tooltip>
        ) : (
          label
        )}
        {feel && <div className="rule-feel">{'expression' in one ? one.expression : one.name}</div>}
      </th>
    );
  };

  return (
    <div className="rule-scroll rule-wide" ref={box} onKeyDown={onKey} onCopy={onCopy} onPaste={onPaste}>
      <table className="rule-grid" role="grid" aria-label={table.name} aria-rowcount={table.rules.length + 1}>
        <thead>
          <tr>
            <th scope="col">{say('grid.number')}</th>
            {table.inputs.map((one) => head('when', one))}
            {table.outputs.map((one) => head('then', one))}
            <th scope="col">{say('grid.note')}</th>
          </tr>
        </thead>
        <tbody>
          {table.rules.map((rule, row) => {
            const verdict = verdicts?.[rule.id];
            const found = placed.filter(({ rules }) => rules.includes(rule.id));
            return (
              <tr key={rule.id} data-matched={verdict?.matched}>
                <th scope="row">
                  <span className="rule-number">
                    {row + 1}
                    {verdict?.matched && <b aria-label={say('bench.matched')}> ✓</b>}
                    {edit && <RuleMenu table={table} row={row} edit={edit} />}
                  </span>
                  {found.length > 0 && (
                    <Tooltip title={found.map(({ finding }) => finding.message).join(' ')}>
                      <b className="rule-mark" data-severity={found.some(({ finding }) => finding.severity !== 'warning') ? 'error' : 'warning'} tabIndex={0} role="img" aria-label={found.map(({ finding }) => finding.message).join(' ')}>
                        !
                      </b>
                    </Tooltip>
                  )}
                </th>
                {Array.from({ length: columns }, (_, column) => {
                  const here = at.row === row && at.column === column;
                  const plain = cells.plain(row, column);
                  const own = placed.filter((one) => one.cells.includes(`${rule.id}/${column}`));
                  const fits = verdict && !verdict.matched ? verdict.cells[column] : undefined;
                  const side = place(table, column).side;
                  const shownText = (
                    <>
                      <span className={plain.formula ? 'rule-formula' : plain.text === '—' ? 'rule-any' : undefined}>{plain.text}</span>
                      {fits === false && <b className="rule-miss" aria-label={say('bench.misses')}> ✗</b>}
                      {feel && side !== 'note' && <div className="rule-feel">{textAt(table, row, column)}</div>}
                    </>
                  );
                  return (
                    <td
                      key={column}
                      role="gridcell"
                      data-at={`${row}/${column}`}
                      data-side={side}
                      data-picked={picked(row, column) || undefined}
                      data-found={own[0]?.finding.severity ?? undefined}
                      data-fits={fits === undefined || fits === null ? undefined : String(fits)}
                      tabIndex={here && !edit ? 0 : -1}
                      aria-selected={here}
                      aria-readonly={!edit}
                      onMouseDown={(event) => {
                        if (here && !event.shiftKey) return;
                        event.preventDefault();
                        go(row, column, event.shiftKey);
                      }}
                    >
                      {here && edit ? (
                        <CellField key={`${rule.id}/${column}`} cells={cells} column={column} label={`${cells.label(column)} ${row + 1}`} start={plain.text} open={false} onLeave={leave}>
                          {shownText}
                        </CellField>
                      ) : (
                        shownText
                      )}
                    </td>
                  );
                })}
              </tr>
            );
          })}
          {gaps(placed).map(({ finding, example }) => (
            <tr key={JSON.stringify(example)} className="rule-gap">
              <th scope="row">
                <b className="rule-mark" data-severity="warning" aria-hidden>
                  ?
                </b>
              </th>
              {table.inputs.map((one, column) => (
                <td role="gridcell" key={one.id}>{example?.[one.id] === undefined ? '—' : cells.said(column, example[one.id]!)}</td>
              ))}
              <td role="gridcell" colSpan={table.outputs.length + 1}>
                {say('check.gap')} {edit && <Button size="small" onClick={() => { edit((of) => addRule(of, of.rules.length, example ?? {})); go(table.rules.length, 0, false, table.rules.length + 1); }}>{say('check.fill')}</Button>}
                <span hidden>{finding.message}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
