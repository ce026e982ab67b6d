/** What the reader was told: a bell with the number of unread notices, each leading to its task, case or customer. */
import { BellOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Drawer, Flex, theme, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../api/calls';
import type { Notices } from '../api/types';
import { Nothing, WhenLoaded } from '../parts/states';
import { minute } from '../parts/time';
import { useWords } from '../text/language';

type Notice = Notices['items'][number];

function leadsTo(notice: Notice): string | null {
  if (typeof notice.params.draft === 'string') return `/drafts/${notice.params.draft}`;
  if (notice.task) return `/inbox?task=${notice.task}`;
  if (notice.kind === 'pool_soon') return '/customers?pool=soon';
  if (notice.instance) return `/cases/${notice.instance}`;
  return notice.customer ? `/customers/${notice.customer.id}` : null;
}

export function Bell() {
  const { t } = useWords();
  const { token } = theme.useToken();
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const notices = useQuery({ queryKey: ['notices'], queryFn: () => calls.notices({ limit: 50 }), refetchInterval: 20_000 });
  const read = useMutation({ mutationFn: calls.readNotices, onSuccess: () => cache.invalidateQueries({ queryKey: ['notices'] }) });
  const unread = notices.data?.unread ?? 0;
  return (
    <>
      <Badge count={unread} size="small" offset={[-6, 6]}>
        <Button type="text" icon={<BellOutlined />} aria-label={t('notices.title')} onClick={() => setOpen(true)} />
      </Badge>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('notices.title')}
        size={400}
        footer={
          <Link to="/notices" onClick={() => setOpen(false)}>
            {t('notice.settings')}
          </Link>
        }
        extra={
          unread > 0 && (
            <Button size="small" loading={read.isPending} onClick={() => read.mutate()}>
              {t('notices.readAll')}
            </Button>
          )
        }
      >
        <WhenLoaded of={notices} rows={4}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing text={t('notices.none')} />
            ) : (
              <Flex vertical gap={2}>
                {items.map((notice) => {
                  const to = leadsTo(notice);
                  return (
                    <div key={notice.id} style={{ padding: '8px 10px', borderRadius: token.borderRadius, background: notice.read_at ? undefined : token.colorPrimaryBg }}>
                      {to ? (
                        <Link to={to} onClick={() => setOpen(false)}>
                          {notice.text}
                        </Link>
                      ) : (
                        notice.text
                      )}
                      <div>
                        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                          {[notice.customer?.name, minute(notice.at)].filter(Boolean).join(' · ')}
                        </Typography.Text>
                      </div>
                    </div>
                  );
                })}
              </Flex>
            )
          }
        </WhenLoaded>
      </Drawer>
    </>
  );
}
