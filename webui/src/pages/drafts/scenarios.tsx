/** What a process promises, written anew beside the change that needs it. */
import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import * as drafts from '../../api/drafts';
import type { Draft } from '../../api/drafts';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { useCalled } from './subjects';
import { useDraftWords } from './words';

const fileOf = (process: string) => `${process}.scenarios.yaml`;

export function EditScenarios({ draft }: { draft: Draft }) {
  const { say } = useDraftWords();
  const called = useCalled(draft);
  const [open, setOpen] = useState<string | null>(null);
  const processes = draft.subjects.filter((one) => one.kind === 'process').map((one) => one.key);
  return (
    <Flex gap={8} wrap>
      {processes.map((process) => (
        <Button key={process} icon={<EditOutlined />} onClick={() => setOpen(process)}>
          {processes.length > 1 ? say('drafts.scenarios.title', { name: called(process) }) : say('drafts.scenarios.edit')}
        </Button>
      ))}
      {open && <Editor key={open} draft={draft} process={open} onClose={() => setOpen(null)} />}
    </Flex>
  );
}

function Editor({ draft, process, onClose }: { draft: Draft; process: string; onClose: () => void }) {
  const { say } = useDraftWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const called = useCalled(draft);
  const file = Object.keys(draft.contents).find((name) => name.endsWith(fileOf(process)) || name.endsWith(`${process}/scenarios.yaml`)) ?? fileOf(process);
  const own = draft.contents[file];
  const held = useQuery({ queryKey: ['scenarios', process, own], queryFn: async () => own ?? drafts.scenarios(process), staleTime: Infinity });
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: () => drafts.save(Object.entries({ ...draft.contents, [file]: typed ?? held.data ?? '' }).map(([name, content]) => ({ name, content })), draft.id),
    onSuccess: async () => {
      onClose();
      await cache.invalidateQueries({ queryKey: ['draft', draft.id] });
      await cache.invalidateQueries({ queryKey: ['drafts'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Modal open width={860} title={say('drafts.scenarios.title', { name: called(process) })} onCancel={onClose} onOk={() => save.mutate()} okText={say('drafts.scenarios.save')} confirmLoading={save.isPending} okButtonProps={{ disabled: !(typed ?? '').trim() }}>
      <Flex vertical gap={8}>
        <Typography.Text type="secondary">{say('drafts.scenarios.why')}</Typography.Text>
        <WhenLoaded of={held}>
          {(text) => <Input.TextArea aria-label={say('drafts.scenarios.title', { name: called(process) })} value={typed ?? text} onChange={(event) => setTyped(event.target.value)} autoSize={{ minRows: 12, maxRows: 24 }} style={{ fontFamily: 'ui-monospace, monospace', fontSize: 12.5 }} spellCheck={false} />}
        </WhenLoaded>
      </Flex>
    </Modal>
  );
}
