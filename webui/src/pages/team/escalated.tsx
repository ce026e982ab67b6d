/** What has climbed to the reader: on one page of a phone who it concerns, since when, what is asked, and one decision. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Drawer, Flex, Grid, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import { DueWords } from '../../parts/due';
import { Mark, StatusMark } from '../../parts/mark';
import { useNames } from '../../parts/people';
import { useProcessNames } from '../../parts/processes';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { TaskPanel } from '../inbox/panel';

/** The process that carries a matter up the levels, whatever it is about. */
const LADDER = 'escalation';

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
            {items.map((task) => (
              <Card key={task.id}>
                <Flex vertical gap={8}>
                  <Flex justify="space-between" gap={8} wrap>
                    <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
                      {task.customer?.name ?? task.business_key ?? name(task)}
                    </Typography.Title>
                    <Mark tone="bad">{name(task)}</Mark>
                  </Flex>
                  <Flex gap={12} wrap>
                    <DueWords due={task.due} />
                    <Typography.Text type="secondary">{t('customer.sinceTime', { at: minute(task.opened_at) })}</Typography.Text>
                    {task.assignee && <Typography.Text type="secondary">{names.person(task.assignee)}</Typography.Text>}
                  </Flex>
                  <Button type="primary" size="large" block={narrow} style={{ alignSelf: 'flex-start' }} onClick={() => setOpened(task.id)}>
                    {t('team.decide')}
                  </Button>
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
