/** Holding, continuing or ending a case; each asks why, and the reason stays on record. */
import { DownOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { Instance } from '../../api/types';
import { useProblemText } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { useRefresh } from '../inbox/state';

type Verb = 'cancel' | 'suspend' | 'resume';

export function Steering({ instance }: { instance: Instance }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const able = useRole('process_owner');
  const [asking, setAsking] = useState<Verb | null>(null);
  const [form] = Form.useForm<{ reason: string }>();
  const steer = useMutation({
    mutationFn: ({ verb, reason }: { verb: Verb; reason: string }) => calls.steer(instance.id, verb, reason),
    onSuccess: async () => {
      message.success(t('case.steered'));
      setAsking(null);
      await refresh();
    },
    onError: (failure) => message.error(problem(failure)),
  });
  if (!able || instance.status === 'completed' || instance.status === 'cancelled') return null;
  const verbs: Verb[] = [instance.status === 'suspended' ? 'resume' : 'suspend', 'cancel'];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items: verbs.map((verb) => ({ key: verb, label: t(`case.${verb}`), danger: verb === 'cancel', onClick: () => setAsking(verb) })) }}>
        <Button icon={<DownOutlined />} iconPlacement="end">
          {t('case.steer')}
        </Button>
      </Dropdown>
      <Modal open={asking !== null} title={asking ? t(`case.${asking}`) : ''} onCancel={() => setAsking(null)} onOk={form.submit} confirmLoading={steer.isPending} okButtonProps={{ danger: asking === 'cancel' }} destroyOnHidden>
        <Form form={form} layout="vertical" preserve={false} onFinish={({ reason }) => asking && steer.mutate({ verb: asking, reason })}>
          <Form.Item name="reason" label={t('case.reason')} rules={[{ required: true, whitespace: true, message: t('case.needReason') }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

export function RetryButton({ incident }: { incident: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const able = useRole('process_owner');
  const retry = useMutation({
    mutationFn: () => calls.retry(incident),
    onSuccess: async () => {
      message.success(t('case.retried'));
      await refresh();
    },
    onError: (failure) => message.error(problem(failure)),
  });
  return able ? (
    <Button size="small" loading={retry.isPending} onClick={() => retry.mutate()}>
      {t('case.retry')}
    </Button>
  ) : null;
}
