/** Two versions of a rule table side by side in one grid: what was changed, added and taken away, cell by cell. */
import { Alert, Flex, Switch, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { Mark, type Tone } from '../../parts/mark';
import { Nothing } from '../../parts/states';
import { compare, nothing, type Change, type Changes, type ColumnChange, type RuleChange } from './changes';
import './grid.css';
import { manners, shown, titled, type Manners } from './manner';
import { read, type Table } from './table';
import { useRuleWords } from './words';

const tones: Record<Change, Tone> = { same: 'plain', added: 'good', removed: 'bad', changed: 'warn', moved: 'info' };

interface Props {
  /** DMN files; `before` is null for a table that is new. */
  before: string | null;
  after: string;
}

/** For reviews and histories: tables that are no single table are said so (their files are compared elsewhere). */
export function CellDiff({ before, after }: Props) {
  const { say } = useRuleWords();
  const tables = useMemo(() => {
    const fresh = read(after);
    const old = before === null ? fresh && { ...fresh, inputs: [], outputs: [], rules: [] } : read(before);
    return old && fresh ? { old, fresh } : null;
  }, [before, after]);
  if (!tables) return <Nothing text={say('diff.noTable')} />;
  return <TableDiff before={tables.old} after={tables.fresh} />;
}

export function TableDiff({ before, after }: { before: Table; after: Table }) {
  const { say, language } = useRuleWords();
  const [all, setAll] = useState(false);
  const changes = useMemo(() => compare(before, after), [before, after]);
  const how = useMemo(() => ({ before: manners(before, language), after: manners(after, language) }), [before, after, language]);
  if (nothing(changes)) return <Nothing text={say('diff.same')} />;
  const rules = all ? changes.rules : changes.rules.filter((rule) => rule.change !== 'same');
  const view = { changes, rules, before, after, how };
  return (
    <Flex vertical gap={10}>
      <Flex gap={8} wrap align="center">
        {(['changed', 'added', 'removed'] as const).map((kind) => changes.count[kind] > 0 && <Mark key={kind} tone={tones[kind]}>{say(`diff.count.${kind}`, { n: changes.count[kind] })}</Mark>)}
        <span style={{ flex: 1 }} />
        <label>
          <Switch size="small" checked={all} onChange={setAll} /> {say('diff.all')}
        </label>
      </Flex>
      {changes.hit && <Alert type="warning" showIcon title={say('diff.hit', { from: before.hit, to: after.hit })} />}
      <DiffGrid {...view} />
      <DiffCards {...view} />
    </Flex>
  );
}

interface View {
  changes: Changes;
  rules: RuleChange[];
  before: Table;
  after: Table;
  how: { before: Manners; after: Manners };
}

function useCell({ before, after, how }: View) {
  const { say } = useRuleWords();
  const place = (table: Table, column: ColumnChange) => (column.side === 'when' ? table.inputs : table.outputs).findIndex(({ id }) => id === column.id);
  const told = (table: Table, way: Manners, column: ColumnChange, text: string | undefined) => {
    if (text === undefined) return '';
    const manner = way[column.side][place(table, column)];
    return manner ? shown(column.side, text, manner).text || say('diff.blank') : text;
  };
  return (rule: RuleChange, column: ColumnChange) => {
    const text = (table: Table, side: 'before' | 'after') => rule[side]?.[column.side][place(table, column)]?.text;
    const old = told(before, how.before, column, text(before, 'before'));
    const fresh = told(after, how.after, column, text(after, 'after'));
    if (rule.change === 'added') return <ins className="rule-new">{fresh}</ins>;
    if (rule.change === 'removed') return <del className="rule-old">{old}</del>;
    if (!(column.id in rule.cells)) return <span>{fresh}</span>;
    return (
      <span className="rule-both">
        {old && <del className="rule-old">{old}</del>} {fresh && <ins className="rule-new">{fresh}</ins>}
      </span>
    );
  };
}

function Named({ column }: { column: ColumnChange }) {
  const { say, language } = useRuleWords();
  const { before, after } = column;
  const label = (one: typeof before) => one && titled(one, language);
  return (
    <>
      {column.change === 'changed' && label(before) !== label(after) && <del className="rule-old">{label(before)}</del>} <span>{label(after ?? before)}</span> {column.change !== 'same' && <Mark tone={tones[column.change]}>{say(`diff.${column.change}`)}</Mark>}
    </>
  );
}

function DiffGrid(view: View) {
  const { say } = useRuleWords();
  const cell = useCell(view);
  return (
    <div className="rule-scroll rule-wide" tabIndex={0} role="region" aria-label={say('diff.title')}>
      <table className="rule-grid">
        <thead>
          <tr>
            <th scope="col">{say('grid.number')}</th>
            {view.changes.columns.map((column) => (
              <th scope="col" key={column.id} data-side={column.side}>
                <Named column={column} />
              </th>
            ))}
            <th scope="col">{say('grid.note')}</th>
          </tr>
        </thead>
        <tbody>
          {view.rules.map((rule) => (
            <tr key={rule.id} data-change={rule.change}>
              <th scope="row">
                <Mark tone={tones[rule.change]}>{rule.change === 'moved' ? `${rule.from} → ${rule.to}` : rule.to || rule.from}</Mark>
              </th>
              {view.changes.columns.map((column) => (
                <td key={column.id} data-side={column.side}>
                  {cell(rule, column)}
                </td>
              ))}
              <td>
                {rule.noted && <del className="rule-old">{rule.before?.note}</del>} {rule.noted ? <ins className="rule-new">{rule.after?.note}</ins> : (rule.after ?? rule.before)?.note}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DiffCards(view: View) {
  const { say } = useRuleWords();
  const cell = useCell(view);
  return (
    <Flex vertical gap={8} className="rule-narrow">
      {view.rules.map((rule) => (
        <section key={rule.id} className="rule-card" aria-label={say('grid.rule', { n: rule.to || rule.from })}>
          <Flex gap={8} align="center" style={{ marginBottom: 4 }}>
            <Typography.Text strong>{say('grid.rule', { n: rule.to || rule.from })}</Typography.Text>
            {rule.change !== 'same' && <Mark tone={tones[rule.change]}>{say(`diff.${rule.change}`)}</Mark>}
          </Flex>
          <dl>
            {view.changes.columns.map((column) => (
              <div key={column.id}>
                <dt>
                  <Named column={column} />
                </dt>
                <dd>{cell(rule, column)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Flex>
  );
}
