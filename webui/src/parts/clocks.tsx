/** Promises of time of a case: how much is gone, when it ends, and stopping the clock while the customer is waited for. */
import { PauseCircleOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Form, Input, Modal, Progress, Select, theme, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../api/calls';
import type { SlaClock } from '../api/types';
import { useRole } from '../shell/session';
import { useWords } from '../text/language';
import { texts, type TextKey } from '../text/texts';
import { DueWords } from './due';
import { Mark, type Tone } from './mark';
import { useProblemText } from './states';
import { minute } from './time';

const tones: Record<string, Tone> = { running: 'info', paused: 'warn', met: 'good', missed: 'bad', cancelled: 'plain' };

export function useClocks(instance: string) {
  return useQuery({ queryKey: ['instance', instance, 'clocks'], queryFn: () => calls.caseClocks(instance) });
}

export function Clocks({ of: clocks }: { of: SlaClock[] }) {
  return (
    <Flex vertical gap={14}>
      {clocks.map((clock) => (
        <ClockLine key={clock.id} clock={clock} />
      ))}
    </Flex>
  );
}

function ClockLine({ clock }: { clock: SlaClock }) {
  const { t } = useWords();
  const { token } = theme.useToken();
  const running = clock.status === 'running' || clock.status === 'paused';
  const target = `sla.${clock.target}` as TextKey;
  const colour = clock.due.overdue || clock.status === 'missed' ? token.colorError : clock.gone >= 80 ? token.colorWarning : token.colorPrimary;
  return (
    <div>
      <Flex gap={8} align="center" wrap>
        <Typography.Text strong>{target in texts ? t(target) : clock.target}</Typography.Text>
        <Mark tone={tones[clock.status]}>{t(`clock.${clock.status}` as TextKey)}</Mark>
        <span style={{ flex: 1 }} />
        {running ? <DueWords due={clock.due} /> : <Typography.Text type="secondary">{minute(clock.stopped_at)}</Typography.Text>}
      </Flex>
      {running && <Progress percent={Math.min(clock.gone, 100)} size="small" strokeColor={colour} format={() => `${clock.gone}%`} aria-label={t('clock.gone', { n: clock.gone })} />}
      <ClockVerbs clock={clock} />
    </div>
  );
}

function ClockVerbs({ clock }: { clock: SlaClock }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const able = useRole('staff', 'process_owner');
  const [asking, setAsking] = useState<'pause' | 'cause' | null>(null);
  const [form] = Form.useForm<{ reason: string; proof: string; cause: string }>();
  const settings = useQuery({ queryKey: ['sla', 'settings'], queryFn: calls.slaSettings, staleTime: 300_000, enabled: asking === 'pause' });
  const act = useMutation({
    mutationFn: (verb: 'pause' | 'resume' | 'cause') => {
      const given = form.getFieldsValue();
      if (verb === 'resume') return calls.resumeClock(clock.id);
      return verb === 'pause' ? calls.pauseClock(clock.id, given.reason, given.proof) : calls.explainMiss(clock.id, given.cause);
    },
    onSuccess: async () => {
      setAsking(null);
      message.success(t('case.steered'));
      await cache.invalidateQueries({ queryKey: ['instance'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  if (!able) return null;
  const pausable = clock.status === 'running' && clock.pausable;
  const unexplained = clock.missed_at !== null && !clock.cause;
  const reasons = [...new Set(['customer', ...(settings.data?.pause_reasons ?? [])])];
  return (
    <Flex gap={8}>
      {pausable && (
        <Button size="small" icon={<PauseCircleOutlined />} onClick={() => setAsking('pause')}>
          {t('clock.pause')}
        </Button>
      )}
      {clock.status === 'paused' && (
        <Button size="small" icon={<PlayCircleOutlined />} loading={act.isPending} onClick={() => act.mutate('resume')}>
          {t('clock.resume')}
        </Button>
      )}
      {unexplained && (
        <Button size="small" onClick={() => setAsking('cause')}>
          {t('clock.explain')}
        </Button>
      )}
      <Modal open={asking !== null} title={asking === 'pause' ? t('clock.pause') : t('clock.explain')} onCancel={() => setAsking(null)} onOk={form.submit} confirmLoading={act.isPending} destroyOnHidden>
        <Form form={form} layout="vertical" preserve={false} initialValues={{ reason: 'customer' }} onFinish={() => asking && act.mutate(asking)}>
          {asking === 'pause' ? (
            <>
              <Typography.Paragraph type="secondary">{t('clock.pauseWhy')}</Typography.Paragraph>
              <Form.Item name="reason" label={t('case.reason')} rules={[{ required: true }]}>
                <Select options={reasons.map((reason) => ({ value: reason, label: reason === 'customer' ? t('clock.byCustomer') : reason }))} />
              </Form.Item>
              <Form.Item name="proof" label={t('clock.proof')} rules={[{ required: true, whitespace: true, message: t('clock.needProof') }]}>
                <Input maxLength={255} />
              </Form.Item>
            </>
          ) : (
            <Form.Item name="cause" label={t('clock.cause')} rules={[{ required: true, whitespace: true, message: t('case.needReason') }]}>
              <Input maxLength={64} />
            </Form.Item>
          )}
        </Form>
      </Modal>
    </Flex>
  );
}
