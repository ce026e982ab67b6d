/** Who works here: find, add, change, let go; many at once from a spreadsheet. */
import { FileExcelOutlined, PlusOutlined } from '@ant-design/icons';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Input, Modal, Switch, Tag, Typography } from 'antd';
import { useDeferredValue, useState } from 'react';
import * as calls from '../../api/settings';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import type { TextKey } from '../../text/texts';
import { Changes } from './changes';
import { PersonForm } from './person';
import { TakePeople } from './take';
import { useSettingsWords } from './words';

export function People() {
  const { say, t } = useSettingsWords();
  const names = useNames();
  const [typed, setTyped] = useState('');
  const [everybody, setEverybody] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const [taking, setTaking] = useState(false);
  const q = useDeferredValue(typed);
  const found = useInfiniteQuery({
    queryKey: ['settings', 'people', q, everybody],
    queryFn: ({ pageParam }) => calls.people({ q, everybody, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Card>
        <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
          <Input.Search allowClear value={typed} onChange={(event) => setTyped(event.target.value)} placeholder={say('people.find')} aria-label={say('people.find')} style={{ width: 240 }} />
          <label>
            <Switch size="small" checked={everybody} onChange={setEverybody} /> {say('people.everybody')}
          </label>
          <span style={{ flex: 1 }} />
          <Button icon={<FileExcelOutlined />} onClick={() => setTaking(true)}>
            {say('people.import')}
          </Button>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('')}>
            {say('people.add')}
          </Button>
        </Flex>
        <WhenLoaded of={found}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0) return <Nothing text={say('people.none')} />;
            return (
              <Sheet
                rowKey="username"
                pagination={false}
                dataSource={items}
                columns={[
                  {
                    title: say('people.name'),
                    render: (_, one) => (
                      <Button type="link" style={{ padding: 0 }} onClick={() => setOpen(one.username)}>
                        {one.display_name}
                      </Button>
                    ),
                  },
                  { title: say('people.username'), render: (_, one) => <>{one.username} {one.disabled && <Tag>{say('people.left')}</Tag>}</> },
                  { title: say('people.department'), render: (_, one) => (one.department ? names.department(one.department) : '') },
                  { title: say('people.roles'), render: (_, one) => one.roles.map((role) => t(`role.${role}` as TextKey)).join(', ') },
                  { title: say('people.groups'), render: (_, one) => one.groups.map((group) => names.group(group)).join(', ') },
                ]}
              />
            );
          }}
        </WhenLoaded>
        {found.hasNextPage && (
          <Button block type="text" style={{ marginTop: 8 }} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {say('people.more')}
          </Button>
        )}
      </Card>
      <Changes about="people" />
      {open !== null && <PersonForm username={open} onClose={() => setOpen(null)} />}
      {taking && (
        <Modal open footer={null} width={720} onCancel={() => setTaking(false)} title={say('people.import')}>
          <Typography.Paragraph type="secondary">{say('take.why')}</Typography.Paragraph>
          <TakePeople onDone={() => setTaking(false)} />
        </Modal>
      )}
    </>
  );
}
