/** What the server finds in the draft, in words; the same stands on the cells. */
import { CheckCircleFilled } from '@ant-design/icons';
import { Alert, Flex, Typography } from 'antd';
import type { Cells } from './cells';
import type { Placed } from './places';
import type { Table } from './table';
import { useRuleWords } from './words';

export function Checks({ table, cells, placed, checking }: { table: Table; cells: Cells; placed: Placed[]; checking: boolean }) {
  const { say } = useRuleWords();
  const number = (id: string) => table.rules.findIndex((rule) => rule.id === id) + 1;
  if (placed.length === 0)
    return (
      <Typography.Text type="secondary" style={{ display: 'block', padding: 12 }} role="status">
        {checking ? say('check.running') : <><CheckCircleFilled style={{ color: '#1f7a3d' }} aria-hidden /> {say('check.clean')}</>}
      </Typography.Text>
    );
  return (
    <Flex vertical gap={8} style={{ padding: 12 }} role="status">
      {placed.map(({ finding, rules, example }, at) => (
        <Alert
          key={at}
          showIcon
          type={finding.severity === 'warning' ? 'warning' : 'error'}
          title={finding.code === 'gap' ? say('check.gap') : finding.message}
          description={
            <>
              {rules.length > 0 && <div>{say('check.rules', { rules: rules.map(number).join(', ') })}</div>}
              {example && <div>{say('check.example')} {table.inputs.flatMap((one, column) => (example[one.id] === undefined ? [] : [`${cells.label(column)} = ${cells.said(column, example[one.id]!)}`])).join(' · ')}</div>}
              <div>{finding.remedy}</div>
            </>
          }
        />
      ))}
    </Flex>
  );
}
