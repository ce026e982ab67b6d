/** What can be done with one rule. */
import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { Edit } from './cells';
import { addRule, copyRule, moveRule, removeRule } from './editing';
import type { Table } from './table';
import { useRuleWords } from './words';

export function RuleMenu({ table, row, edit }: { table: Table; row: number; edit: Edit }) {
  const { say } = useRuleWords();
  const last = table.rules.length - 1;
  const verbs = {
    above: (of: Table) => addRule(of, row),
    below: (of: Table) => addRule(of, row + 1),
    copy: (of: Table) => copyRule(of, row),
    up: (of: Table) => moveRule(of, row, row - 1),
    down: (of: Table) => moveRule(of, row, row + 1),
    remove: (of: Table) => removeRule(of, row),
  };
  const item = (key: keyof typeof verbs, more: object = {}) => ({ key, label: say(`rule.${key}`), onClick: () => edit(verbs[key]), ...more });
  return (
    <Dropdown trigger={['click']} menu={{ items: [item('above'), item('below'), item('copy'), item('up', { disabled: row === 0 }), item('down', { disabled: row === last }), { type: 'divider' }, item('remove', { danger: true })] }}>
      <Button type="text" size="small" icon={<MoreOutlined />} aria-label={say('rule.menu', { n: row + 1 })} />
    </Dropdown>
  );
}
