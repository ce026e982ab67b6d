/** The ways out of the house, for the admin: what there is, whether it works, and a test. */
import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Popconfirm, Space, Tag, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/notices';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import type { TextKey } from '../../text/texts';
import { ChannelForm, type Channel } from './channel';

const COLOURS: Record<string, string> = { sent: 'success', failed: 'error', queued: 'processing', dropped: 'default' };

export function Channels() {
  const { t } = useWords();
  const { message } = App.useApp();
  const names = useNames();
  const problem = useProblemText();
  const cache = useQueryClient();
  const [open, setOpen] = useState<Channel | 'new' | null>(null);
  const held = useQuery({ queryKey: ['notice', 'channels'], queryFn: calls.channels });
  const again = () => void cache.invalidateQueries({ queryKey: ['notice'] });
  const failed = (failure: unknown) => void message.error(problem(failure));
  const remove = useMutation({ mutationFn: calls.removeChannel, onSuccess: again, onError: failed });
  const test = useMutation({
    mutationFn: calls.tryChannel,
    onSuccess: () => {
      again();
      void message.success(t('notice.tested'));
    },
    onError: failed,
  });
  return (
    <WhenLoaded of={held}>
      {({ items }) => (
        <Flex vertical gap={16}>
          <div>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
              {t('notice.add')}
            </Button>
          </div>
          {items.length === 0 ? (
            <Nothing text={t('notice.none')} />
          ) : (
            <Sheet<Channel>
              rowKey="id"
              pagination={false}
              dataSource={items}
              columns={[
                { title: t('notice.name'), dataIndex: 'name' },
                { title: t('notice.kind'), render: (_, row) => t(`notice.kind.${row.kind}` as TextKey) },
                { title: t('notice.audience'), render: (_, row) => t(`notice.audience.${row.audience}` as TextKey) },
                { title: t('notice.groups'), render: (_, row) => row.groups.map((group) => names.group(group)).join(', ') || t('notice.all') },
                { title: t('notice.status'), render: (_, row) => <Tag color={row.enabled ? 'success' : 'default'}>{t(row.enabled ? 'notice.enabled' : 'notice.off')}</Tag> },
                {
                  key: 'do',
                  render: (_, row) => (
                    <Space>
                      <Button size="small" onClick={() => setOpen(row)}>
                        {t('notice.edit')}
                      </Button>
                      <Button size="small" loading={test.isPending && test.variables === row.id} onClick={() => test.mutate(row.id)}>
                        {t('notice.test')}
                      </Button>
                      <Popconfirm title={t('notice.removeAsk')} onConfirm={() => remove.mutate(row.id)}>
                        <Button size="small" danger>
                          {t('notice.remove')}
                        </Button>
                      </Popconfirm>
                    </Space>
                  ),
                },
              ]}
            />
          )}
          <Deliveries channels={items} />
          {open && (
            <ChannelForm
              channel={open === 'new' ? null : open}
              onClose={() => {
                setOpen(null);
                again();
              }}
            />
          )}
        </Flex>
      )}
    </WhenLoaded>
  );
}

function Deliveries({ channels }: { channels: Channel[] }) {
  const { t } = useWords();
  const names = useNames();
  const sent = useQuery({ queryKey: ['notice', 'deliveries'], queryFn: calls.deliveries, refetchInterval: 10_000 });
  return (
    <section>
      <Typography.Title level={2} style={{ fontSize: 15 }}>
        {t('notice.deliveries')}
      </Typography.Title>
      <WhenLoaded of={sent} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text={t('notice.noDeliveries')} />
          ) : (
            <Sheet
              rowKey="id"
              pagination={false}
              dataSource={items}
              columns={[
                { title: t('notice.at'), render: (_, row) => minute(row.done_at ?? row.due_at) },
                { title: t('notice.channel'), render: (_, row) => channels.find((one) => one.id === row.channel)?.name ?? '' },
                { title: t('notice.audience'), render: (_, row) => (row.person ? names.person(row.person) : t('inbox.group')) },
                {
                  title: t('notice.status'),
                  render: (_, row) => (
                    <>
                      <Tag color={COLOURS[row.status]}>{t(`notice.status.${row.status}` as TextKey)}</Tag>
                      {row.status === 'failed' && <Typography.Text code>{row.error}</Typography.Text>}
                    </>
                  ),
                },
              ]}
            />
          )
        }
      </WhenLoaded>
    </section>
  );
}
