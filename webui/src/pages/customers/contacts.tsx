/** A customer's contacts as far as the reader may see them, and their labels. */
import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, AutoComplete, Button, Card, Flex, Form, Input, Modal, Tag, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { Customer } from '../../api/types';
import { ContactRow } from '../../parts/contact';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';
import { Permits } from './permits';

export function Contacts({ of: customer }: { of: Customer }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const able = customer.writable;
  const [adding, setAdding] = useState(false);
  const [form] = Form.useForm<{ name: string; role?: string; reach?: string }>();
  const { contacts } = customer;
  const save = useMutation({
    mutationFn: ({ name, role, reach }: { name: string; role?: string; reach?: string }) =>
      calls.saveContact({ customer: customer.number, name, ...(role ? { role } : {}), ...(reach ? (reach.includes('@') ? { email: reach } : { phone: reach }) : {}) }),
    onSuccess: async () => {
      setAdding(false);
      await cache.invalidateQueries({ queryKey: ['customer'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Card
      title={t('customer.contacts')}
      extra={
        able && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {contacts.length ? t('contact.change') : t('contact.add')}
          </Button>
        )
      }
    >
      {contacts.length === 0 && <Typography.Text type="secondary">{t('customer.noContacts')}</Typography.Text>}
      <Flex vertical gap={10}>
        {contacts.map((contact) => (
          <ContactRow key={contact.id} of={contact} more={able && !contact.masked ? <Permits of={contact} /> : null} />
        ))}
      </Flex>
      <Modal open={adding} title={t('contact.title')} onCancel={() => setAdding(false)} onOk={form.submit} confirmLoading={save.isPending} destroyOnHidden>
        <Form form={form} layout="vertical" preserve={false} onFinish={save.mutate}>
          <Form.Item name="name" label={t('contact.name')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
            <Input maxLength={255} autoComplete="off" />
          </Form.Item>
          <Form.Item name="role" label={t('contact.role')}>
            <Input maxLength={255} />
          </Form.Item>
          <Form.Item name="reach" label={t('contact.reach')}>
            <Input maxLength={255} autoComplete="off" />
          </Form.Item>
        </Form>
      </Modal>
    </Card>
  );
}

export function Labels({ of: customer }: { of: Customer }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const able = customer.writable;
  const [typed, setTyped] = useState<string | null>(null);
  const known = useQuery({ queryKey: ['tags'], queryFn: calls.tags, staleTime: 60_000, enabled: typed !== null });
  const done = { onSuccess: () => cache.invalidateQueries({ queryKey: ['customer'] }), onError: (failure: unknown) => void message.error(problem(failure)) };
  const put = useMutation({
    mutationFn: async (name: string) => {
      if (!known.data?.items.some((tag) => tag.name === name)) await calls.saveTag(name);
      await calls.tagCustomer(customer.id, name);
      await cache.invalidateQueries({ queryKey: ['tags'] });
    },
    ...done,
  });
  const take = useMutation({ mutationFn: (name: string) => calls.untagCustomer(customer.id, name), ...done });
  const add = (name: string) => {
    setTyped(null);
    if (name.trim()) put.mutate(name.trim());
  };
  return (
    <Flex gap={6} wrap align="center">
      {customer.tags.map((tag) => (
        <Tag key={tag.name} closable={able} onClose={(event) => { event.preventDefault(); take.mutate(tag.name); }} style={{ margin: 0 }}>
          {tag.name}
        </Tag>
      ))}
      {able &&
        (typed === null ? (
          <Button size="small" type="dashed" icon={<PlusOutlined />} loading={put.isPending} onClick={() => setTyped('')}>
            {t('customer.tag')}
          </Button>
        ) : (
          <AutoComplete autoFocus size="small" value={typed} onChange={setTyped} onSelect={add} onBlur={() => setTyped(null)} style={{ width: 140 }} aria-label={t('customer.tag')} showSearch={{ filterOption: (text, option) => String(option?.value).includes(text) }} options={(known.data?.items ?? []).map((tag) => ({ value: tag.name }))} onInputKeyDown={(event) => event.key === 'Enter' && add(typed)} />
        ))}
    </Flex>
  );
}
