/** What the reader wants: mail or not, what stays inside, quiet hours. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Select, Switch } from 'antd';
import * as calls from '../../api/notices';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';
import { Hours, type Span } from './hours';

export const KINDS = ['assigned', 'mentioned', 'sla_warned', 'sla_missed', 'sla_pause', 'escalated', 'stuck', 'weekly'] as const;

interface Wish {
  mail: boolean;
  muted: string[];
  own: boolean;
  hours?: Span;
}

export function Mine() {
  const held = useQuery({ queryKey: ['notice', 'mine'], queryFn: calls.preference });
  return <WhenLoaded of={held}>{(found) => <Wishes found={found} />}</WhenLoaded>;
}

function Wishes({ found }: { found: Awaited<ReturnType<typeof calls.preference>> }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const [form] = Form.useForm<Wish>();
  const own = Form.useWatch('own', form);
  const save = useMutation({
    mutationFn: (wish: Wish) => calls.prefer({ mail: wish.mail, muted: wish.muted, quiet_from: wish.own ? (wish.hours?.[0] ?? null) : null, quiet_to: wish.own ? (wish.hours?.[1] ?? null) : null }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['notice', 'mine'] });
      void message.success(t('notice.saved'));
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const first: Wish = {
    mail: found.mail,
    muted: found.muted,
    own: Boolean(found.quiet_from),
    hours: [found.quiet_from ?? '22:00', found.quiet_to ?? '08:00'],
  };
  return (
    <Form form={form} layout="vertical" initialValues={first} onFinish={(wish) => save.mutate(wish)} style={{ maxWidth: 520 }}>
      <Form.Item name="mail" label={t('notice.mail')} valuePropName="checked" extra={t('notice.mailWhy')}>
        <Switch />
      </Form.Item>
      <Form.Item name="muted" label={t('notice.muted')}>
        <Select mode="multiple" allowClear options={KINDS.map((value) => ({ value, label: t(`notice.about.${value}`) }))} />
      </Form.Item>
      <Form.Item name="own" label={t('notice.ownHours')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="hours" label={t('notice.hours')} hidden={!own}>
        <Hours />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('notice.save')}
      </Button>
    </Form>
  );
}
