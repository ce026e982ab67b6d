/** What people are asked in a case, and the cases it started. */
import { useQuery } from '@tanstack/react-query';
import { Flex, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { TaskItem } from '../../api/types';
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
  const tasks = useQuery({ queryKey: ['tasks', 'case', instance], queryFn: () => calls.caseTasks(instance), refetchInterval: 4_000 });
  return (
    <WhenLoaded of={tasks} rows={2}>
      {(items) => (
        <Flex vertical gap={10}>
          {items.length === 0 && <Typography.Text type="secondary">{t('case.noTasks')}</Typography.Text>}
          {items.toReversed().map((task) => (
            <div key={task.id}>
              <Link to={`/inbox?task=${task.id}${task.status === 'completed' ? '&view=done' : ''}`}>{name(task)}</Link>
              <Flex gap={8} wrap style={{ fontSize: 13 }}>
                {task.status === 'open' ? <DueWords due={task.due} /> : <Typography.Text type="secondary">{task.status === 'completed' ? `${t('inbox.done')} ${minute(task.closed_at)}` : t('case.taskDropped')}</Typography.Text>}
                <Typography.Text type="secondary">{who(task, names)}</Typography.Text>
              </Flex>
            </div>
          ))}
        </Flex>
      )}
    </WhenLoaded>
  );
}

function who(task: TaskItem, names: ReturnType<typeof useNames>): string {
  const person = task.completed_by ?? task.assignee;
  return person ? names.person(person) : [...task.groups.map(names.group), ...task.people.map(names.person)].join(', ');
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
              <StatusMark status={one.status} of={one} />
              <Typography.Text type="secondary">{one.customer?.name ?? one.business_key}</Typography.Text>
            </Flex>
          ))}
        </Flex>
      )}
    </WhenLoaded>
  );
}
