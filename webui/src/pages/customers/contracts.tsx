/** A customer's contracts: number, from when to when, for how much, and whether renewal is talked about; keeping one more. */
import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, DatePicker, Drawer, Form, Grid, Input, InputNumber, Typography } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { Customer } from '../../api/types';
import { Mark, type Tone } from '../../parts/mark';
import { cents } from '../../parts/numbers';
import { Sheet } from '../../parts/sheet';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';

type Contract = Awaited<ReturnType<typeof calls.contracts>>[number];
const tones: Record<Contract['status'], Tone> = { running: 'good', ending: 'warn', renewed: 'info', ended: 'plain' };

export function Contracts({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const narrow = Grid.useBreakpoint().md === false;
  const able = customer.writable;
  const [adding, setAdding] = useState(false);
  const contracts = useQuery({ queryKey: ['customer', customer.id, 'contracts'], queryFn: () => calls.contracts(customer.id) });
  return (
    <Card
      title={t('contracts.title')}
      styles={{ body: { padding: contracts.data?.length ? 0 : undefined } }}
      extra={
        able && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('contracts.add')}
          </Button>
        )
      }
    >
      <WhenLoaded of={contracts} rows={2}>{(items) => (items.length === 0 ? <Typography.Text type="secondary">{t('contracts.none')}</Typography.Text> : <Listed items={items} />)}</WhenLoaded>
      <Drawer open={adding} onClose={() => setAdding(false)} title={t('contracts.add')} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 420} destroyOnHidden>
        <NewContract customer={customer.number} onDone={() => setAdding(false)} />
      </Drawer>
    </Card>
  );
}

function Listed({ items }: { items: Contract[] }) {
  const { t } = useWords();
  const talk = ({ renewal }: Contract) => renewal && <Typography.Text type="secondary">{t(renewal === 'pending' || renewal === 'confirmed' ? `contracts.talk.${renewal}` : 'contracts.talk.other')}</Typography.Text>;
  const span = (one: Contract) => <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{`${day(one.from_on)} – ${day(one.to_on)}`}</span>;
  const value = (one: Contract) => <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{cents(one.amount_cents)}</span>;
  const number = (one: Contract) => (one.case ? <Link to={`/cases/${one.case}`}>{one.number}</Link> : one.number);
  return (
    <Sheet
      rowKey="id"
      pagination={false}
      dataSource={items}
      columns={[
        { title: t('contracts.number'), render: (_, one) => <span style={{ overflowWrap: 'anywhere' }}>{number(one)}</span> },
        { title: t('contracts.span'), width: 200, render: (_, one) => span(one) },
        { title: t('contracts.status'), width: 150, render: (_, one) => <Mark tone={tones[one.status]}>{t(`contracts.${one.status}`)}</Mark> },
        { title: t('contracts.renewal'), width: 150, render: (_, one) => talk(one) },
        { title: t('contracts.amount'), width: 140, align: 'right', render: (_, one) => value(one) },
      ]}
    />
  );
}

interface Wanted {
  number: string;
  from_on: Dayjs;
  to_on: Dayjs;
  amount: number;
}

function NewContract({ customer, onDone }: { customer: string; onDone: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const keep = useMutation({
    mutationFn: ({ number, from_on, to_on, amount }: Wanted) => calls.keepContract(customer, { number: number.trim(), from_on: from_on.format('YYYY-MM-DD'), to_on: to_on.format('YYYY-MM-DD'), amount: String(amount) as never }),
    onSuccess: async () => {
      message.success(t('deal.recorded'));
      onDone();
      await cache.invalidateQueries({ queryKey: ['customer'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const needed = { required: true, message: t('invalid.required') };
  return (
    <Form<Wanted> layout="vertical" onFinish={keep.mutate} requiredMark={false}>
      <Typography.Paragraph type="secondary">{t('contracts.why')}</Typography.Paragraph>
      <Form.Item name="number" label={t('contracts.number')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="from_on" label={t('contracts.from')} rules={[needed]}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="to_on" label={t('contracts.to')} dependencies={['from_on']} rules={[needed, ({ getFieldValue }) => ({ validator: (_, to: Dayjs | undefined) => (to && to.isBefore(getFieldValue('from_on') as Dayjs, 'day') ? Promise.reject(new Error(t('contracts.tooEarly'))) : Promise.resolve()) })]}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="amount" label={t('contracts.amount')} rules={[needed]}>
        <InputNumber min={0} precision={2} style={{ width: '100%' }} />
      </Form.Item>
      <Button type="primary" size="large" block htmlType="submit" loading={keep.isPending}>
        {t('deal.save')}
      </Button>
    </Form>
  );
}
