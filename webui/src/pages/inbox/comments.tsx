/** Remarks of colleagues on a task. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Flex, Mentions, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { Task } from '../../api/types';
import { useNames } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { useRefresh } from './state';

export function Comments({ task }: { task: Task }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const names = useNames();
  const [text, setText] = useState('');
  const say = useMutation({
    mutationFn: () => calls.comment(task.id, text.trim()),
    onSuccess: async () => {
      setText('');
      await refresh();
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const remarks = task.comments ?? [];
  return (
    <Flex vertical gap={10}>
      {remarks.length === 0 && <Typography.Text type="secondary">{t('task.noComments')}</Typography.Text>}
      {remarks.map((remark) => (
        <div key={remark.at + remark.by}>
          <Typography.Text strong>{names.person(remark.by)}</Typography.Text>{' '}
          <Typography.Text type="secondary" style={{ fontSize: 12 }}>
            {minute(remark.at)}
          </Typography.Text>
          <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{remark.text.replace(/@([\w.-]+)/g, (whole, username: string) => (names.person(username) === username ? whole : `@${names.person(username)}`))}</div>
        </div>
      ))}
      {task.may.includes('comment') && (
        <Flex gap={8} align="flex-end">
          <Mentions value={text} onChange={setText} options={names.people.map((person) => ({ value: person.username, label: `${person.display_name} ${person.username}` }))} filterOption={(typed, option) => `${option.value} ${names.person(option.value ?? '')}`.toLowerCase().includes(typed.toLowerCase())} autoSize={{ minRows: 1, maxRows: 5 }} maxLength={4000} placeholder={t('task.commentHint')} aria-label={t('task.comment')} placement="top" />
          <Button disabled={!text.trim()} loading={say.isPending} onClick={() => say.mutate()}>
            {t('task.send')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
