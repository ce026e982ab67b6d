/** A process or a table that does not exist yet: its names and key; it begins as a draft and opens where it is edited. */
import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import * as calls from '../../api/calls';
import * as drafts from '../../api/drafts';
import { useProblemText } from '../../parts/states';
import { drafts as words } from '../../text/drafts';
import { NAME } from '../forms/fields';
import { newProcess, newTable, type Asked } from './fresh';
import { useDraftWords } from './words';

interface Props {
  kind: 'process' | 'decision';
  taken: { key: string }[];
}

export function NewDefinition({ kind, taken }: Props) {
  const { say } = useDraftWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {say(`fresh.${kind}`)}
      </Button>
      {open && <Asking kind={kind} taken={taken} onClose={() => setOpen(false)} />}
    </>
  );
}

function Asking({ kind, taken, onClose }: Props & { onClose: () => void }) {
  const { say, name } = useDraftWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const go = useNavigate();
  const [form] = Form.useForm<Asked & { group: string }>();
  const groups = useQuery({ queryKey: ['groups'], queryFn: calls.groups, staleTime: 300_000, enabled: kind === 'process' });
  const make = useMutation({
    mutationFn: ({ group, ...asked }: Asked & { group: string }) =>
      drafts.save(
        kind === 'process'
          ? newProcess(asked, group, { step: words['fresh.step'], help: words['fresh.help'], begun: words['fresh.begun'], done: words['fresh.done'] })
          : newTable(asked, { asked: say('fresh.asked'), answered: say('fresh.answered') }),
      ),
    onSuccess: (made, asked) => {
      void cache.invalidateQueries({ queryKey: ['drafts'] });
      void go(kind === 'process' ? `/drafts/${made.id}/edit` : `/decisions/${asked.key}?edit=1&draft=${made.id}`);
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const needed = { required: true, message: say('fresh.needed') };
  const known = { validator: (_: unknown, key: string) => (taken.some((one) => one.key === key) ? Promise.reject(new Error(say('fresh.keyTaken'))) : Promise.resolve()) };
  return (
    <Modal open title={say(`fresh.${kind}`)} okText={say('fresh.create')} confirmLoading={make.isPending} onOk={form.submit} onCancel={onClose}>
      <Form form={form} layout="vertical" onFinish={(asked) => make.mutate(asked)} requiredMark={false}>
        <Form.Item name="zh" label={say('fresh.zh')} rules={[needed]}>
          <Input maxLength={80} autoFocus />
        </Form.Item>
        <Form.Item name="en" label={say('fresh.en')} rules={[needed]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="key" label={say('fresh.key')} extra={say(`fresh.keyWhy.${kind}`)} rules={[needed, { pattern: NAME, message: say('fresh.keyWrong') }, known]}>
          <Input maxLength={80} />
        </Form.Item>
        {kind === 'process' && (
          <Form.Item name="group" label={say('fresh.group')} rules={[needed]}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={groups.data?.items.map((group) => ({ value: group.name, label: name(group) })) ?? []} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
