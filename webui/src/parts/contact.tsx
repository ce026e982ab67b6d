/** A contact as the reader may see it; what is masked is read in clear for a purpose, each time on record. */
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Form, Input, Modal, Radio, Typography } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import * as calls from '../api/calls';
import type { Contact } from '../api/types';
import { Mark } from './mark';
import { useProblemText } from './states';
import { useWords } from '../text/language';

const PURPOSES = ['service', 'complaint', 'order', 'agreement', 'follow_up', 'data_request', 'other'] as const;
/** Nobody leaves a contact open on a screen: it is masked again after this many milliseconds. */
const OPEN_FOR = 120_000;

type Told = Parameters<typeof calls.revealContact>[1];
type Clear = Awaited<ReturnType<typeof calls.revealContact>>;

export function ContactRow({ of: contact, more }: { of: Contact; more?: ReactNode }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const [clear, setClear] = useState<Clear | null>(null);
  useEffect(() => {
    if (!clear) return;
    const later = setTimeout(() => setClear(null), OPEN_FOR);
    return () => clearTimeout(later);
  }, [clear]);
  const { phone, email } = clear ?? contact;
  return (
    <Flex justify="space-between" align="flex-start" gap={8}>
      <div style={{ minWidth: 0 }}>
        <Flex gap={6} align="center" wrap>
          <Typography.Text strong>{clear?.name ?? contact.name}</Typography.Text>
          <Typography.Text type="secondary">{contact.role}</Typography.Text>
          {contact.decides && <Mark>{t('customer.decides')}</Mark>}
          {contact.opted_out && <Mark tone="warn">{t('customer.optedOut')}</Mark>}
          {contact.masked && !clear && <Mark>{t('customer.masked')}</Mark>}
        </Flex>
        <Flex gap="2px 12px" wrap style={{ overflowWrap: 'anywhere' }}>
          {phone && (clear ? <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a> : <span>{phone}</span>)}
          {email && (clear ? <a href={`mailto:${email}`}>{email}</a> : <span>{email}</span>)}
        </Flex>
      </div>
      <Flex gap={6} wrap justify="flex-end">
        {more}
        {clear ? (
          <Button size="small" icon={<EyeInvisibleOutlined />} onClick={() => setClear(null)}>
            {t('reveal.hide')}
          </Button>
        ) : (
          contact.revealable && (
            <Button size="small" icon={<EyeOutlined />} onClick={() => setAsking(true)}>
              {t('reveal.show')}
            </Button>
          )
        )}
      </Flex>
      <Purpose contact={asking ? contact : null} onClose={() => setAsking(false)} onClear={setClear} />
    </Flex>
  );
}

function Purpose({ contact, onClose, onClear }: { contact: Contact | null; onClose: () => void; onClear: (clear: Clear) => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const [form] = Form.useForm<Told>();
  const purpose = Form.useWatch('purpose', form);
  const ask = useMutation({
    mutationFn: (told: Told) => calls.revealContact(contact?.id ?? '', told),
    onSuccess: async (clear) => {
      onClear(clear);
      onClose();
      await cache.invalidateQueries({ queryKey: ['customer'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Modal open={contact !== null} title={t('reveal.title', { name: contact?.name ?? '' })} okText={t('reveal.show')} onCancel={onClose} onOk={form.submit} confirmLoading={ask.isPending} destroyOnHidden>
      <Alert type="info" showIcon title={t('reveal.recorded')} style={{ marginBottom: 16 }} />
      <Form form={form} layout="vertical" preserve={false} onFinish={({ purpose: chosen, note }) => ask.mutate({ purpose: chosen, ...(note?.trim() ? { note: note.trim() } : {}) })}>
        <Form.Item name="purpose" label={t('reveal.purpose')} rules={[{ required: true, message: t('reveal.needPurpose') }]}>
          <Radio.Group vertical options={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))} />
        </Form.Item>
        <Form.Item name="note" label={t('reveal.note')} rules={[{ required: purpose === 'other', whitespace: true, message: t('invalid.required') }]}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
