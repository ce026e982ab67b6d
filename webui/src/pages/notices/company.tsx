/** What holds for everybody: quiet hours, address, and whom a used-up clock concerns. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select, Typography } from 'antd';
import * as calls from '../../api/notices';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';
import { Hours, type Span } from './hours';

const WHO = ['doers', 'owner', 'managers'] as const;
const MARKS = ['sla_50', 'sla_80', 'sla_100'] as const;
type Found = Awaited<ReturnType<typeof calls.company>>;
type Change = Pick<Found, (typeof MARKS)[number] | 'address'> & { hours: Span; reason: string };

export function Company() {
  const held = useQuery({ queryKey: ['notice', 'company'], queryFn: calls.company });
  return <WhenLoaded of={held}>{(found) => <Settings found={found} />}</WhenLoaded>;
}

function Settings({ found }: { found: Found }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const [form] = Form.useForm<Change>();
  const save = useMutation({
    mutationFn: ({ hours, ...more }: Change) => calls.changeCompany({ ...more, quiet_from: hours[0], quiet_to: hours[1] }),
    onSuccess: () => {
      form.resetFields(['reason']);
      void cache.invalidateQueries({ queryKey: ['notice', 'company'] });
      void message.success(t('notice.saved'));
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const first = { ...found, hours: [found.quiet_from, found.quiet_to] as Span };
  return (
    <Form form={form} layout="vertical" initialValues={first} onFinish={(change) => save.mutate(change)} style={{ maxWidth: 520 }}>
      <Form.Item name="hours" label={t('notice.hours')}>
        <Hours />
      </Form.Item>
      <Form.Item name="address" label={t('notice.address')} extra={t('notice.addressWhy')}>
        <Input />
      </Form.Item>
      {MARKS.map((mark) => (
        <Form.Item key={mark} name={mark} label={t(`notice.${mark}`)}>
          <Select mode="multiple" options={WHO.map((value) => ({ value, label: t(`notice.who.${value}`) }))} />
        </Form.Item>
      ))}
      <Form.Item label={t('notice.hosts')}>
        <Typography.Text type="secondary">{found.allowed_hosts.join(', ') || t('notice.hostsNone')}</Typography.Text>
      </Form.Item>
      <Form.Item name="reason" label={t('notice.reason')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
        <Input />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('notice.save')}
      </Button>
    </Form>
  );
}
