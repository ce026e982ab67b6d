/** What a contact permits: consents with where each came from, preferred channel, how often at most, the day to greet them on. */
import { SafetyOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Form, Input, InputNumber, Modal, Radio, Select, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { Contact } from '../../api/types';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';
import { texts, type TextKey } from '../../text/texts';

const CONSENTS = ['care', 'marketing', 'profiling', 'automation'] as const;
const CHANNELS = ['phone', 'mail', 'wechat', 'sms', 'visit'] as const;
/** A day of the year: month and day. */
const DAY = /^(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])$/;

type Purpose = (typeof CONSENTS)[number];
type Given = Partial<Record<Purpose, boolean>> & { source?: string; preferred?: string; cap?: number | null; moon?: 'solar' | 'lunar'; birthday?: string };
type Known = Awaited<ReturnType<typeof calls.consents>>;

export function Permits({ of: contact }: { of: Contact }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<SafetyOutlined />} onClick={() => setOpen(true)}>
        {t('permit.open')}
      </Button>
      {open && <Sheet of={contact} onClose={() => setOpen(false)} />}
    </>
  );
}

function Sheet({ of: contact, onClose }: { of: Contact; onClose: () => void }) {
  const { t } = useWords();
  const [form] = Form.useForm<Given>();
  const from = (source: string) => (`permit.from.${source}` in texts ? t(`permit.from.${source}` as TextKey) : source);
  const known = useQuery({ queryKey: ['consents', contact.id], queryFn: () => calls.consents(contact.id) });
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const save = useMutation({
    mutationFn: async (given: Given) => {
      const before = newest(known.data ?? []);
      for (const purpose of CONSENTS) {
        const said = given[purpose];
        if (said !== undefined && said !== before[purpose]?.given) await calls.consent(contact.id, { purpose, given: said, source: given.source ?? '' });
      }
      const birthday = given.birthday?.trim();
      await calls.settleContact(contact.id, {
        ...(given.preferred && given.preferred !== contact.preferred ? { preferred: given.preferred } : {}),
        ...(typeof given.cap === 'number' && given.cap !== contact.cap ? { cap: given.cap } : {}),
        ...(birthday ? { birthday: `${given.moon === 'lunar' ? 'lunar ' : ''}${birthday.split('-').map((part) => part.padStart(2, '0')).join('-')}` } : {}),
      });
    },
    onSuccess: async () => {
      onClose();
      await Promise.all([cache.invalidateQueries({ queryKey: ['customer'] }), cache.invalidateQueries({ queryKey: ['consents', contact.id] })]);
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Modal open title={t('permit.title', { name: contact.name ?? '' })} okText={t('deal.save')} onCancel={onClose} onOk={form.submit} confirmLoading={save.isPending}>
      <WhenLoaded of={known} rows={4}>
        {(consents) => {
          const before = newest(consents);
          return (
            <Form form={form} layout="vertical" onFinish={save.mutate} initialValues={{ ...Object.fromEntries(CONSENTS.map((purpose) => [purpose, before[purpose]?.given])), preferred: contact.preferred ?? undefined, cap: contact.cap ?? undefined, moon: 'solar' }}>
              {contact.opted_out && <Alert type="warning" showIcon title={t('permit.again')} style={{ marginBottom: 12 }} />}
              {CONSENTS.map((purpose) => (
                <Form.Item key={purpose} name={purpose} label={t(`purpose.${purpose}`)} extra={before[purpose] && t('permit.since', { day: day(before[purpose].at ?? ''), source: from(before[purpose].source ?? '') })} style={{ marginBottom: 8 }}>
                  <Radio.Group aria-label={t(`purpose.${purpose}`)} options={[{ value: true, label: t('permit.yes') }, { value: false, label: t('permit.no') }]} />
                </Form.Item>
              ))}
              <Form.Item noStyle shouldUpdate>
                {({ getFieldsValue }) => {
                  const now = getFieldsValue();
                  const changed = CONSENTS.some((purpose) => now[purpose] !== before[purpose]?.given);
                  return changed ? (
                    <Form.Item name="source" label={t('permit.source')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
                      <Input maxLength={120} placeholder={t('permit.sourceLike')} />
                    </Form.Item>
                  ) : null;
                }}
              </Form.Item>
              <Flex gap={12} wrap>
                <Form.Item name="preferred" label={t('permit.preferred')} style={{ flex: '1 1 160px' }}>
                  <Select allowClear={false} options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))} />
                </Form.Item>
                <Form.Item name="cap" label={t('permit.cap')} style={{ flex: '1 1 160px' }}>
                  <InputNumber min={0} max={31} precision={0} style={{ width: '100%' }} placeholder={t('permit.capHouse')} />
                </Form.Item>
              </Flex>
              <Flex gap={12} wrap>
                <Form.Item name="birthday" label={t('permit.birthday')} extra={t('permit.birthdayWhy')} rules={[{ pattern: DAY, message: t('permit.birthdayLike') }]} style={{ flex: '1 1 160px' }}>
                  <Input placeholder="05-01" autoComplete="off" />
                </Form.Item>
                <Form.Item name="moon" label={t('permit.calendar')} style={{ flex: '1 1 160px' }}>
                  <Radio.Group aria-label={t('permit.calendar')} options={[{ value: 'solar', label: t('permit.solar') }, { value: 'lunar', label: t('permit.lunar') }]} />
                </Form.Item>
              </Flex>
              <Typography.Text type="secondary">{t('permit.recorded')}</Typography.Text>
            </Form>
          );
        }}
      </WhenLoaded>
    </Modal>
  );
}

/** What holds now of each purpose: the newest that was said. */
function newest(consents: Known): Partial<Record<Purpose, Known[number]>> {
  return Object.fromEntries([...consents].reverse().map((one) => [one.purpose, one]));
}
