/** A column: what it is called, what it asks for or answers, which values it takes. */
import { App, Button, Flex, Form, Input as Field, Modal, Select } from 'antd';
import type { Edit } from './cells';
import { moveColumn, removeColumn, saveColumn, type SideOf } from './editing';
import { parts, plainValue, feelValue } from './plain';
import { kindOf, type Input, type Output, type Table } from './table';
import { manners } from './manner';
import { useRuleWords } from './words';

const TYPES = ['number', 'string', 'boolean', 'date'] as const;

interface Props {
  table: Table;
  side: SideOf;
  column: Input | Output;
  edit: Edit;
  onClose: () => void;
}

type Said = { label: string; type: string; asks: string; values: string; fallback: string };

export function ColumnForm({ table, side, column, edit, onClose }: Props) {
  const { say, language } = useRuleWords();
  const { modal } = App.useApp();
  const [form] = Form.useForm<Said>();
  const list = side === 'when' ? table.inputs : table.outputs;
  const at = list.findIndex(({ id }) => id === column.id);
  const own = { kind: kindOf(table, column).kind, list: false, allowed: [], labels: manners(table, language)[side][at]?.labels ?? new Map<string, string>(), language };
  const literals = parts(column.values, /,/)?.filter((one) => one !== '') ?? [];
  const start: Said = {
    label: column.label,
    type: column.type,
    asks: 'expression' in column ? column.expression : column.name,
    values: literals.map((one) => plainValue(one, own).text).join(', '),
    fallback: 'fallback' in column ? column.fallback : '',
  };
  const values = (text: string, type: string) => {
    const way = { ...own, kind: kindOf(table, { type }).kind };
    return text
      .split(/[,，、;；]/)
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => feelValue(one, way));
  };
  const save = (said: Said) => {
    const read = values(said.values ?? '', said.type).flatMap((one) => ('feel' in one ? [one.feel] : []));
    const same = said.values === start.values && said.type === start.type;
    const next = { ...column, label: said.label.trim(), type: said.type, values: same ? column.values : read.join(','), ...('expression' in column ? { expression: said.asks.trim() } : { name: said.asks.trim(), fallback: (said.fallback ?? '').trim() }) };
    edit((of) => saveColumn(of, side, next));
    onClose();
  };
  const verb = (to: (of: Table) => Table) => {
    edit(to);
    onClose();
  };
  const remove = () => modal.confirm({ title: say('column.remove'), content: say('column.removeWhy', { name: column.label }), okButtonProps: { danger: true }, onOk: () => verb((of) => removeColumn(of, side, at)) });
  const declared = Object.keys(table.types).map((name) => ({ value: name, label: name }));
  return (
    <Modal
      open
      title={say(at < 0 ? `column.new.${side}` : 'column.edit')}
      onCancel={onClose}
      onOk={form.submit}
      okText={say('column.save')}
      footer={(buttons) => (
        <Flex gap={8} wrap justify="end">
          {at >= 0 && (
            <>
              <Button danger type="text" disabled={side === 'then' && list.length === 1} onClick={remove}>
                {say('column.remove')}
              </Button>
              <Button type="text" disabled={at === 0} onClick={() => verb((of) => moveColumn(of, side, at, at - 1))}>
                {say('column.left')}
              </Button>
              <Button type="text" disabled={at === list.length - 1} onClick={() => verb((of) => moveColumn(of, side, at, at + 1))}>
                {say('column.right')}
              </Button>
              <span style={{ flex: 1 }} />
            </>
          )}
          {buttons}
        </Flex>
      )}
    >
      <Form form={form} layout="vertical" initialValues={start} onFinish={save}>
        <Form.Item name="label" label={say('column.label')} rules={[{ required: true, message: say('column.needed') }]}>
          <Field />
        </Form.Item>
        <Form.Item name="asks" label={say(side === 'when' ? 'column.asks' : 'column.name')} extra={say(side === 'when' ? 'column.asksWhy' : 'column.nameWhy')} rules={[{ required: true, message: say('column.needed') }]}>
          <Field style={{ fontFamily: 'monospace' }} />
        </Form.Item>
        <Form.Item name="type" label={say('column.type')}>
          <Select options={[...TYPES.map((type) => ({ value: type as string, label: say(`type.${type}`) })), ...declared, ...([...TYPES, ...Object.keys(table.types)].includes(column.type) ? [] : [{ value: column.type, label: column.type || say('type.any') }])]} />
        </Form.Item>
        <Form.Item
          name="values"
          label={say('column.values')}
          extra={say('column.valuesWhy')}
          rules={[{ validator: (_, text: string) => (values(text ?? '', form.getFieldValue('type')).every((one) => 'feel' in one) ? Promise.resolve() : Promise.reject(new Error(say('column.valuesWrong')))) }]}
        >
          <Field />
        </Form.Item>
        {'fallback' in column && (
          <Form.Item name="fallback" label={say('column.fallback')}>
            <Field style={{ fontFamily: 'monospace' }} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
