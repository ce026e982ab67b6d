/** What a reader has to say about a chapter: it opens a case of feedback that names the chapter. */
import { MessageOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useRef, useState } from 'react';
import { start } from '../../api/calls';
import { writeKey } from '../../parts/random';
import { useProblemText } from '../../parts/states';
import { useBookWords } from './words';

export function FeedbackOn({ title, place }: { title: string; place: string }) {
  const { say } = useBookWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const attempt = useRef(writeKey());
  const [open, setOpen] = useState(false);
  const [topic, setTopic] = useState('');
  const send = useMutation({
    mutationFn: () => start({ process: 'feedback', variables: { topic, source: 'handbook', sender: 'staff', section: place } }, attempt.current),
    onSuccess: () => {
      message.success(say('book.feedbackSent'));
      setOpen(false);
      setTopic('');
    },
    onError: (failure) => void message.error(problem(failure)),
    onSettled: () => {
      attempt.current = writeKey();
    },
  });
  const on = say('book.feedbackOn', { title });
  return (
    <>
      <Button size="small" type="text" icon={<MessageOutlined />} aria-label={on} onClick={() => setOpen(true)}>
        {say('book.feedback')}
      </Button>
      <Modal open={open} title={on} okText={say('book.send')} okButtonProps={{ disabled: !topic.trim(), loading: send.isPending }} onOk={() => send.mutate()} onCancel={() => setOpen(false)}>
        <Input.TextArea autoFocus rows={5} maxLength={2000} showCount value={topic} onChange={(event) => setTopic(event.target.value)} placeholder={say('book.feedbackWhat')} aria-label={say('book.feedbackWhat')} />
      </Modal>
    </>
  );
}
