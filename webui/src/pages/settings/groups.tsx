/** Groups: what a lane of a drawing means, and who is in it. */
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import { addGroup } from '../../api/settings';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Changes } from './changes';
import { useSave, useSettingsWords } from './words';

interface Given {
  name: string;
  name_en?: string;
  aliases?: string[];
}

export function Groups() {
  const { say, name } = useSettingsWords();
  const names = useNames();
  const [adding, setAdding] = useState(false);
  const held = useQuery({ queryKey: ['groups'], queryFn: calls.groups });
  const members = (group: string) => names.people.filter((one) => one.groups.includes(group)).map((one) => one.display_name);
  return (
    <>
      <Card>
        <Flex justify="end" style={{ marginBottom: 8 }}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {say('groups.add')}
          </Button>
        </Flex>
        <WhenLoaded of={held}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing text={say('groups.none')} />
            ) : (
              <Sheet
                rowKey="name"
                pagination={false}
                dataSource={items}
                columns={[
                  { title: say('departments.name'), width: '28%', render: (_, one) => <><div>{name(one)}</div><Typography.Text type="secondary" style={{ fontSize: 12 }}>{one.aliases.join(', ')}</Typography.Text></> },
                  { title: say('groups.members'), render: (_, one) => members(one.name).join(', ') || <Typography.Text type="warning">{say('groups.empty')}</Typography.Text> },
                ]}
              />
            )
          }
        </WhenLoaded>
      </Card>
      <Changes about="groups" />
      {adding && <GroupForm onClose={() => setAdding(false)} />}
    </>
  );
}

function GroupForm({ onClose }: { onClose: () => void }) {
  const { say, t } = useSettingsWords();
  const [form] = Form.useForm<Given>();
  const save = useSave((given: Given) => addGroup(given), onClose);
  return (
    <Modal open title={say('groups.add')} onCancel={onClose} onOk={form.submit} okText={say('settings.save')} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" onFinish={(given) => save.mutate(given)}>
        <Form.Item name="name" label={say('departments.name')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
          <Input />
        </Form.Item>
        <Form.Item name="name_en" label={say('departments.nameEn')}>
          <Input />
        </Form.Item>
        <Form.Item name="aliases" label={say('groups.aliases')} extra={say('groups.aliasesWhy')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
