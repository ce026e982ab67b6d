/** Holding, continuing or ending a case; each asks why, and the reason stays on record. */
import { DownOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown, Flex, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { Incident, Instance } from '../../api/types';
import { useProblemText } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { useRefresh } from '../inbox/state';
import { MoveToken, ResolveIncident, SetValue } from './mend';
import { MigrateCase } from './migrate';

type Verb = 'cancel' | 'suspend' | 'resume';
type Mending = 'migrate' | 'move' | 'setValue';

export function Steering({ instance, names }: { instance: Instance; names: Map<string, string> }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const able = useRole('process_owner');
  const [asking, setAsking] = useState<Verb | null>(null);
  const [mending, setMending] = useState<Mending | null>(null);
  const stop = () => setMending(null);
  const [form] = Form.useForm<{ reason: string }>();
  const steer = useMutation({
    mutationFn: ({ verb, reason }: { verb: Verb; reason: string }) => calls.steer(instance.id, verb, reason),
    onSuccess: async () => {
      message.success(t('case.steered'));
      setAsking(null);
      await refresh();
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  if (!able || instance.status === 'completed' || instance.status === 'cancelled') return null;
  const verbs: Verb[] = [instance.status === 'suspended' ? 'resume' : 'suspend', 'cancel'];
  return (
    <>
      <Dropdown trigger={['click']} menu={{
          items: [
            ...(['migrate', 'move', 'setValue'] as const).map((verb) => ({ key: verb, label: t(`case.${verb}`), onClick: () => setMending(verb) })),
            { type: 'divider' },
            ...verbs.map((verb) => ({ key: verb, label: t(`case.${verb}`), danger: verb === 'cancel', onClick: () => setAsking(verb) })),
          ],
        }}>
        <Button icon={<DownOutlined />} iconPlacement="end">
          {t('case.steer')}
        </Button>
      </Dropdown>
      {mending === 'migrate' && <MigrateCase instance={instance} called={(element) => names.get(element) ?? element} onClose={stop} />}
      {mending === 'move' && <MoveToken instance={instance} names={names} onClose={stop} />}
      {mending === 'setValue' && <SetValue instance={instance} onClose={stop} />}
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

/** A stuck step may be tried again, or be done by hand. */
export function IncidentVerbs({ incident, called }: { incident: Incident; called: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const able = useRole('process_owner');
  const [byHand, setByHand] = useState(false);
  const retry = useMutation({
    mutationFn: () => calls.retry(incident.id),
    onSuccess: async () => {
      message.success(t('case.retried'));
      await refresh();
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  if (!able) return null;
  return (
    <Flex gap={6} wrap>
      <Button size="small" type="primary" ghost loading={retry.isPending} onClick={() => retry.mutate()}>
        {t('case.retry')}
      </Button>
      <Button size="small" onClick={() => setByHand(true)}>
        {t('case.resolve')}
      </Button>
      {byHand && <ResolveIncident incident={incident} called={called} onClose={() => setByHand(false)} />}
    </Flex>
  );
}
