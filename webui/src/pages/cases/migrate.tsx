/** Letting a case go on in another version of its process: first the plan in words, then, on purpose, the move. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Descriptions, Flex, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import { Problem } from '../../api/client';
import type { Instance, Migration } from '../../api/types';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';
import { useRefresh } from '../inbox/state';

export function MigrateCase({ instance, called, onClose }: { instance: Instance; called: (element: string) => string; onClose: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const process = useQuery({ queryKey: ['process', instance.process], queryFn: () => calls.process(instance.process) });
  const versions = (process.data?.versions ?? []).map((one) => one.version).filter((version) => version !== instance.version);
  const [chosen, setChosen] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const version = chosen ?? versions[0] ?? null;
  const plan = useQuery({
    queryKey: ['migration', instance.id, version],
    queryFn: () => calls.migrate(instance.id, { version: version ?? 0, dry_run: true, reason: '' }),
    enabled: version !== null,
    gcTime: 0,
  });
  const move = useMutation({
    mutationFn: () => calls.migrate(instance.id, { version: version ?? 0, dry_run: false, reason }),
    onSuccess: async () => {
      message.success(t('case.migrated', { n: version ?? '' }));
      onClose();
      await refresh();
    },
    onError: (failure) => void message.error(problem(failure), 6),
  });
  const refused = (plan.data?.refused.length ?? 0) > 0;
  return (
    <Modal open title={t('case.migrate')} onCancel={onClose} onOk={() => move.mutate()} okButtonProps={{ disabled: !plan.data || refused || !reason.trim() }} okText={t('case.migrateNow')} confirmLoading={move.isPending} width={640}>
      <WhenLoaded of={process} rows={3}>
        {() =>
          version === null ? (
            <Alert type="info" showIcon title={t('case.noOtherVersion')} />
          ) : (
            <Flex vertical gap={12}>
              <Flex gap={8} align="center">
                {t('case.migrateTo', { n: instance.version })}
                <Select value={version} onChange={setChosen} aria-label={t('processes.version')} style={{ minWidth: 140 }} options={versions.map((n) => ({ value: n, label: t('app.version', { n }) }))} />
              </Flex>
              <WhenLoaded of={plan} rows={4}>{(loaded) => <Plan of={loaded} called={called} />}</WhenLoaded>
              <Form layout="vertical">
                <Form.Item label={t('case.reason')} required htmlFor="migrate-reason" style={{ margin: 0 }}>
                  <Input.TextArea id="migrate-reason" value={reason} onChange={(event) => setReason(event.target.value)} autoSize={{ minRows: 2, maxRows: 4 }} maxLength={500} />
                </Form.Item>
              </Form>
              {move.error instanceof Problem && <Alert type="error" showIcon title={problem(move.error)} />}
            </Flex>
          )
        }
      </WhenLoaded>
    </Modal>
  );
}

function Plan({ of: plan, called }: { of: Migration; called: (element: string) => string }) {
  const { t, name } = useWords();
  const list = (elements: string[]) => elements.map(called).join(', ') || t('app.none');
  return (
    <Flex vertical gap={12}>
      {plan.refused.map((one) => (
        <Alert key={`${one.element}${one.code}`} type="error" showIcon title={`${one.element ? `${called(one.element)}: ` : ''}${one.message ?? one.code}`} description={one.remedy} />
      ))}
      {plan.refused.length === 0 && <Alert type="success" showIcon title={t('case.planFits')} />}
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'moves', label: t('case.planMoves'), children: plan.moves.map((move) => (move.element === move.to ? called(move.element) : `${called(move.element)} → ${called(move.to)}`)).join(', ') || t('app.none') },
          { key: 'tasks', label: t('case.planTasks'), children: plan.tasks.map((task) => `${name(task)}${task.people?.length ? ` (${task.people.join(', ')})` : ''}`).join(', ') || t('app.none') },
          { key: 'armed', label: t('case.planArmed'), children: list(plan.armed) },
          { key: 'dropped', label: t('case.planDropped'), children: list(plan.dropped) },
          { key: 'passed', label: t('case.planPassed'), children: list(plan.passed_by) },
        ]}
      />
      <Typography.Text type="secondary">{t('case.planWhy')}</Typography.Text>
    </Flex>
  );
}
