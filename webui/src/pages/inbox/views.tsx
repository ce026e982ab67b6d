/** Filters of the inbox kept under a name: one's own, and those that a group shares. */
import { DeleteOutlined, SaveOutlined, StarOutlined, TeamOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Divider, Flex, Form, Input, Modal, Popover, Select, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import { useNames } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import { useMe } from '../../shell/session';
import { useWords } from '../../text/language';
import { kept, lists, sorts, type Wish } from './state';

export function SavedViews({ wish, onChoose, narrow }: { wish: Wish; onChoose: (wish: Partial<Wish>) => void; narrow: boolean }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const names = useNames();
  const me = useMe();
  const [open, setOpen] = useState(false);
  const [naming, setNaming] = useState(false);
  const [form] = Form.useForm<{ name: string; group?: string }>();
  const views = useQuery({ queryKey: ['views'], queryFn: calls.views, staleTime: 60_000 });
  const changed = {
    onSuccess: () => cache.invalidateQueries({ queryKey: ['views'] }),
    onError: (failure: unknown) => void message.error(problem(failure)),
  };
  const save = useMutation({
    mutationFn: calls.saveView,
    ...changed,
    onSuccess: async () => {
      setNaming(false);
      message.success(t('views.saved'));
      await changed.onSuccess();
    },
  });
  const remove = useMutation({ mutationFn: calls.removeView, ...changed });
  const choose = (of: Record<string, string>) => {
    setOpen(false);
    onChoose({
      view: lists.find((one) => one === of.view) ?? 'todo',
      sort: sorts.find((one) => one === of.sort) ?? 'due',
      q: of.q ?? '',
      process: of.process ?? '',
      group: of.group ?? '',
      overdue: of.overdue === '1',
      task: '',
    });
  };
  const items = views.data?.items ?? [];
  const list = (
    <Flex vertical gap={2} style={{ width: 260 }}>
      {items.length === 0 && <Typography.Text type="secondary">{t('views.none')}</Typography.Text>}
      {items.map((view) => (
        <Flex key={view.id} align="center" gap={4}>
          <Button type="text" style={{ flex: 1, justifyContent: 'flex-start', overflow: 'hidden' }} icon={view.group ? <TeamOutlined /> : <StarOutlined />} onClick={() => choose(view.wish)}>
            {view.name}
            {!view.own && <Typography.Text type="secondary">{names.person(view.owner)}</Typography.Text>}
          </Button>
          {view.own && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('views.remove', { name: view.name })} onClick={() => remove.mutate(view.id)} />}
        </Flex>
      ))}
      <Divider style={{ margin: '6px 0' }} />
      <Button
        type="text"
        icon={<SaveOutlined />}
        style={{ justifyContent: 'flex-start' }}
        onClick={() => {
          setOpen(false);
          setNaming(true);
        }}
      >
        {t('views.keep')}
      </Button>
    </Flex>
  );
  return (
    <>
      <Popover content={list} trigger="click" open={open} onOpenChange={setOpen} placement="bottomLeft">
        <Button icon={<StarOutlined />} aria-label={t('views.title')}>
          {narrow ? null : t('views.title')}
        </Button>
      </Popover>
      <Modal open={naming} title={t('views.keep')} onCancel={() => setNaming(false)} onOk={form.submit} confirmLoading={save.isPending} destroyOnHidden>
        <Form form={form} layout="vertical" preserve={false} onFinish={(body) => save.mutate({ name: body.name, ...(body.group ? { group: body.group } : {}), wish: kept(wish) })}>
          <Form.Item name="name" label={t('views.name')} rules={[{ required: true, whitespace: true, message: t('views.needName') }]}>
            <Input maxLength={64} />
          </Form.Item>
          {me.groups.length > 0 && (
            <Form.Item name="group" label={t('views.share')}>
              <Select allowClear placeholder={t('views.onlyMe')} options={me.groups.map((group) => ({ value: group, label: names.group(group) }))} />
            </Form.Item>
          )}
        </Form>
      </Modal>
    </>
  );
}
