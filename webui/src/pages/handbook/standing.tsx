/** How a handbook stands: its last copy, what has moved since, what the reader has read; publishing and acknowledging. */
import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Select, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/handbook';
import { useNames } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import { minute } from '../../parts/time';
import { useRole } from '../../shell/session';
import { useBookWords } from './words';

export function Standing({ of, number, choose }: { of: calls.Book; number?: number; choose: (number?: number) => void }) {
  const { say } = useBookWords();
  const { published, read } = of;
  const who = useNames();
  const owner = useRole('process_owner');
  const old = of.copies.find((one) => one.number === number);
  const unread = published !== null && (read === null || read.number < published.number);
  return (
    <Flex vertical gap={8} style={{ marginBottom: 16 }} className="book-tools">
      <Flex gap={12} align="center" wrap>
        <Typography.Text type="secondary">{published ? say('book.copy', { ...published, by: who.person(published.by), at: minute(published.at) }) : say('book.never')}</Typography.Text>
        {of.copies.length > 0 && (
          <Select
            size="small"
            aria-label={say('book.edition')}
            value={number ?? 0}
            onChange={(chosen) => choose(chosen || undefined)}
            options={[{ value: 0, label: say('book.live') }, ...of.copies.map((one) => ({ value: one.number, label: say('book.numbered', { number: one.number }) }))]}
            style={{ minWidth: 120 }}
          />
        )}
        {owner && (!published || of.stale.length > 0) && (
          <Link to="/start?process=handbook_lifecycle">
            <EditOutlined /> {say('book.revise')}
          </Link>
        )}
        {of.retired && <Tag color="red">{say('book.retired')}</Tag>}
        {of.review_on && <Typography.Text type="secondary">{say('book.review', { on: of.review_on })}</Typography.Text>}
        {read && !unread && <Typography.Text type="secondary">{say('book.readOn', { at: minute(read.at) })}</Typography.Text>}
      </Flex>
      {old && <Alert type="info" showIcon title={say('book.old', { number: old.number, at: minute(old.at) })} />}
      {published && of.stale.length > 0 && <Alert type="warning" showIcon title={say('book.stale', { number: published.number })} description={<Changes of={of.stale} />} />}
      {unread && <Unread of={of} number={published.number} />}
    </Flex>
  );
}

function Unread({ of, number }: { of: calls.Book; number: number }) {
  const { say } = useBookWords();
  const acknowledge = useChange(() => calls.acknowledge(of.key, number));
  const since = of.read && of.changed.length > 0;
  return (
    <Alert
      type="info"
      showIcon
      title={since ? say('book.changed', { number: of.read!.number }) : say('book.unread', { number })}
      description={since ? <Changes of={of.changed} /> : undefined}
      action={
        <Button size="small" type="primary" loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
          {say('book.read')}
        </Button>
      }
    />
  );
}

function Changes({ of }: { of: calls.Change[] }) {
  const { say } = useBookWords();
  const told = ({ name = '', before, after }: calls.Change['sources'][number]) => (before && after ? say('book.moved', { name, before, after }) : say(after ? 'book.added' : 'book.gone', { name }));
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {of.map((one) => (
        <li key={one.key}>
          <a href={`#${one.key}`}>{one.title}</a> {one.sources.map(told).join(say('book.and')) || say('book.worded')}
        </li>
      ))}
    </ul>
  );
}

function useChange(call: () => Promise<unknown>) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const text = useProblemText();
  return useMutation({
    mutationFn: call,
    onSuccess: () => cache.invalidateQueries({ queryKey: ['handbook'] }),
    onError: (problem) => void message.error(text(problem)),
  });
}
