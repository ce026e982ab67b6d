/** What is open for a customer and what comes next: where each case waits, for whom, until when, and its promises of time. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex, theme, Typography } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { InstanceItem } from '../../api/types';
import { elementNames } from '../../model/names';
import { Clocks, useClocks } from '../../parts/clocks';
import { DueWords } from '../../parts/due';
import { StatusMark } from '../../parts/mark';
import { useNames } from '../../parts/people';
import { useProcessNames } from '../../parts/processes';
import { WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';

/** More open cases than these are linked, not unfolded. */
const UNFOLDED = 6;

export function OpenCases({ customer }: { customer: string }) {
  const { t } = useWords();
  const cases = useQuery({ queryKey: ['instance', 'of', customer], queryFn: () => calls.instances({ customer, limit: 1000 }) });
  const open = cases.data?.items.filter((one) => one.status !== 'completed' && one.status !== 'cancelled') ?? [];
  return (
    <Card title={t('customer.next')}>
      <WhenLoaded of={cases} rows={2}>
        {() =>
          open.length === 0 ? (
            <Typography.Text type="secondary">{t('customer.noCases')}</Typography.Text>
          ) : (
            <Flex vertical gap={16}>
              {open.slice(0, UNFOLDED).map((one) => (
                <OpenCase key={one.id} of={one} />
              ))}
              {open.length > UNFOLDED && <Link to={`/cases?customer=${customer}`}>{t('customer.moreCases', { n: open.length - UNFOLDED })}</Link>}
            </Flex>
          )
        }
      </WhenLoaded>
    </Card>
  );
}

function OpenCase({ of: one }: { of: InstanceItem }) {
  const { t, name, language } = useWords();
  const { token } = theme.useToken();
  const processes = useProcessNames();
  const names = useNames();
  const whole = useQuery({ queryKey: ['instance', one.id], queryFn: () => calls.instance(one.id) });
  const tasks = useQuery({ queryKey: ['tasks', 'case', one.id], queryFn: () => calls.caseTasks(one.id), select: (all) => all.filter((task) => task.status === 'open') });
  const xml = useQuery({ queryKey: ['bpmn', one.process, one.version], queryFn: () => calls.bpmn(one.process, one.version), staleTime: Infinity });
  const clocks = useClocks(one.id);
  const called = useMemo(() => elementNames(xml.data ?? '', language), [xml.data, language]);
  const asked = new Set(tasks.data?.map((task) => task.element));
  const waits = whole.data?.tokens.filter((place) => !asked.has(place.element)) ?? [];
  const live = clocks.data?.filter((clock) => clock.status !== 'cancelled' && clock.status !== 'met') ?? [];
  return (
    <div style={{ borderInlineStart: `3px solid ${token.colorPrimaryBorder}`, paddingInlineStart: 12 }}>
      <Flex gap={10} align="center" wrap>
        <Link to={`/cases/${one.id}`} style={{ fontWeight: 600 }}>
          {processes.of(one.process)}
        </Link>
        <StatusMark status={one.status} />
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {t('customer.sinceTime', { at: minute(one.started_at) })}
        </Typography.Text>
      </Flex>
      <Flex vertical gap={2} style={{ marginTop: 4 }}>
        {tasks.data?.map((task) => (
          <Flex key={task.id} gap={10} wrap>
            <Link to={`/inbox?task=${task.id}`}>{name(task)}</Link>
            <Typography.Text type="secondary">{task.assignee ? names.person(task.assignee) : task.groups.map(names.group).join(', ')}</Typography.Text>
            <DueWords due={task.due} />
          </Flex>
        ))}
        {waits.map((place) => (
          <Flex key={place.token} gap={10} wrap>
            <span>{called.get(place.element) ?? place.element}</span>
            <Typography.Text type="secondary">{place.due ? t('customer.until', { at: minute(place.due) }) : t('customer.waits')}</Typography.Text>
          </Flex>
        ))}
      </Flex>
      {live.length > 0 && (
        <div style={{ marginTop: 8 }}>
          <Clocks of={live} />
        </div>
      )}
    </div>
  );
}
