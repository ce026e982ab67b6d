/** A form that does not exist yet: its key and title, empty or as a copy of another. */
import { Form, Input, Modal, Select } from 'antd';
import { useNavigate } from 'react-router';
import { NAME } from './fields';
import { useFormWords } from './words';

interface Asked {
  key: string;
  zh: string;
  en: string;
  of?: string;
}

export function NewForm({ taken, onClose }: { taken: { key: string }[]; onClose: () => void }) {
  const { say, name } = useFormWords();
  const go = useNavigate();
  const [form] = Form.useForm<Asked>();
  const needed = { required: true, message: say('forms.needed') };
  const known = { validator: (_: unknown, key: string) => (taken.some((one) => one.key === key) ? Promise.reject(new Error(say('forms.keyTaken'))) : Promise.resolve()) };
  const begin = ({ key, ...rest }: Asked) => void go(`/forms/${key}?${new URLSearchParams({ new: '1', ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value)) })}`);
  return (
    <Modal open title={say('forms.new')} okText={say('forms.create')} onOk={form.submit} onCancel={onClose}>
      <Form form={form} layout="vertical" onFinish={begin} requiredMark={false}>
        <Form.Item name="zh" label={say('forms.zh')} rules={[needed]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="en" label={say('forms.en')} rules={[needed]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="key" label={say('forms.key')} extra={say('forms.keyWhy')} rules={[needed, { pattern: NAME, message: say('forms.keyWrong') }, known]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="of" label={say('forms.from')}>
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={taken.map((one) => ({ value: one.key, label: `${name(one) || one.key} (${one.key})` }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
