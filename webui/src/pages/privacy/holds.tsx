/** What must stay although somebody asks for its erasure: set with a ground, lifted with a reason. */
import { Button, Card, DatePicker, Flex, Form, Input, Modal, Typography } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/privacy';
import { Mark } from '../../parts/mark';
import { CallerPicker, useNames } from '../../parts/people';
import { Nothing } from '../../parts/states';
import { day } from '../../parts/time';
import { Sheet } from '../../parts/sheet';
import { useChange, usePrivacyWords } from './words';

export function Holds({ of }: { of: calls.Overview }) {
  const { say } = usePrivacyWords();
  const names = useNames();
  const [lifting, setLifting] = useState<calls.Hold | null>(null);
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say('privacy.holdWhy')}</Typography.Text>
      {of.officer && <NewHold />}
      <Card styles={{ body: { padding: 0 } }}>
        {of.holds.length === 0 ? (
          <Nothing text={say('privacy.noHolds')} />
        ) : (
          <Sheet
            label={say('privacy.holds')}
            rowKey="id"
            dataSource={of.holds}
            columns={[
              { title: say('privacy.customer'), render: (_, one) => <Link to={`/customers/${one.customer}`}>{one.customer}</Link> },
              { title: say('privacy.reason'), render: (_, one) => <span style={{ whiteSpace: 'normal' }}>{one.reason}</span> },
              { title: say('privacy.until'), render: (_, one) => (one.until ? day(one.until) : say('privacy.open_end')) },
              { title: say('privacy.since'), render: (_, one) => `${names.person(one.by)} ${day(one.since)}` },
              {
                title: '',
                render: (_, one) =>
                  one.lifted_at ? (
                    <Mark>{say('privacy.lifted', { at: day(one.lifted_at) })}</Mark>
                  ) : (
                    of.officer && (
                      <Button size="small" onClick={() => setLifting(one)}>
                        {say('privacy.lift')}
                      </Button>
                    )
                  ),
              },
            ]}
          />
        )}
      </Card>
      {lifting && <Lift of={lifting} onClose={() => setLifting(null)} />}
    </Flex>
  );
}

function NewHold() {
  const { say } = usePrivacyWords();
  const [form] = Form.useForm<{ customer: string; reason: string; until?: Dayjs }>();
  const hold = useChange(calls.hold, () => form.resetFields());
  const wide = { flex: '1 1 220px', margin: 0 };
  return (
    <Card size="small">
      <Form form={form} layout="vertical" onFinish={({ customer, reason, until }) => hold.mutate({ customer, reason, until: until?.format('YYYY-MM-DD') })}>
        <Flex gap={12} wrap align="end">
          <Form.Item name="customer" label={say('privacy.customer')} rules={[{ required: true }]} style={wide}>
            <CallerPicker />
          </Form.Item>
          <Form.Item name="reason" label={say('privacy.reason')} rules={[{ required: true, whitespace: true }]} style={{ ...wide, flex: '2 1 260px' }}>
            <Input maxLength={500} />
          </Form.Item>
          <Form.Item name="until" label={say('privacy.until')} style={{ margin: 0 }}>
            <DatePicker placeholder={say('privacy.open_end')} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={hold.isPending}>
            {say('privacy.hold')}
          </Button>
        </Flex>
      </Form>
    </Card>
  );
}

function Lift({ of, onClose }: { of: calls.Hold; onClose: () => void }) {
  const { say } = usePrivacyWords();
  const [reason, setReason] = useState('');
  const lift = useChange(calls.lift, onClose);
  return (
    <Modal open title={`${say('privacy.lift')} · ${of.customer}`} onCancel={onClose} okText={say('privacy.lift')} okButtonProps={{ disabled: !reason.trim(), loading: lift.isPending }} onOk={() => lift.mutate({ id: of.id, reason })}>
      <Typography.Paragraph>{of.reason}</Typography.Paragraph>
      <Input.TextArea autoFocus rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} placeholder={say('privacy.liftWhy')} aria-label={say('privacy.liftWhy')} />
    </Modal>
  );
}
