/** The rule table on a phone: one card a rule. */
import { Button, Flex, Typography } from 'antd';
import { useState } from 'react';
import { addRule, place, textAt, width } from './editing';
import { CellField } from './field';
import type { GridProps } from './grid';
import { RuleMenu } from './menu';
import { gaps } from './places';
import { useRuleWords } from './words';

export function Cards({ table, cells, edit, placed, verdicts, feel }: GridProps) {
  const { say } = useRuleWords();
  const [typing, setTyping] = useState('');
  const columns = Array.from({ length: width(table) }, (_, at) => at);
  return (
    <Flex vertical gap={8} className="rule-narrow">
      {table.rules.map((rule, row) => {
        const verdict = verdicts?.[rule.id];
        const found = placed.filter(({ rules }) => rules.includes(rule.id));
        return (
          <section key={rule.id} className="rule-card" data-matched={verdict?.matched} aria-label={say('grid.rule', { n: row + 1 })}>
            <Flex align="center" justify="space-between">
              <Typography.Text strong>
                {say('grid.rule', { n: row + 1 })} {verdict?.matched && '✓'}
              </Typography.Text>
              {edit && <RuleMenu table={table} row={row} edit={edit} />}
            </Flex>
            {found.map(({ finding }, at) => (
              <p key={at} className="rule-why">
                {finding.message}
              </p>
            ))}
            <dl>
              {columns.map((column) => {
                const id = `${rule.id}/${column}`;
                const plain = cells.plain(row, column);
                const label = cells.label(column);
                const side = place(table, column).side;
                if (!edit && side === 'note' && !plain.text) return null;
                const fits = verdict && !verdict.matched ? verdict.cells[column] : undefined;
                return (
                  <div key={column} data-side={side}>
                    <dt>{label}</dt>
                    <dd>
                      {typing === id ? (
                        <CellField
                          cells={cells}
                          column={column}
                          label={`${label} ${row + 1}`}
                          start={plain.text}
                          open
                          onLeave={(text) => {
                            const why = text === null ? null : cells.put(row, column, text);
                            if (!why) setTyping('');
                            return why;
                          }}
                        />
                      ) : edit ? (
                        <button type="button" className="rule-tap" onClick={() => setTyping(id)} aria-label={`${label} ${row + 1}: ${plain.text}`}>
                          {plain.text || say('diff.blank')}
                        </button>
                      ) : (
                        <span className={plain.formula ? 'rule-formula' : undefined}>{plain.text}</span>
                      )}
                      {fits === false && <b className="rule-miss"> ✗</b>}
                      {feel && side !== 'note' && <div className="rule-feel">{textAt(table, row, column)}</div>}
                    </dd>
                  </div>
                );
              })}
            </dl>
          </section>
        );
      })}
      {gaps(placed).map(({ example }) => (
        <section key={JSON.stringify(example)} className="rule-card rule-gap">
          <strong>{say('check.gap')}</strong>
          <dl>
            {table.inputs.map((one, column) => (
              <div key={one.id}>
                <dt>{cells.label(column)}</dt>
                <dd>{example?.[one.id] === undefined ? '—' : cells.said(column, example[one.id]!)}</dd>
              </div>
            ))}
          </dl>
          {edit && <Button size="small" onClick={() => edit((of) => addRule(of, of.rules.length, example ?? {}))}>{say('check.fill')}</Button>}
        </section>
      ))}
    </Flex>
  );
}
