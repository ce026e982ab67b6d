/** The catalogue of processes the reader may start, with the form that a start asks for; what phones ring for comes first. */
import { CommentOutlined, FileAddOutlined, PhoneOutlined, RightOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Card, Drawer, Flex, Form, Grid, Input, Skeleton, theme, Typography } from 'antd';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { Problem } from '../../api/client';
import type { Process } from '../../api/types';
import { shown } from '../../form/texts';
import { InteractionForm } from '../../parts/interaction';
import { CustomerPicker } from '../../parts/people';
import { PageHead } from '../../parts/page';
import { useProcesses } from '../../parts/processes';
import { writeKey } from '../../parts/random';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useWords, type Language } from '../../text/language';

const SchemaForm = lazy(async () => ({ default: (await import('../../form/form')).SchemaForm }));

/** What comes in by telephone, in the order it is asked for. */
const quick: Record<string, ReactNode> = { complaint: <ThunderboltOutlined />, service_request: <FileAddOutlined />, feedback: <CommentOutlined /> };

/** In the place of a process: writing down a contact, which starts nothing. */
const INTERACTION = 'interaction';

/** What a process is for, where its drawing says so in the reader's language. */
function purpose(process: Process, language: Language): string {
  return (language === 'zh' ? process.description : process.description_en) ?? '';
}

export function Component() {
  const { t, name, language } = useWords();
  const narrow = Grid.useBreakpoint().md === false;
  const processes = useProcesses();
  const records = useRole('staff', 'process_owner');
  const [q, setQ] = useState('');
  const [search, setSearch] = useSearchParams();
  const wish = search.get('process');
  const mine = (processes.data?.items ?? []).filter((process) => process.startable);
  const words = q.trim().toLowerCase();
  const offered = mine.filter((process) => `${name(process)} ${purpose(process, language)} ${process.key}`.toLowerCase().includes(words)).toSorted((a, b) => name(a).localeCompare(name(b), language));
  const asking = offered.filter((process) => process.start_form);
  const others = offered.filter((process) => !process.start_form);
  const urgent = words ? [] : Object.keys(quick).flatMap((key) => mine.filter((process) => process.key === key));
  const chosen = mine.find((process) => process.key === wish);
  const customer = search.get('customer');
  const choose = (process: string | null) => setSearch({ ...(process ? { process } : {}), ...(customer ? { customer } : {}) }, { replace: process === null });
  return (
    <>
      <PageHead title={t('start.title')} />
      {!words && records && (
        <section aria-label={t('start.quick')} style={{ display: 'grid', gap: 12, gridTemplateColumns: `repeat(auto-fit, minmax(${narrow ? 150 : 220}px, 1fr))`, marginBottom: 16 }}>
          <Button size="large" icon={<PhoneOutlined />} style={{ minHeight: 64, height: 'auto', fontSize: 16, whiteSpace: 'normal' }} onClick={() => choose(INTERACTION)}>
            {t('deal.add')}
          </Button>
          {urgent.map((process) => (
            <Button key={process.key} size="large" type="primary" icon={quick[process.key]} style={{ minHeight: 64, height: 'auto', fontSize: 16, whiteSpace: 'normal' }} onClick={() => choose(process.key)}>
              {name(process)}
            </Button>
          ))}
        </section>
      )}
      <Input.Search allowClear value={q} onChange={(event) => setQ(event.target.value)} placeholder={t('start.search')} aria-label={t('start.search')} style={{ maxWidth: narrow ? undefined : 360, marginBottom: 12 }} />
      <WhenLoaded of={processes}>
        {() =>
          offered.length === 0 ? (
            <Card>
              <Nothing text={t(words ? 'start.noneFound' : 'start.none')} />
            </Card>
          ) : (
            <>
              <Offers of={words ? offered : asking} onChoose={choose} />
              {!words && others.length > 0 && (
                <details open={asking.length === 0} style={{ marginTop: 16 }}>
                  <summary style={{ cursor: 'pointer', marginBottom: 12 }}>{t('start.others', { count: others.length })}</summary>
                  <Offers of={others} onChoose={choose} />
                </details>
              )}
            </>
          )
        }
      </WhenLoaded>
      <Drawer open={wish === INTERACTION} onClose={() => choose(null)} title={t('deal.add')} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 480} destroyOnHidden>
        <InteractionForm customer={customer ?? undefined} onDone={() => choose(null)} />
      </Drawer>
      <Drawer open={chosen !== undefined} onClose={() => choose(null)} title={chosen ? name(chosen) : ''} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 520} destroyOnHidden>
        {chosen && <StartForm process={chosen} customer={customer ?? undefined} />}
      </Drawer>
    </>
  );
}

function Offers({ of, onChoose }: { of: Process[]; onChoose: (process: string) => void }) {
  return (
    <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))' }}>
      {of.map((process) => (
        <Offer key={process.key} process={process} onChoose={() => onChoose(process.key)} />
      ))}
    </div>
  );
}

function Offer({ process, onChoose }: { process: Process; onChoose: () => void }) {
  const { t, name, language } = useWords();
  const { token } = theme.useToken();
  return (
    <Card hoverable styles={{ body: { padding: 0, height: '100%' } }}>
      <button type="button" onClick={onChoose} aria-label={`${t('start.go')} ${name(process)}`} style={{ background: 'none', border: 0, font: 'inherit', color: 'inherit', textAlign: 'start', cursor: 'pointer', display: 'flex', flexDirection: 'column', gap: 6, width: '100%', height: '100%', padding: 16 }}>
        <Flex justify="space-between" align="center" gap={8}>
          <Typography.Title level={2} style={{ fontSize: 15, margin: 0 }}>
            {name(process)}
          </Typography.Title>
          <RightOutlined style={{ color: token.colorTextDescription, fontSize: 12 }} />
        </Flex>
        <Typography.Paragraph type="secondary" ellipsis={{ rows: 3 }} style={{ margin: 0, fontSize: 13 }}>
          {purpose(process, language)}
        </Typography.Paragraph>
      </button>
    </Card>
  );
}

/** Whether the form of the start asks for the customer itself, or says that there is none (`x-customer: false`). */
function customerSettled(process: Process): boolean {
  const schema = (process.start_form?.schema ?? {}) as { properties?: Record<string, unknown>; 'x-customer'?: boolean };
  return schema['x-customer'] === false || 'customer' in (schema.properties ?? {});
}

function StartForm({ process, customer }: { process: Process; customer?: string }) {
  const { t, name, language } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const go = useNavigate();
  const attempt = useRef(writeKey());
  const [head] = Form.useForm<{ customer?: string; business_key?: string }>();
  const settled = customerSettled(process);
  const [data, setData] = useState<Record<string, unknown>>(settled && customer ? { customer } : {});
  const form = process.start_form ? shown(process.start_form, language) : { schema: { type: 'object', properties: {} }, ui: {}, explanations: [] };
  const start = useMutation({
    mutationFn: (variables: Record<string, unknown>) => {
      const given = settled ? {} : head.getFieldsValue(); // the process itself says whose case it is
      return calls.start({ process: process.key, ...(given.customer ? { customer: given.customer } : {}), ...(given.business_key ? { business_key: given.business_key } : {}), ...(process.start_form ? { variables } : {}) }, attempt.current);
    },
    onSuccess: (made) => {
      const passedOn = made.status === 'completed'; // what was asked for goes on as a case of those in charge
      message.success(t(passedOn ? 'start.passedOn' : 'start.started', { process: name(process) }));
      void go(passedOn ? '/inbox' : `/cases/${made.id}`);
    },
    onError: (failure) => {
      attempt.current = writeKey();
      message.error(problem(failure));
    },
  });
  return (
    <Flex vertical gap={8}>
      {purpose(process, language) && <Typography.Paragraph type="secondary">{purpose(process, language)}</Typography.Paragraph>}
      {!settled && (
        <Form form={head} layout="vertical" initialValues={{ customer }}>
          <Form.Item name="customer" label={t('start.customer')}>
            <CustomerPicker placeholder={t('start.customerHint')} />
          </Form.Item>
          <Form.Item name="business_key" label={t('start.key')}>
            <Input placeholder={t('start.keyHint')} maxLength={255} />
          </Form.Item>
        </Form>
      )}
      <Suspense fallback={<Skeleton active />}>
        <SchemaForm form={form} id="start" data={data} onChange={setData} onSubmit={start.mutate} disabled={start.isPending} refused={start.error instanceof Problem ? start.error.errors : []}>
          <Button type="primary" size="large" block htmlType="submit" loading={start.isPending}>
            {t('start.go')}
          </Button>
        </SchemaForm>
      </Suspense>
    </Flex>
  );
}
