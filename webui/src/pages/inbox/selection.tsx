/** Verbs for the ticked tasks at once; what did not work is told task by task. */
import { App, Button, Flex, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { PersonPicker } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';
import { useBulk } from './state';
import { useSaid } from './undo';

type Verb = 'claim' | 'release' | 'delegate' | 'reassign';

const all: Verb[] = ['claim', 'release', 'delegate', 'reassign'];

export function BulkVerbs({ ids, verbs = all, onDone }: { ids: string[]; verbs?: Verb[]; onDone: () => void }) {
  const { t, name } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const bulk = useBulk();
  const said = useSaid();
  const [asking, setAsking] = useState<'delegate' | 'reassign' | null>(null);
  const [form] = Form.useForm<{ to: string; reason?: string }>();
  const act = (verb: Verb, data?: Record<string, unknown>) =>
    bulk.mutate(
      { verb, ids, data },
      {
        onSuccess: (results) => {
          const failed = results.filter((result) => !result.ok);
          const done = results.length - failed.length;
          if (failed.length) message.warning(`${t('inbox.bulkPartly', { done, failed: failed.length })} ${[...new Set(failed.map((result) => name(result, 'detail')))].slice(0, 3).join(' ')}`, 6);
          else said(t('inbox.bulkDone', { done }), ids);
          setAsking(null);
          onDone();
        },
        onError: (failure) => void message.error(problem(failure)),
      },
    );
  return (
    <Flex gap={8} align="center" wrap>
      <Typography.Text type="secondary">{t('inbox.selected', { n: ids.length })}</Typography.Text>
      {verbs.map((verb, at) => (
        <Button key={verb} type={at === 0 ? 'primary' : 'default'} ghost={at === 0} loading={bulk.isPending && bulk.variables.verb === verb} onClick={() => (verb === 'claim' || verb === 'release' ? act(verb) : setAsking(verb))}>
          {verb === 'claim' || verb === 'release' ? t(`inbox.${verb}All`, { n: ids.length }) : t(`task.${verb}`)}
        </Button>
      ))}
      <Modal open={asking !== null} title={asking ? t(`task.${asking}`) : ''} onCancel={() => setAsking(null)} onOk={form.submit} confirmLoading={bulk.isPending} destroyOnHidden>
        <Typography.Paragraph type="secondary">{asking === 'delegate' ? t('task.delegateWhy') : t('task.reassignWhy')}</Typography.Paragraph>
        <Form form={form} layout="vertical" preserve={false} onFinish={(data) => asking && act(asking, data)}>
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
