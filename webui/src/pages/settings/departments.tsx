/** The tree of departments: who heads which, what stands below what. */
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Form, Input, Modal, Select, Tree, Typography, type TreeDataNode } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/settings';
import { PersonPicker, useNames } from '../../parts/people';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Changes } from './changes';
import { useSave, useSettingsWords } from './words';

interface Given {
  key: string;
  name: string;
  name_en: string;
  parent?: string;
  head?: string;
  deputy?: string;
}

export function Departments() {
  const { say } = useSettingsWords();
  const [open, setOpen] = useState<calls.Department | 'new' | null>(null);
  const held = useQuery({ queryKey: ['departments'], queryFn: calls.departments });
  return (
    <>
      <Card>
        <Flex justify="end" style={{ marginBottom: 8 }}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
            {say('departments.add')}
          </Button>
        </Flex>
        <WhenLoaded of={held}>{({ items }) => (items.length ? <Branches items={items} onOpen={setOpen} /> : <Nothing text={say('departments.none')} />)}</WhenLoaded>
      </Card>
      <Changes about="departments" />
      {open && <DepartmentForm of={open === 'new' ? null : open} all={held.data?.items ?? []} onClose={() => setOpen(null)} />}
    </>
  );
}

function Branches({ items, onOpen }: { items: calls.Department[]; onOpen: (one: calls.Department) => void }) {
  const { say, name } = useSettingsWords();
  const names = useNames();
  const below = (parent: string | null): TreeDataNode[] => items.filter((one) => one.parent === parent).map((one) => ({ key: one.id, title: label(one), children: below(one.id) }));
  const label = (one: calls.Department) => (
    <Flex gap={8} wrap>
      <Typography.Text strong>{name(one)}</Typography.Text>
      <Typography.Text type="secondary">
        {one.head ? names.person(one.head) : say('departments.nobody')}
        {one.deputy && ` · ${names.person(one.deputy)}`}
      </Typography.Text>
    </Flex>
  );
  return (
    <Tree
      blockNode
      defaultExpandAll
      treeData={below(null)}
      selectedKeys={[]}
      onSelect={(_, { node }) => {
        const one = items.find((department) => department.id === node.key);
        if (one) onOpen(one);
      }}
    />
  );
}

async function saved(held: calls.Department | null, given: Given, all: calls.Department[]) {
  const above = all.find((one) => one.id === held?.parent)?.key ?? '';
  const { key, name, name_en = '', parent = '', head, deputy } = given;
  if (!held) await calls.addDepartment({ key, name, name_en, ...(parent ? { parent } : {}) });
  else await calls.changeDepartment(held.key, { name, name_en, ...(parent === above ? {} : { parent }) });
  if ((head ?? null) !== (held?.head ?? null) || (deputy ?? null) !== (held?.deputy ?? null)) await calls.setHead(held?.key ?? key, { ...(head ? { head } : {}), ...(deputy ? { deputy } : {}) });
}

function DepartmentForm({ of, all, onClose }: { of: calls.Department | null; all: calls.Department[]; onClose: () => void }) {
  const { say, t, name } = useSettingsWords();
  const [form] = Form.useForm<Given>();
  const save = useSave((given: Given) => saved(of, given, all), onClose);
  const needed = [{ required: true, whitespace: true, message: t('invalid.required') }];
  const first = of ? { ...of, parent: all.find((one) => one.id === of.parent)?.key, head: of.head ?? undefined, deputy: of.deputy ?? undefined } : {};
  return (
    <Modal open title={of ? name(of) : say('departments.add')} onCancel={onClose} onOk={form.submit} okText={say('settings.save')} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" initialValues={first} onFinish={(given) => save.mutate(given)}>
        {!of && (
          <Form.Item name="key" label={say('departments.key')} rules={needed}>
            <Input />
          </Form.Item>
        )}
        <Form.Item name="name" label={say('departments.name')} rules={needed}>
          <Input />
        </Form.Item>
        <Form.Item name="name_en" label={say('departments.nameEn')}>
          <Input />
        </Form.Item>
        <Form.Item name="parent" label={say('departments.parent')}>
          <Select allowClear options={all.filter((one) => one.key !== of?.key).map((one) => ({ value: one.key, label: name(one) }))} />
        </Form.Item>
        <Form.Item name="head" label={say('departments.head')}>
          <PersonPicker />
        </Form.Item>
        <Form.Item name="deputy" label={say('departments.deputy')}>
          <PersonPicker />
        </Form.Item>
      </Form>
      {of && <Changes about="departments" subject={of.key} plain />}
    </Modal>
  );
}
