/** Changing what stands about a customer. An owner is named where there is none; another one gets the customer handed over. */
import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { Customer } from '../../api/types';
import { PersonPicker, useNames } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';

interface Given {
  name: string;
  industry?: string;
  region?: string;
  owner?: string;
}

/** `transfer` is where a hand-over begins; without it anybody who may change the customer names the owner. */
export function Edit({ of: customer, transfer }: { of: Customer; transfer?: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<EditOutlined />} onClick={() => setOpen(true)} aria-label={t('customer.edit')}>
        {t('customer.change')}
      </Button>
      {open && <Dialog of={customer} transfer={transfer} onDone={() => setOpen(false)} />}
    </>
  );
}

function Dialog({ of: customer, transfer, onDone }: { of: Customer; transfer?: string; onDone: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const names = useNames();
  const cache = useQueryClient();
  const [form] = Form.useForm<Given>();
  const owner = customer.owner ?? undefined;
  const handedOver = owner !== undefined && transfer !== undefined;
  const held: Given = { name: customer.name, industry: customer.industry ?? '', region: customer.region ?? '', owner };
  const save = useMutation({
    mutationFn: (given: Given) => calls.changeCustomer(customer.id, Object.fromEntries(Object.entries(given).filter(([field, value]) => value !== undefined && value !== held[field as keyof Given]))),
    onSuccess: async () => {
      onDone();
      await cache.invalidateQueries({ queryKey: ['customer'] });
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Modal open title={t('customer.edit')} onCancel={onDone} okText={t('deal.save')} onOk={form.submit} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" initialValues={held} onFinish={save.mutate}>
        <Form.Item name="name" label={t('customer.called')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="industry" label={t('customer.industry')}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="region" label={t('customer.region')}>
          <Input maxLength={120} />
        </Form.Item>
        {!customer.pooled && !handedOver && (
          <Form.Item name="owner" label={t('customer.owner')}>
            <PersonPicker />
          </Form.Item>
        )}
        {handedOver && (
          <Form.Item label={t('customer.owner')}>
            {names.person(owner)} <Typography.Text type="secondary">{t('customer.ownerHow')}</Typography.Text> <Link to={transfer}>{t('pool.transfer')}</Link>
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
