/** On which ground personal data may be given to somebody abroad, and who is given any. */
import { EditOutlined } from '@ant-design/icons';
import { Button, Card, Flex, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/privacy';
import { useChange, usePrivacyWords } from './words';

const MECHANISMS = ['security_assessment', 'standard_contract', 'certification', 'exempt'] as const;

export function Abroad({ of }: { of: calls.Overview }) {
  const { say, code } = usePrivacyWords();
  const [changing, setChanging] = useState(false);
  const { hosting, cross_border: held, processors } = of.settings;
  return (
    <Card size="small" title={say('privacy.abroad')} extra={of.officer && <Button size="small" icon={<EditOutlined />} onClick={() => setChanging(true)}>{say('privacy.abroadChange')}</Button>}>
      <Flex vertical gap={6}>
        <Typography.Text>{held ? `${code('privacy.mechanism', held.mechanism)} · ${held.reference}` : say('privacy.abroadNone')}</Typography.Text>
        <Typography.Text type="secondary">{say('privacy.abroadWhy', { hosting })}</Typography.Text>
        {processors.map((one) => (
          <Typography.Text key={one.name}>
            {one.name} <Typography.Text type="secondary">{[one.purpose, one.country ?? hosting].join(' · ')}</Typography.Text>
          </Typography.Text>
        ))}
      </Flex>
      {changing && <Change of={held} onClose={() => setChanging(false)} />}
    </Card>
  );
}

interface Given {
  mechanism?: string;
  reference?: string;
  reason: string;
}

function Change({ of, onClose }: { of: calls.Mechanism | null; onClose: () => void }) {
  const { say, code } = usePrivacyWords();
  const [form] = Form.useForm<Given>();
  const mechanism = Form.useWatch('mechanism', form);
  const save = useChange(({ mechanism, reference, reason }: Given) => calls.goAbroad(mechanism ? { mechanism, reference: reference ?? '' } : null, reason), onClose);
  return (
    <Modal open title={say('privacy.abroad')} onCancel={onClose} okText={say('privacy.save')} okButtonProps={{ loading: save.isPending }} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" initialValues={of ?? {}} onFinish={(told) => save.mutate(told)}>
        <Form.Item name="mechanism" label={say('privacy.mechanism')}>
          <Select allowClear placeholder={say('privacy.abroadNone')} options={MECHANISMS.map((value) => ({ value, label: code('privacy.mechanism', value) }))} />
        </Form.Item>
        {mechanism && (
          <Form.Item name="reference" label={say('privacy.reference')} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={200} />
          </Form.Item>
        )}
        <Form.Item name="reason" label={say('privacy.why')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
