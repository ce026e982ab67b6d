import { Button, Form, Input } from 'antd';
import * as calls from '../../api/settings';
import { useSave, useSettingsWords } from '../settings/words';

export function Company({ setup }: { setup: calls.Setup }) {
  const { say, t } = useSettingsWords();
  const save = useSave((given: { name: string; name_en?: string }) => calls.nameCompany(given));
  return (
    <Form layout="vertical" initialValues={{ name: setup.name, name_en: setup.name_en }} onFinish={(given) => save.mutate(given)} style={{ maxWidth: 420 }}>
      <Form.Item name="name" label={say('setup.name')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
        <Input />
      </Form.Item>
      <Form.Item name="name_en" label={say('setup.nameEn')}>
        <Input />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {say('settings.save')}
      </Button>
    </Form>
  );
}
