/** What people are asked in a case, and the cases it started. */
import { useQuery } from '@tanstack/react-query';
import { Flex, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import { DueWords } from '../../parts/due';
import { StatusMark } from '../../parts/mark';
import { useNames } from '../../parts/people';
import { useProcessNames } from '../../parts/processes';
import { WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';

export function CaseTasks({ instance }: { instance: string }) {
  const { t, name } = useWords();
  const names = useNames();
  const open = useQuery({ queryKey: ['tasks', 'case', instance], queryFn: () => calls.tasks({ instance, status: 'open', limit: 100 }), refetchInterval: 4_000 });
  const done = useQuery({ queryKey: ['tasks', 'case-done', instance], queryFn: () => calls.tasks({ instance, status: 'done', limit: 100 }) });
  return (
    <WhenLoaded of={open} rows={2}>
      {({ items }) => (
        <Flex vertical gap={10}>
          {items.length + (done.data?.items.length ?? 0) === 0 && <Typography.Text type="secondary">{t('case.noTasks')}</Typography.Text>}
          {items.map((task) => (
            <div key={task.id}>
              <Link to={`/inbox?task=${task.id}`}>{name(task)}</Link>
              <div style={{ fontSize: 13 }}>
                <DueWords due={task.due} /> <Typography.Text type="secondary">{task.assignee ? names.person(task.assignee) : task.groups.map(names.group).join(', ')}</Typography.Text>
              </div>
            </div>
          ))}
          {done.data?.items.map((task) => (
            <div key={task.id}>
              <Link to={`/inbox?view=done&task=${task.id}`}>{name(task)}</Link>
              <div>
                <Typography.Text type="secondary" style={{ fontSize: 13 }}>
                  {t('inbox.done')} {minute(task.closed_at)}
                </Typography.Text>
              </div>
            </div>
          ))}
        </Flex>
      )}
    </WhenLoaded>
  );
}

export function Children({ parent }: { parent: string }) {
  const { t } = useWords();
  const names = useProcessNames();
  const children = useQuery({ queryKey: ['instance', 'children', parent], queryFn: () => calls.instances({ parent, limit: 100 }) });
  return (
    <WhenLoaded of={children} rows={2}>
      {({ items }) => (
        <Flex vertical gap={8}>
          {items.length === 0 && <Typography.Text type="secondary">{t('app.none')}</Typography.Text>}
          {items.map((one) => (
            <Flex key={one.id} gap={10} align="center" wrap>
              <Link to={`/cases/${one.id}`}>{names.of(one.process)}</Link>
              <StatusMark status={one.status} />
              <Typography.Text type="secondary">{one.customer?.name ?? one.business_key}</Typography.Text>
            </Flex>
          ))}
        </Flex>
      )}
    </WhenLoaded>
  );
}
