/** Telling the escalation ladder of a case that somebody else must look at it; the rules decide who answers from now on. */
import { RiseOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { Instance } from '../../api/types';
import { useProblemText } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { useRefresh } from '../inbox/state';

const EVENTS = ['customer_asks', 'asked', 'external', 'handed_back'] as const;
type Told = { event: (typeof EVENTS)[number]; reason: string };

/** Shown for an open case whose drawing calls the ladder. */
export function Escalate({ instance, xml }: { instance: Instance; xml: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const works = useRole('staff');
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Told>();
  const tell = useMutation({
    mutationFn: ({ event, reason }: Told) => calls.escalate(instance.id, event, reason),
    onSuccess: async () => {
      message.success(t('case.steered'));
      setOpen(false);
      await refresh();
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const over = instance.status === 'completed' || instance.status === 'cancelled';
  if (!works || over || !xml.includes('calledElement="escalation"')) return null;
  return (
    <>
      <Button icon={<RiseOutlined />} onClick={() => setOpen(true)}>
        {t('case.escalate')}
      </Button>
      <Modal open={open} title={t('case.escalate')} onCancel={() => setOpen(false)} onOk={form.submit} confirmLoading={tell.isPending} destroyOnHidden>
        <Form form={form} layout="vertical" preserve={false} onFinish={(told) => tell.mutate(told)}>
          <Form.Item name="event" label={t('case.whatHappened')} rules={[{ required: true, message: t('case.needEvent') }]}>
            <Radio.Group options={EVENTS.map((event) => ({ value: event, label: t(`case.event.${event}`) }))} vertical />
          </Form.Item>
          <Form.Item name="reason" label={t('case.reason')} rules={[{ required: true, whitespace: true, message: t('case.needReason') }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={2000} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
