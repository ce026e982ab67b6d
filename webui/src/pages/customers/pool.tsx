/** Taking a customer out of the pool, giving one back to it, and handing over what people who left still own. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Flex, Modal, Radio, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { CustomerItem } from '../../api/types';
import { PersonPicker, useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Problem } from '../../api/client';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';

/** The button of a row; whoever is late reads who was faster, and the row goes. */
export function Claim({ customer, size = 'small' }: { customer: Pick<CustomerItem, 'id' | 'name'>; size?: 'small' | 'middle' }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const names = useNames();
  const cache = useQueryClient();
  const claim = useMutation({
    mutationFn: () => calls.claimCustomer(customer.id),
    onSuccess: () => void message.success(t('pool.claimed', { customer: customer.name })),
    onError: (failure) => {
      const faster = failure instanceof Problem && typeof failure.body.by === 'string' ? failure.body.by : '';
      message.error(faster ? t('pool.faster', { person: names.person(faster) }) : problem(failure));
    },
    onSettled: () => Promise.all(['customers', 'customer'].map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <Button
      size={size}
      type="primary"
      loading={claim.isPending}
      aria-label={`${t('pool.claim')} ${customer.name}`}
      onClick={(event) => {
        event.stopPropagation();
        claim.mutate();
      }}
    >
      {t('pool.claim')}
    </Button>
  );
}

const REASONS = ['unreachable', 'no_budget', 'mismatch', 'competitor', 'other'] as const;

/** Giving a lead back, with the reason that its history tells; from then on any colleague may claim it. */
export function GiveBack({ customer }: { customer: Pick<CustomerItem, 'id' | 'name'> }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const [reason, setReason] = useState<string | null>(null);
  const give = useMutation({
    mutationFn: (why: string) => calls.giveBackCustomer(customer.id, why),
    onSuccess: async () => {
      message.success(t('pool.given', { customer: customer.name }));
      setReason(null);
      await Promise.all(['customers', 'customer'].map((key) => cache.invalidateQueries({ queryKey: [key] })));
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <>
      <Button onClick={() => setReason('')}>{t('pool.giveBack')}</Button>
      <Modal open={reason !== null} title={t('pool.giveBackOf', { customer: customer.name })} onCancel={() => setReason(null)} onOk={() => reason && give.mutate(reason)} okButtonProps={{ disabled: !reason }} okText={t('pool.giveBack')} cancelText={t('app.cancel')} confirmLoading={give.isPending}>
        <Typography.Paragraph type="secondary">{t('pool.giveBackHint')}</Typography.Paragraph>
        <Radio.Group vertical aria-label={t('pool.why')} value={reason} onChange={(event) => setReason(event.target.value)} options={REASONS.map((one) => ({ value: one, label: t(`reason.${one}`) }))} />
      </Modal>
    </>
  );
}

/** People who may no longer sign in, each with the customers that nobody hands over yet. */
export function Leavers({ of }: { of: calls.Left[] }) {
  const { t } = useWords();
  const names = useNames();
  const [chosen, setChosen] = useState<calls.Left>();
  return (
    <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
      <Sheet
        rowKey="person"
        dataSource={of}
        pagination={false}
        columns={[
          { title: t('pool.who'), render: (_, one) => names.person(one.person) },
          { title: t('pool.count'), dataIndex: 'customers', width: 110, align: 'right' },
          { width: 140, align: 'right', render: (_, one) => <Button size="small" onClick={() => setChosen(one)}>{t('pool.handOver')}</Button> },
        ]}
      />
      {chosen && <HandOver of={chosen} onDone={() => setChosen(undefined)} />}
    </Card>
  );
}

function HandOver({ of, onDone }: { of: calls.Left; onDone: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const names = useNames();
  const cache = useQueryClient();
  const [to, setTo] = useState<string>();
  const start = useMutation({
    mutationFn: () => calls.handOverLeft({ person: of.person, ...(to ? { to } : {}) }),
    onSuccess: async ({ started }) => {
      message.success(t('pool.begun', { count: started }));
      onDone();
      await cache.invalidateQueries({ queryKey: ['transfers'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Modal open title={t('pool.handOverOf', { person: names.person(of.person), count: of.customers })} onCancel={onDone} onOk={() => start.mutate()} okText={t('pool.begin')} cancelText={t('app.cancel')} confirmLoading={start.isPending}>
      <Flex vertical gap={8}>
        <Typography.Paragraph type="secondary">{t('pool.handOverHint')}</Typography.Paragraph>
        <PersonPicker value={to} onChange={setTo} label={t('pool.receiver')} placeholder={t('pool.receiver')} />
      </Flex>
    </Modal>
  );
}
