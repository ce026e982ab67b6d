/** What else may be done with a task: claim, release, delegate, reassign. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Flex, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { Task } from '../../api/types';
import { PersonPicker } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';
import { useRefresh } from './state';
import { useSaid } from './undo';

const done = { claim: 'task.claimed', release: 'task.released', delegate: 'task.delegated', reassign: 'task.reassigned' } as const;
type Act = { verb: 'claim' | 'release' } | { verb: 'delegate' | 'reassign'; body: { to: string; reason?: string } };

export function TaskVerbs({ task, onGone }: { task: Task; onGone: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const said = useSaid();
  const [asking, setAsking] = useState<'delegate' | 'reassign' | null>(null);
  const [form] = Form.useForm<{ to: string; reason?: string }>();
  const act = useMutation({
    mutationFn: (act: Act) => ('body' in act ? calls.handOver(task.id, act.verb, act.body) : calls[act.verb](task.id)),
    onSuccess: async (_, { verb }) => {
      said(t(done[verb]), [task.id]);
      setAsking(null);
      if (verb === 'reassign') onGone();
      await refresh();
    },
    onError: async (failure) => {
      message.error(problem(failure));
      await refresh();
    },
  });
  const offered = (['claim', 'release', 'delegate', 'reassign'] as const).filter((verb) => task.may.includes(verb));
  if (offered.length === 0) return null;
  return (
    <Flex gap={8} wrap>
      {offered.map((verb) => (
        <Button key={verb} size="small" loading={act.isPending && act.variables.verb === verb} onClick={() => (verb === 'delegate' || verb === 'reassign' ? setAsking(verb) : act.mutate({ verb }))}>
          {t(`task.${verb}`)}
        </Button>
      ))}
      <Modal open={asking !== null} title={asking ? t(`task.${asking}`) : ''} onCancel={() => setAsking(null)} onOk={form.submit} confirmLoading={act.isPending} destroyOnHidden>
        <Typography.Paragraph type="secondary">{asking === 'delegate' ? t('task.delegateWhy') : t('task.reassignWhy')}</Typography.Paragraph>
        <Form form={form} layout="vertical" preserve={false} onFinish={(body) => asking && act.mutate({ verb: asking, body })}>
          <Form.Item name="to" label={t('task.toWhom')} rules={[{ required: true, message: t('task.needPerson') }]}>
            <PersonPicker />
          </Form.Item>
          <Form.Item name="reason" label={t('task.reason')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
          </Form.Item>
        </Form>
      </Modal>
    </Flex>
  );
}
