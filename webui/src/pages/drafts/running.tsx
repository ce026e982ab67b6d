/** After publishing: the cases that go on in an earlier version, and moving those that can be moved. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { Draft } from '../../api/drafts';
import { Mark } from '../../parts/mark';
import { Sheet } from '../../parts/sheet';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useDraftWords } from './words';

type Plan = 'fits' | { why: string };
const MOST = 200;
const open = ['running', 'waiting', 'suspended', 'incident'];

export function Running({ draft }: { draft: Draft }) {
  return (
    <Flex vertical gap={16}>
      {draft.subjects.filter((one) => one.kind === 'process' && one.base).map((one) => <OfProcess key={one.key} process={one.key} why={draft.why} />)}
    </Flex>
  );
}

function OfProcess({ process, why }: { process: string; why: string }) {
  const { say } = useDraftWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const [plans, setPlans] = useState<Record<string, Plan>>({});
  const found = useQuery({
    queryKey: ['running', process],
    queryFn: async () => {
      const { version } = await calls.process(process);
      const { items } = await calls.instances({ process, limit: MOST });
      return { version: version ?? 0, items: items.filter((one) => (one.version ?? 0) < (version ?? 0) && open.includes(one.status ?? '')) };
    },
  });
  const fitting = Object.keys(plans).filter((id) => plans[id] === 'fits');
  const look = useMutation({
    mutationFn: async () => {
      for (const one of found.data?.items ?? []) {
        const plan = await calls.migrate(one.id ?? '', { version: found.data!.version, dry_run: true, reason: '' });
        const told: Plan = plan.refused.length ? { why: plan.refused.map((refusal) => refusal.message ?? refusal.code).join(' ') } : 'fits';
        setPlans((held) => ({ ...held, [one.id ?? '']: told }));
      }
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const move = useMutation({
    mutationFn: async () => {
      let failed = 0;
      for (const id of fitting) await calls.migrate(id, { version: found.data!.version, dry_run: false, reason: why || process }).catch(() => failed++);
      return failed;
    },
    onSuccess: async (failed) => {
      message.success(say('drafts.running.moved', { n: fitting.length - failed }));
      if (failed) message.warning(say('drafts.running.failed', { n: failed }));
      setPlans({});
      await cache.invalidateQueries({ queryKey: ['running', process] });
    },
  });
  return (
    <WhenLoaded of={found} rows={3}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing text={say('drafts.running.none')} />
        ) : (
          <Flex vertical gap={12}>
            <Flex gap={12} wrap align="center">
              <Typography.Text style={{ flex: 1, minWidth: 240 }}>{say('drafts.running.why')}</Typography.Text>
              <Button onClick={() => look.mutate()} loading={look.isPending}>
                {say('drafts.running.plan')}
              </Button>
              {fitting.length > 0 && !look.isPending && (
                <Button type="primary" onClick={() => move.mutate()} loading={move.isPending}>
                  {say('drafts.running.move', { n: fitting.length })}
                </Button>
              )}
            </Flex>
            <Sheet
              rowKey="id"
              pagination={items.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
              dataSource={items}
              columns={[
                { title: say('drafts.running.case'), render: (_, one) => <Link to={`/cases/${one.id}`}>{one.business_key || one.customer?.name || minute(one.started_at)}</Link> },
                { title: say('drafts.running.version'), width: 100, render: (_, one) => one.version },
                { title: say('drafts.status'), render: (_, one) => <Fate of={plans[one.id ?? '']} /> },
              ]}
            />
          </Flex>
        )
      }
    </WhenLoaded>
  );
}

function Fate({ of: plan }: { of: Plan | undefined }) {
  const { say } = useDraftWords();
  if (!plan) return null;
  return plan === 'fits' ? <Mark tone="good">{say('drafts.running.fits')}</Mark> : <Typography.Text type="secondary">{say('drafts.running.not', { why: plan.why })}</Typography.Text>;
}
