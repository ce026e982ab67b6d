/** What this reader may do with a draft: each asks for the words that stay on record. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, DatePicker, Flex, Form, Input, Modal, Tooltip } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import * as drafts from '../../api/drafts';
import type { Draft } from '../../api/drafts';
import { useProblemText } from '../../parts/states';
import { useDraftWords, type DraftKey } from './words';

type Act = 'submit' | 'approve' | 'reject' | 'withdraw' | 'publish';

interface Asked {
  title: DraftKey;
  done: DraftKey;
  label: DraftKey;
  why?: DraftKey;
  optional?: boolean;
  danger?: boolean;
}

function asked(act: Act, draft: Draft): Asked {
  const after = draft.status === 'urgent';
  if (act === 'submit') return { title: 'drafts.submit', done: 'drafts.submitted', label: 'drafts.why', why: 'drafts.submitWhy' };
  if (act === 'approve') return { title: after ? 'drafts.approveAfter' : draft.effective_from ? 'drafts.approveLater' : 'drafts.approve', done: 'drafts.approved', label: 'drafts.comment', optional: true };
  if (act === 'reject') return { title: after ? 'drafts.object' : 'drafts.reject', done: 'drafts.rejected', label: 'drafts.reason', danger: true };
  if (act === 'withdraw') return { title: 'drafts.withdraw', done: 'drafts.withdrawn', label: 'drafts.reason' };
  return { title: 'drafts.publish', done: 'drafts.publishedNow', label: 'drafts.reason', why: 'drafts.publishWhy', danger: true };
}

export function Verbs({ draft }: { draft: Draft }) {
  const { say } = useDraftWords();
  const [act, setAct] = useState<Act | null>(null);
  const red = draft.status === 'open' && draft.rehearsals.some((one) => one.state !== 'green');
  const errors = draft.findings.some((one) => one.severity === 'error');
  const button = (verb: Act, type: 'primary' | 'default', disabled = false) =>
    draft.verbs.includes(verb) && (
      <Tooltip key={verb} title={disabled && verb === 'approve' ? say('drafts.redBlocks') : undefined}>
        <Button type={type} danger={verb === 'publish'} disabled={disabled} onClick={() => setAct(verb)}>
          {say(asked(verb, draft).title)}
        </Button>
      </Tooltip>
    );
  return (
    <Flex gap={8} wrap>
      {button('withdraw', 'default')}
      {button('reject', 'default')}
      {button('publish', 'default', errors)}
      {button('submit', 'primary', errors)}
      {button('approve', 'primary', red)}
      {act && <Ask act={act} draft={draft} onClose={() => setAct(null)} />}
    </Flex>
  );
}

function Ask({ act, draft, onClose }: { act: Act; draft: Draft; onClose: () => void }) {
  const { say } = useDraftWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const told = asked(act, draft);
  const [words, setWords] = useState(act === 'submit' ? draft.why : '');
  const [day, setDay] = useState<Dayjs | null>(null);
  const [major, setMajor] = useState(false);
  const send = (): Promise<unknown> => {
    if (act === 'submit') return drafts.submit(draft.id, { why: words, effective_from: day?.toISOString(), major });
    if (act === 'approve') return drafts.approve(draft.id, words);
    if (act === 'publish') return drafts.publish(draft.id, words);
    return drafts.reject(draft.id, words);
  };
  const doIt = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      message.success(say(told.done));
      onClose();
      await Promise.all([['draft', draft.id], ['drafts'], ['process'], ['processes'], ['decision'], ['decisions'], ['forms']].map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
    onError: (failure) => void message.error(problem(failure), 6),
  });
  return (
    <Modal open title={say(told.title)} onCancel={onClose} onOk={() => doIt.mutate()} okText={say(told.title)} okButtonProps={{ disabled: !told.optional && !words.trim(), danger: told.danger }} confirmLoading={doIt.isPending}>
      <Flex vertical gap={12}>
        {told.why && <Alert type={told.danger ? 'warning' : 'info'} showIcon title={say(told.why)} />}
        <Form layout="vertical">
          <Form.Item label={say(told.label)} required={!told.optional} htmlFor="draft-words" style={{ marginBottom: 12 }} extra={act === 'submit' ? say('drafts.whyHint') : undefined}>
            <Input.TextArea id="draft-words" autoFocus value={words} onChange={(event) => setWords(event.target.value)} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
          </Form.Item>
          {act === 'submit' && (
            <Form.Item label={say('drafts.effective')} htmlFor="draft-day" style={{ margin: 0 }}>
              <DatePicker id="draft-day" showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" value={day} onChange={setDay} placeholder={say('drafts.atOnce')} style={{ width: '100%' }} />
            </Form.Item>
          )}
          {act === 'submit' && (
            <Checkbox checked={major} onChange={(event) => setMajor(event.target.checked)} style={{ marginTop: 12 }}>
              {say('drafts.major')}
            </Checkbox>
          )}
        </Form>
      </Flex>
    </Modal>
  );
}
