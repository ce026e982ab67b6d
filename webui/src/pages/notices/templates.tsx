/** The texts to customers: shown to everybody, changed by process owners. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Input, Select, Typography } from 'antd';
import { useState } from 'react';
import { Problem } from '../../api/client';
import * as calls from '../../api/notices';
import { Sheet } from '../../parts/sheet';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import type { TextKey } from '../../text/texts';

type Text = Parameters<typeof calls.saveTemplate>[1];
type Template = Awaited<ReturnType<typeof calls.templates>>['items'][number];
const PURPOSES = ['service', 'care', 'marketing'] as const;
const PARTS = [['zh', 'subject'], ['zh', 'body'], ['en', 'subject'], ['en', 'body']] as const;

export function Templates() {
  const { t, language } = useWords();
  const held = useQuery({ queryKey: ['notice', 'templates'], queryFn: calls.templates });
  const [open, setOpen] = useState<Template | null>(null);
  return (
    <WhenLoaded of={held}>
      {({ items, fields_allowed }) => (
        <>
          <Typography.Paragraph type="secondary">{t('notice.textsWhy')}</Typography.Paragraph>
          <Sheet<Template>
            rowKey="key"
            pagination={false}
            dataSource={items}
            columns={[
              { title: t('notice.template'), render: (_, row) => <Button type="link" style={{ padding: 0 }} onClick={() => setOpen(row)}>{row.texts[language].subject}</Button> },
              { title: t('notice.purpose'), render: (_, row) => t(`notice.purpose.${row.purpose}` as TextKey) },
              { title: t('notice.version'), dataIndex: 'version' },
            ]}
          />
          {open && <Edit template={open} fields={fields_allowed} onClose={() => setOpen(null)} />}
        </>
      )}
    </WhenLoaded>
  );
}

function Edit({ template, fields, onClose }: { template: Template; fields: string[]; onClose: () => void }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const owner = useRole('process_owner');
  const [form] = Form.useForm<Text>();
  const save = useMutation({
    mutationFn: (typed: Text) => calls.saveTemplate(template.key, typed),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['notice', 'templates'] });
      void message.success(t('notice.saved'));
      onClose();
    },
    onError: (failure) => {
      const places = failure instanceof Problem ? failure.errors : [];
      form.setFields(places.map((place) => ({ name: String(place.path).split('.') as never, errors: [place.message] })));
      if (places.length === 0) void message.error(problem(failure));
    },
  });
  const needed = [{ required: true, whitespace: true, message: t('invalid.required') }];
  return (
    <Drawer
      open
      onClose={onClose}
      title={template.texts[language].subject}
      size={560}
      extra={
        owner && (
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t('notice.save')}
          </Button>
        )
      }
    >
      <Form form={form} layout="vertical" disabled={!owner} initialValues={template} onFinish={(typed) => save.mutate(typed)}>
        <Form.Item name="purpose" label={t('notice.purpose')}>
          <Select options={PURPOSES.map((value) => ({ value, label: t(`notice.purpose.${value}`) }))} />
        </Form.Item>
        {PARTS.map(([tongue, part]) => (
          <Form.Item key={tongue + part} name={['texts', tongue, part]} label={t(`notice.${part}.${tongue}`)} rules={needed}>
            {part === 'body' ? <Input.TextArea autoSize={{ minRows: 3 }} /> : <Input />}
          </Form.Item>
        ))}
      </Form>
      <Typography.Paragraph type="secondary">{t('notice.fields', { fields: fields.map((field) => `{${field}}`).join(' ') })}</Typography.Paragraph>
    </Drawer>
  );
}
