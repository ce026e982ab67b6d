/** Going back to an earlier version: its text becomes a draft, reviewed like any other change. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useNavigate } from 'react-router';
import * as drafts from '../../api/drafts';
import { useProblemText } from '../../parts/states';
import { useDraftWords } from './words';

export function GoBack({ kind, of, version }: { kind: 'process' | 'decision' | 'form'; of: string; version: number }) {
  const { say } = useDraftWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const go = useNavigate();
  const back = useMutation({
    mutationFn: () => drafts.earlier(kind, of, version),
    onSuccess: (made) => void go(`/drafts/${made.id}`),
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Popconfirm title={say('drafts.back')} description={say('drafts.backWhy', { n: version })} onConfirm={() => back.mutate()} overlayStyle={{ maxWidth: 340 }}>
      <Button loading={back.isPending}>{say('drafts.back')}</Button>
    </Popconfirm>
  );
}
