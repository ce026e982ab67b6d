/** The test bench: values in, the answer out, and why each rule was or was not taken. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, AutoComplete, Card, Empty, Flex, Form, Typography } from 'antd';
import { useDeferredValue, useEffect, useState } from 'react';
import * as rules from '../../api/rules';
import { CustomerPicker } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import type { Cells } from './cells';
import type { Verdicts } from './grid';
import { feelValue, plainValue, type Manner } from './plain';
import { asked, kindOf, type Table } from './table';
import { useRuleWords } from './words';

interface Props {
  table: Table;
  xml: string;
  cells: Cells;
  onVerdicts: (verdicts: Verdicts | null) => void;
}

/** A FEEL literal as JSON. */
function json(feel: string): unknown {
  const date = /^date\("(.+)"\)$/.exec(feel);
  return date ? date[1] : JSON.parse(feel);
}

export function Bench({ table, xml, cells, onVerdicts }: Props) {
  const { say, language } = useRuleWords();
  const problem = useProblemText();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [customer, setCustomer] = useState('');
  const variables = asked(xml);
  const column = (name: string) => table.inputs.findIndex(({ expression }) => expression === name);
  const manner = (name: string, type: string): Manner => {
    const known = column(name) >= 0 ? cells.manner(column(name)) : null;
    return known ? { ...known, list: false, allowed: [] } : { kind: kindOf(table, { type }).kind, list: false, allowed: [], labels: new Map(), language };
  };
  const read = variables.map(({ name, type }) => ({ name, said: feelValue(typed[name] ?? '', manner(name, type)), text: typed[name] ?? '' }));
  const values = Object.fromEntries(read.flatMap(({ name, said }) => ('feel' in said && said.feel !== '' ? [[name, json(said.feel)]] : [])));
  const filled = read.some(({ text }) => text !== '');
  const ready = filled && read.every(({ said }) => 'feel' in said);
  const question = useDeferredValue(JSON.stringify(values));
  const answer = useQuery({ queryKey: ['bench', table.key, xml, question], queryFn: () => rules.attempt(table.key, xml, JSON.parse(question) as Record<string, unknown>), enabled: ready, retry: false, placeholderData: (before) => before });
  const told = ready ? answer.data : undefined;
  useEffect(() => {
    onVerdicts(told ? Object.fromEntries(told.rules.map((rule) => [rule.id, rule])) : null);
    return () => onVerdicts(null);
  }, [told, onVerdicts]);

  const fill = useMutation({
    mutationFn: (number: string) => rules.knownOf(table.key, number),
    onSuccess: ({ variables: known }) => setTyped(Object.fromEntries(variables.flatMap(({ name, type }) => (known[name] === undefined || known[name] === null ? [] : [[name, plainValue(kindOf(table, { type }).kind === 'string' ? JSON.stringify(String(known[name])) : String(known[name]), manner(name, type)).text]])))),
  });

  return (
    <Flex gap={16} wrap align="start" style={{ padding: 12 }}>
      <Form layout="vertical" style={{ flex: '1 1 260px', maxWidth: 420 }} requiredMark={false}>
        <Form.Item label={say('bench.customer')} style={{ marginBottom: 10 }} htmlFor="bench-customer" extra={fill.error ? problem(fill.error) : undefined}>
          <CustomerPicker
            id="bench-customer"
            label={say('bench.customer')}
            value={customer || undefined}
            onChange={(number) => {
              setCustomer(number ?? '');
              if (number) fill.mutate(number);
            }}
          />
        </Form.Item>
        {read.map(({ name, said, text }) => {
          const at = column(name);
          const wrong = text !== '' ? cells.wrong(said) : null;
          return (
            <Form.Item key={name} label={at >= 0 ? cells.label(at) : name} htmlFor={`bench-${name}`} validateStatus={wrong ? 'error' : undefined} help={wrong} style={{ marginBottom: 10 }}>
              <AutoComplete id={`bench-${name}`} value={text} allowClear onChange={(value) => setTyped((before) => ({ ...before, [name]: value ?? '' }))} options={(at >= 0 ? cells.choices(at) : []).map((value) => ({ value }))} />
            </Form.Item>
          );
        })}
      </Form>
      <div style={{ flex: '2 1 320px', minWidth: 0 }} role="status">
        {!ready ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('bench.start')} /> : answer.error ? <Alert type="error" showIcon title={problem(answer.error)} /> : told && <Answer table={table} cells={cells} told={told} />}
      </div>
    </Flex>
  );
}

function Answer({ table, cells, told }: { table: Table; cells: Cells; told: rules.Tried }) {
  const { say } = useRuleWords();
  const number = (id: string) => table.rules.findIndex((rule) => rule.id === id) + 1;
  const inputs = table.inputs.length;
  const hit = told.rules.filter(({ matched }) => matched);
  const missed = told.rules.filter(({ matched }) => !matched);
  return (
    <Flex vertical gap={10}>
      {told.error && <Alert type="warning" showIcon title={told.error} />}
      {told.rules.length > 0 && hit.length === 0 && <Alert type="warning" showIcon title={say('bench.none')} />}
      {hit.map(({ id }) => (
        <Card key={id} size="small" title={say('bench.taken', { n: number(id) })} style={{ borderColor: '#1f7a3d' }}>
          <dl className="rule-answer">
            {table.outputs.map((one, at) => (
              <div key={one.id}>
                <dt>{cells.label(inputs + at)}</dt>
                <dd>{cells.plain(number(id) - 1, inputs + at).text || say('diff.blank')}</dd>
              </div>
            ))}
          </dl>
        </Card>
      ))}
      {missed.length > 0 && (
        <details>
          <summary>{say('bench.others', { n: missed.length })}</summary>
          <ul style={{ paddingInlineStart: 20 }}>
            {missed.map(({ id, cells: fits }) => (
              <li key={id}>
                <Typography.Text>{say('grid.rule', { n: number(id) })}</Typography.Text>{' '}
                {fits.flatMap((fit, column) => (fit === false ? [say('bench.because', { column: cells.label(column), asks: cells.plain(number(id) - 1, column).text })] : [])).join(' · ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Flex>
  );
}
