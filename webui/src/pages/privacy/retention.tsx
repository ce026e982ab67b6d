/** How long each kind of thing is kept, what the next night will take away and what the last one took. */
import { EditOutlined } from '@ant-design/icons';
import { Button, Card, Flex, Form, Input, InputNumber, Modal, Switch, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/privacy';
import { Mark } from '../../parts/mark';
import { minute } from '../../parts/time';
import { Sheet } from '../../parts/sheet';
import { useChange, usePrivacyWords } from './words';

export function Retention({ of }: { of: calls.Overview }) {
  const { say, code } = usePrivacyWords();
  const [changing, setChanging] = useState<calls.Kept | null>(null);
  const { next_at, last_at, items } = of.retention;
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">
        {say('privacy.nightly', { next: minute(next_at) })} {last_at && say('privacy.last', { at: minute(last_at) })}
      </Typography.Text>
      <Card styles={{ body: { padding: 0 } }}>
        <Sheet
          label={say('privacy.retention')}
          rowKey="kind"
          dataSource={items}
          pagination={false}
          columns={[
            { title: say('privacy.class'), render: (_, one) => code('privacy.class', one.kind) },
            {
              title: say('privacy.months'),
              render: (_, one) => (
                <Flex gap={6} align="center">
                  {one.months ? say('privacy.monthsOf', { n: one.months }) : say('privacy.forever')}
                  {of.officer && <Button size="small" type="text" icon={<EditOutlined />} aria-label={`${say('privacy.change')}: ${code('privacy.class', one.kind)}`} onClick={() => setChanging(one)} />}
                </Flex>
              ),
            },
            { title: say('privacy.next'), align: 'right', render: (_, one) => (one.automatic ? (one.next ?? 0) > 0 ? <Mark tone="warn">{one.next}</Mark> : (one.next ?? '') : <Typography.Text type="secondary">{say('privacy.byPeople')}</Typography.Text>) },
            { title: say('privacy.gone'), align: 'right', render: (_, one) => one.gone },
            { title: say('privacy.remains'), align: 'right', render: (_, one) => one.remains },
          ]}
        />
      </Card>
      {changing && <Change of={changing} onClose={() => setChanging(null)} />}
    </Flex>
  );
}

function Change({ of, onClose }: { of: calls.Kept; onClose: () => void }) {
  const { say, code } = usePrivacyWords();
  const [form] = Form.useForm<{ months: number; reason: string; expire?: boolean }>();
  const keep = useChange(calls.keepFor, onClose);
  return (
    <Modal open title={say('privacy.changeOf', { what: code('privacy.class', of.kind) })} onCancel={onClose} okText={say('privacy.save')} okButtonProps={{ loading: keep.isPending }} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" initialValues={{ months: of.months, expire: of.automatic }} onFinish={(told) => keep.mutate({ kind: of.kind, ...told })}>
        <Form.Item name="months" label={say('privacy.months')} extra={say('privacy.monthsHint')} rules={[{ required: true }]}>
          <InputNumber min={0} max={600} precision={0} />
        </Form.Item>
        {of.kind === 'contact' && (
          <Form.Item name="expire" label={say('privacy.expire')} extra={say('privacy.expireHint')} valuePropName="checked">
            <Switch />
          </Form.Item>
        )}
        <Form.Item name="reason" label={say('privacy.why')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
