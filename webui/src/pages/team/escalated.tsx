/** What has climbed to the reader: on one page of a phone who it concerns, since when, what is asked, and one decision. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Drawer, Flex, Grid, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { TaskItem } from '../../api/types';
import { DueWords } from '../../parts/due';
import { StatusMark } from '../../parts/mark';
import { useNames } from '../../parts/people';
import { useProcessNames } from '../../parts/processes';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { TaskPanel } from '../inbox/panel';

/** The process that carries a matter up the levels, whatever it is about. */
const LADDER = 'escalation';

/** The tasks of one case together, in the order in which the list has their cases; a decision before a note. */
function cases(tasks: TaskItem[]): [TaskItem, ...TaskItem[]][] {
  const found = new Map<string, [TaskItem, ...TaskItem[]]>();
  for (const task of tasks) found.get(task.instance)?.push(task) ?? found.set(task.instance, [task]);
  return [...found.values()];
}

export function Escalated() {
  const { t, name } = useWords();
  const names = useNames();
  const processes = useProcessNames();
  const narrow = Grid.useBreakpoint().md === false;
  const [opened, setOpened] = useState('');
  const asked = useQuery({ queryKey: ['tasks', 'escalated'], queryFn: () => calls.tasks({ status: 'open', process: LADDER, limit: 100 }), refetchInterval: 10_000 });
  const all = useQuery({ queryKey: ['instance', 'escalated'], queryFn: () => calls.instances({ process: LADDER, status: 'waiting', limit: 100 }), refetchInterval: 20_000 });
  return (
    <Flex vertical gap={12}>
      <WhenLoaded of={asked}>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <Card>
                <Nothing text={t('team.noneAsked')} />
              </Card>
            )}
            {cases(items).map((asks) => (
              <Card key={asks[0].instance}>
                <Flex vertical gap={10}>
                  <Flex justify="space-between" align="baseline" gap={8} wrap>
                    <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
                      {asks[0].customer?.name ?? asks[0].business_key ?? name(asks[0])}
                    </Typography.Title>
                    <Link to={`/cases/${asks[0].instance}`}>{asks[0].business_key ?? t('task.case')}</Link>
                  </Flex>
                  {asks.map((task, n) => (
                    <Flex key={task.id} justify="space-between" align="center" gap={8} wrap>
                      <Flex vertical gap={2}>
                        <Typography.Text strong>{name(task)}</Typography.Text>
                        <Flex gap={12} wrap>
                          <DueWords due={task.due} />
                          {task.assignee && <Typography.Text type="secondary">{names.person(task.assignee)}</Typography.Text>}
                        </Flex>
                      </Flex>
                      <Button type={n === 0 ? 'primary' : 'default'} size="large" block={narrow} onClick={() => setOpened(task.id)} aria-label={`${t('team.decide')} ${name(task)}`}>
                        {t('team.decide')}
                      </Button>
                    </Flex>
                  ))}
                </Flex>
              </Card>
            ))}
          </>
        )}
      </WhenLoaded>
      {(all.data?.items.length ?? 0) > 0 && (
        <Card title={t('team.climbing')} size="small">
          <Flex vertical gap={8}>
            {all.data?.items.map((one) => (
              <Flex key={one.id} gap={10} align="center" wrap>
                <Link to={`/cases/${one.parent ?? one.id}`}>{one.customer?.name ?? one.business_key ?? processes.of(one.process)}</Link>
                <StatusMark status={one.status} />
                <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                  {minute(one.started_at)}
                </Typography.Text>
              </Flex>
            ))}
          </Flex>
        </Card>
      )}
      <Drawer open={opened !== ''} onClose={() => setOpened('')} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 560} closable={false} styles={{ body: { padding: 0 } }} aria-label={t('inbox.task')}>
        {opened && <TaskPanel id={opened} onClose={() => setOpened('')} onDone={(next) => setOpened(next ?? '')} />}
      </Drawer>
    </Flex>
  );
}
