/** The catalogue of processes the reader may start, with the form that a start asks for. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Card, Drawer, Flex, Form, Input, Skeleton, Typography } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import * as calls from '../../api/calls';
import { Problem } from '../../api/client';
import type { Process } from '../../api/types';
import { shown } from '../../form/texts';
import { CustomerPicker } from '../../parts/people';
import { PageHead } from '../../parts/page';
import { useProcesses } from '../../parts/processes';
import { writeKey } from '../../parts/random';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';

const SchemaForm = lazy(async () => ({ default: (await import('../../form/form')).SchemaForm }));

export function Component() {
  const { t, name } = useWords();
  const processes = useProcesses();
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<Process | null>(null);
  const offered = (processes.data?.items ?? []).filter((process) => process.startable && name(process).toLowerCase().includes(q.trim().toLowerCase()));
  return (
    <>
      <PageHead title={t('start.title')} />
      <Input.Search allowClear value={q} onChange={(event) => setQ(event.target.value)} placeholder={t('start.search')} aria-label={t('start.search')} style={{ maxWidth: 360, marginBottom: 12 }} />
      <WhenLoaded of={processes}>
        {() =>
          offered.length === 0 ? (
            <Card>
              <Nothing text={t('start.none')} />
            </Card>
          ) : (
            <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))' }}>
              {offered.map((process) => (
                <Card key={process.key} styles={{ body: { display: 'flex', flexDirection: 'column', gap: 8, height: '100%' } }}>
                  <Typography.Title level={2} style={{ fontSize: 15, margin: 0 }}>
                    {name(process)}
                  </Typography.Title>
                  <Typography.Paragraph type="secondary" ellipsis={{ rows: 3 }} style={{ flex: 1, margin: 0 }}>
                    {name(process, 'description')}
                  </Typography.Paragraph>
                  <div>
                    <Button type="primary" ghost onClick={() => setChosen(process)} aria-label={`${t('start.go')} ${name(process)}`}>
                      {t('start.go')}
                    </Button>
                  </div>
                </Card>
              ))}
            </div>
          )
        }
      </WhenLoaded>
      <Drawer open={chosen !== null} onClose={() => setChosen(null)} title={chosen ? name(chosen) : ''} size={480} destroyOnHidden>
        {chosen && <StartForm process={chosen} />}
      </Drawer>
    </>
  );
}

function StartForm({ process }: { process: Process }) {
  const { t, name, language } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const go = useNavigate();
  const attempt = useRef(writeKey());
  const [head] = Form.useForm<{ customer?: string; business_key?: string }>();
  const [data, setData] = useState<Record<string, unknown>>({});
  const form = process.start_form ? shown(process.start_form, language) : { schema: { type: 'object', properties: {} }, ui: {}, explanations: [] };
  const start = useMutation({
    mutationFn: (variables: Record<string, unknown>) => {
      const given = head.getFieldsValue();
      return calls.start({ process: process.key, ...(given.customer ? { customer: given.customer } : {}), ...(given.business_key ? { business_key: given.business_key } : {}), ...(process.start_form ? { variables } : {}) }, attempt.current);
    },
    onSuccess: (made) => {
      message.success(t('start.started', { process: name(process) }));
      void go(`/cases/${made.id}`);
    },
    onError: (failure) => {
      attempt.current = writeKey();
      message.error(problem(failure));
    },
  });
  return (
    <Flex vertical gap={8}>
      <Form form={head} layout="vertical">
        <Form.Item name="customer" label={t('start.customer')}>
          <CustomerPicker placeholder={t('start.customerHint')} />
        </Form.Item>
        <Form.Item name="business_key" label={t('start.key')}>
          <Input placeholder={t('start.keyHint')} maxLength={255} />
        </Form.Item>
      </Form>
      <Suspense fallback={<Skeleton active />}>
        <SchemaForm form={form} id="start" data={data} onChange={setData} onSubmit={start.mutate} disabled={start.isPending} refused={start.error instanceof Problem ? start.error.errors : []}>
          <Button type="primary" htmlType="submit" loading={start.isPending}>
            {t('start.go')}
          </Button>
        </SchemaForm>
      </Suspense>
    </Flex>
  );
}
