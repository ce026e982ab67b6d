/** What was said with a customer and what the customer needs, newest first, and writing down more of both. */
import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, DatePicker, Drawer, Flex, Form, Grid, Input, Segmented, Typography } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { Customer, Page } from '../../api/types';
import { InteractionForm } from '../../parts/interaction';
import { Mark, type Tone } from '../../parts/mark';
import { PersonPicker, useNames } from '../../parts/people';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';
import { texts, type TextKey } from '../../text/texts';
import { Feedback } from './feedback';

const tones: Record<string, Tone> = { done: 'good', confirmed: 'good', doing: 'info', todo: 'warn', pending: 'warn', high: 'bad', mid: 'plain', low: 'plain' };

export function Dealings({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const narrow = Grid.useBreakpoint().md === false;
  const able = customer.writable;
  const [tab, setTab] = useState<'interactions' | 'needs' | 'feedback'>('interactions');
  const [adding, setAdding] = useState(false);
  return (
    <Card
      title={<Segmented value={tab} onChange={setTab} options={(['interactions', 'needs', 'feedback'] as const).map((value) => ({ value, label: t(`dealings.${value}`) }))} />}
      extra={
        able &&
        tab !== 'feedback' && (
          <Button size="small" icon={<PlusOutlined />} aria-label={tab === 'needs' ? t('deal.addNeed') : t('deal.add')} onClick={() => setAdding(true)}>
            {narrow ? null : tab === 'needs' ? t('deal.addNeed') : t('deal.add')}
          </Button>
        )
      }
    >
      {tab === 'needs' ? <Needs customer={customer.id} /> : tab === 'feedback' ? <Feedback customer={customer.id} /> : <Interactions customer={customer.id} />}
      <Drawer open={adding} onClose={() => setAdding(false)} title={tab === 'needs' ? t('deal.addNeed') : t('deal.add')} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 480} destroyOnHidden>
        {tab === 'needs' ? <NeedForm customer={customer.number} onDone={() => setAdding(false)} /> : <InteractionForm customer={customer.number} onDone={() => setAdding(false)} />}
      </Drawer>
    </Card>
  );
}

function useWord() {
  const { t } = useWords();
  return (key: string) => (key in texts ? t(key as TextKey) : key.slice(key.indexOf('.') + 1));
}

function Listed<Item>({ of: list, none, children }: { of: ReturnType<typeof useList<Item>>; none: string; children: (item: Item) => ReactNode }) {
  const { t } = useWords();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <WhenLoaded of={list} rows={3}>
      {() => (
        <Flex vertical gap={14}>
          {items.length === 0 ? <Nothing text={none} /> : items.map(children)}
          {list.hasNextPage && (
            <Button size="small" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage} style={{ alignSelf: 'center' }}>
              {t('app.loadMore')}
            </Button>
          )}
        </Flex>
      )}
    </WhenLoaded>
  );
}

function useList<Item>(customer: string, what: string, ask: (query: { customer: string; cursor?: string; limit?: number }) => Promise<Page<Item>>) {
  return useInfiniteQuery({
    queryKey: ['customer', customer, what],
    queryFn: ({ pageParam }) => ask({ customer, limit: 10, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page: Page<Item>) => page.next,
  });
}

/** What follows from a row: who does it until when, and the case that it became. */
function Follows({ owner, due, work }: { owner: string | null; due: string | null; work: string | null }) {
  const { t } = useWords();
  const names = useNames();
  return (
    <Typography.Text type="secondary" style={{ fontSize: 13 }}>
      {[owner && names.person(owner), due && t('deal.until', { day: day(due) })].filter(Boolean).join(' · ')} {work && <Link to={`/cases/${work}`}>{t('deal.work')}</Link>}
    </Typography.Text>
  );
}

function Interactions({ customer }: { customer: string }) {
  const { t } = useWords();
  const word = useWord();
  const list = useList(customer, 'interactions', calls.interactions);
  return (
    <Listed of={list} none={t('deal.noInteractions')}>
      {(one) => (
        <div key={one.id}>
          <Flex gap={8} align="center" wrap>
            <Typography.Text type="secondary" style={{ fontVariantNumeric: 'tabular-nums' }}>
              {day(one.on)}
            </Typography.Text>
            <Mark tone="info">{word(`channel.${one.channel}`)}</Mark>
            {one.next_action && <Mark tone={tones[one.status]}>{word(`deal.${one.status}`)}</Mark>}
          </Flex>
          <div style={{ overflowWrap: 'anywhere' }}>{one.subject}</div>
          {one.feedback && <Typography.Text type="secondary">{t('deal.said', { text: one.feedback })}</Typography.Text>}
          {one.next_action && (
            <div>
              {t('deal.then', { text: one.next_action })} <Follows owner={one.owner} due={one.due_on} work={one.work} />
            </div>
          )}
        </div>
      )}
    </Listed>
  );
}

function Needs({ customer }: { customer: string }) {
  const { t } = useWords();
  const word = useWord();
  const list = useList(customer, 'needs', calls.needs);
  return (
    <Listed of={list} none={t('deal.noNeeds')}>
      {(one) => (
        <div key={one.id}>
          <Flex gap={8} align="center" wrap>
            <Mark tone="info">{word(`need.${one.type}`)}</Mark>
            <Mark tone={tones[one.state]}>{word(`deal.${one.state}`)}</Mark>
            {one.priority === 'high' && <Mark tone="bad">{word(`need.${one.priority}`)}</Mark>}
          </Flex>
          <div style={{ overflowWrap: 'anywhere' }}>{one.description}</div>
          {one.proposal && <Typography.Text type="secondary">{t('deal.proposed', { text: one.proposal })} </Typography.Text>}
          <Follows owner={one.owner} due={one.due_on} work={one.work} />
        </div>
      )}
    </Listed>
  );
}

type Wanted = Omit<Parameters<typeof calls.recordNeed>[0], 'customer' | 'due_on'> & { due_on?: Dayjs };

function NeedForm({ customer, onDone }: { customer: string; onDone: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const record = useMutation({
    mutationFn: ({ due_on, ...rest }: Wanted) => calls.recordNeed({ ...rest, customer, state: 'pending', ...(due_on ? { due_on: due_on.format('YYYY-MM-DD') } : {}) }),
    onSuccess: async () => {
      message.success(t('deal.recorded'));
      onDone();
      await cache.invalidateQueries({ queryKey: ['customer'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Form layout="vertical" initialValues={{ type: 'product', priority: 'mid' }} onFinish={record.mutate}>
      <Form.Item name="type" label={t('need.type')}>
        <Segmented options={(['product', 'service', 'aftersales'] as const).map((value) => ({ value, label: t(`need.${value}`) }))} />
      </Form.Item>
      <Form.Item name="description" label={t('need.description')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name="priority" label={t('need.priority')}>
        <Segmented options={(['high', 'mid', 'low'] as const).map((value) => ({ value, label: t(`need.${value}`) }))} />
      </Form.Item>
      <Form.Item name="owner" label={t('deal.owner')}>
        <PersonPicker />
      </Form.Item>
      <Form.Item name="due_on" label={t('deal.due')}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Button type="primary" size="large" block htmlType="submit" loading={record.isPending}>
        {t('deal.save')}
      </Button>
    </Form>
  );
}
