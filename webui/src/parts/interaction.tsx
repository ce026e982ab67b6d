/** Writing down a contact with a customer: four fields, done in half a minute on a phone. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Form, Input, Segmented } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import * as calls from '../api/calls';
import { useClock } from '../shell/clock';
import { useWords } from '../text/language';
import { CustomerPicker, PersonPicker } from './people';
import { useProblemText } from './states';
import { day } from './time';

export const channels = ['phone', 'visit', 'wechat', 'meeting', 'online', 'mail', 'sms'] as const;

interface Given {
  customer: string;
  channel: (typeof channels)[number];
  on?: Dayjs;
  subject: string;
  feedback?: string;
  next_action?: string;
  owner?: string;
  due_on?: Dayjs;
}

const date = (value: Dayjs | undefined) => value?.format('YYYY-MM-DD');

export function InteractionForm({ customer, onDone }: { customer?: string; onDone: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const today = useClock().data?.now;
  const [form] = Form.useForm<Given>();
  const follows = Form.useWatch('next_action', form);
  const record = useMutation({
    mutationFn: ({ on, due_on, ...rest }: Given) => {
      const body = { ...rest, on: date(on), due_on: rest.next_action ? date(due_on) : undefined, owner: rest.next_action ? rest.owner : undefined };
      return calls.recordInteraction(JSON.parse(JSON.stringify(body)) as typeof body);
    },
    onSuccess: async () => {
      message.success(t('deal.recorded'));
      onDone();
      await cache.invalidateQueries({ queryKey: ['customer'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Form form={form} layout="vertical" initialValues={{ customer, channel: 'phone', on: today ? dayjs(day(today)) : undefined }} onFinish={record.mutate}>
      <Form.Item name="customer" label={t('start.customer')} rules={[{ required: true, message: t('invalid.required') }]} hidden={customer !== undefined}>
        <CustomerPicker />
      </Form.Item>
      <Form.Item name="channel" label={t('deal.channel')}>
        <Segmented options={channels.map((value) => ({ value, label: t(`channel.${value}`) }))} style={{ maxWidth: '100%', overflowX: 'auto' }} />
      </Form.Item>
      <Form.Item name="subject" label={t('deal.subject')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name="feedback" label={t('deal.feedback')}>
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name="next_action" label={t('deal.next')}>
        <Input maxLength={4000} placeholder={t('deal.nextHint')} />
      </Form.Item>
      {follows && (
        <>
          <Form.Item name="owner" label={t('deal.owner')}>
            <PersonPicker />
          </Form.Item>
          <Form.Item name="due_on" label={t('deal.due')}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </>
      )}
      <Form.Item name="on" label={t('deal.on')}>
        <DatePicker style={{ width: '100%' }} allowClear={false} />
      </Form.Item>
      <Button type="primary" size="large" block htmlType="submit" loading={record.isPending}>
        {t('deal.save')}
      </Button>
    </Form>
  );
}
