/** Making or changing a channel. Secrets go in and never come out. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd';
import { groups as allGroups } from '../../api/calls';
import { Problem } from '../../api/client';
import * as calls from '../../api/notices';
import { useNames } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';
import { KINDS } from './mine';

export type Channel = Awaited<ReturnType<typeof calls.channels>>['items'][number];
const WAYS = ['mail', 'wecom', 'dingtalk', 'feishu', 'webhook'] as const;
const SECURITY = ['starttls', 'tls', 'none'] as const;

export function ChannelForm({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const names = useNames();
  const problem = useProblemText();
  const groups = useQuery({ queryKey: ['groups'], queryFn: allGroups, staleTime: 300_000 });
  const [form] = Form.useForm<calls.ChannelBody>();
  const kind = Form.useWatch('kind', form) ?? channel?.kind ?? 'mail';
  const audience = Form.useWatch('audience', form) ?? channel?.audience ?? 'house';
  const mail = kind === 'mail';
  const save = useMutation({
    mutationFn: (typed: calls.ChannelBody) => {
      const secret = Object.fromEntries(Object.entries(typed.secret ?? {}).filter(([, value]) => value)) as Record<string, string>;
      const settings = Object.fromEntries(Object.entries(typed.settings ?? {}).filter(([, value]) => value !== undefined && value !== ''));
      const body = { ...typed, secret, settings };
      return channel ? calls.changeChannel(channel.id, body) : calls.addChannel(body);
    },
    onSuccess: () => {
      void message.success(t('notice.saved'));
      onClose();
    },
    onError: (failure) => {
      const places = failure instanceof Problem ? failure.errors : [];
      form.setFields(places.map((place) => ({ name: String(place.path).split('.') as never, errors: [place.message] })));
      if (places.length === 0) void message.error(problem(failure));
    },
  });
  const needed = [{ required: true, message: t('invalid.required') }];
  const kept = channel?.has_secret ? t('notice.kept') : undefined;
  const first = channel ?? { kind: 'mail', audience: 'house', language: 'zh', enabled: true, settings: { port: 587, security: 'starttls' }, groups: [], kinds: [] };
  return (
    <Drawer
      open
      onClose={onClose}
      title={channel ? channel.name : t('notice.add')}
      size={460}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('notice.save')}
        </Button>
      }
    >
      <Form form={form} layout="vertical" initialValues={first} onFinish={(typed) => save.mutate(typed)}>
        <Form.Item name="name" label={t('notice.name')} rules={needed}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="kind" label={t('notice.kind')}>
          <Select disabled={channel !== null} options={WAYS.map((value) => ({ value, label: t(`notice.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="audience" label={t('notice.audience')} hidden={!mail && kind !== 'webhook'}>
          <Select options={(['house', 'customers'] as const).map((value) => ({ value, label: t(`notice.audience.${value}`) }))} />
        </Form.Item>
        {mail ? (
          <>
            <Form.Item name={['settings', 'host']} label={t('notice.host')} rules={needed}>
              <Input />
            </Form.Item>
            <Form.Item name={['settings', 'port']} label={t('notice.port')} rules={needed}>
              <InputNumber min={1} max={65535} />
            </Form.Item>
            <Form.Item name={['settings', 'security']} label={t('notice.security')} rules={needed}>
              <Select options={SECURITY.map((value) => ({ value, label: value === 'none' ? t('notice.security.none') : value.toUpperCase() }))} />
            </Form.Item>
            <Form.Item name={['settings', 'sender']} label={t('notice.sender')} rules={needed}>
              <Input />
            </Form.Item>
            <Form.Item name={['settings', 'user']} label={t('notice.user')}>
              <Input autoComplete="off" />
            </Form.Item>
            <Form.Item name={['secret', 'password']} label={t('notice.password')} extra={kept}>
              <Input.Password autoComplete="new-password" />
            </Form.Item>
          </>
        ) : (
          <>
            <Form.Item name={['secret', 'url']} label={t('notice.url')} extra={kept} rules={channel ? [] : needed}>
              <Input autoComplete="off" placeholder="https://" />
            </Form.Item>
            {kind !== 'wecom' && (
              <Form.Item name={['secret', 'secret']} label={t('notice.secret')} extra={kept}>
                <Input.Password autoComplete="new-password" />
              </Form.Item>
            )}
          </>
        )}
        {kind === 'webhook' && audience === 'customers' && (
          <Form.Item name={['settings', 'carries']} label={t('notice.carries')} rules={needed}>
            <Select options={(['sms', 'wechat'] as const).map((value) => ({ value, label: t(`notice.carries.${value}`) }))} />
          </Form.Item>
        )}
        {audience === 'house' && (
          <>
            {!mail && (
              <Form.Item name="groups" label={t('notice.groups')} extra={t('notice.groupsWhy')}>
                <Select mode="multiple" options={(groups.data?.items ?? []).map((group) => ({ value: group.name, label: names.group(group.name) }))} />
              </Form.Item>
            )}
            <Form.Item name="kinds" label={t('notice.kinds')}>
              <Select mode="multiple" placeholder={t('notice.all')} options={KINDS.map((value) => ({ value, label: t(`notice.about.${value}`) }))} />
            </Form.Item>
          </>
        )}
        {!mail && (
          <Form.Item name="language" label={t('notice.language')}>
            <Select options={(['zh', 'en'] as const).map((value) => ({ value, label: t(`notice.language.${value}`) }))} />
          </Form.Item>
        )}
        <Form.Item name={['settings', 'country']} label={t('notice.country')} extra={t('notice.countryWhy')} normalize={(typed: string) => typed.toUpperCase()}>
          <Input maxLength={2} placeholder="CN" style={{ width: 90 }} />
        </Form.Item>
        <Form.Item name="enabled" label={t('notice.enabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
