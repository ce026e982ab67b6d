/** Every form in force and the steps that ask with it; from here a new one begins, empty or as a copy. */
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Input, Typography } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import * as calls from '../../api/calls';
import { PageHead } from '../../parts/page';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { useRole } from '../../shell/session';
import { NewForm } from './new';
import { useFormWords } from './words';

type Item = Awaited<ReturnType<typeof calls.forms>>['items'][number];

export function Component() {
  const { say, name, t } = useFormWords();
  const go = useNavigate();
  const owner = useRole('process_owner');
  const [typed, setTyped] = useState('');
  const [making, setMaking] = useState(false);
  const q = useDeferredValue(typed.trim().toLowerCase());
  const forms = useQuery({ queryKey: ['forms'], queryFn: calls.forms });
  const items = (forms.data?.items ?? []).filter((form) => `${form.key} ${form.name} ${form.name_en}`.toLowerCase().includes(q));
  return (
    <>
      <PageHead title={say('forms.title')}>
        <Input.Search allowClear value={typed} onChange={(event) => setTyped(event.target.value)} placeholder={say('forms.search')} aria-label={say('forms.search')} style={{ width: 240, maxWidth: '60vw' }} />
        {owner && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {say('forms.new')}
          </Button>
        )}
      </PageHead>
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={forms}>
          {() =>
            items.length === 0 ? (
              <Nothing text={say('forms.none')} />
            ) : (
              <Sheet<Item>
                rowKey="key"
                pagination={false}
                dataSource={items}
                onRow={(form) => ({ onClick: () => void go(`/forms/${form.key}`), style: { cursor: 'pointer' } })}
                columns={[
                  {
                    title: say('forms.name'),
                    render: (_, form) => (
                      <Flex vertical>
                        <Link to={`/forms/${form.key}`} onClick={(event) => event.stopPropagation()} style={{ fontWeight: 500 }}>
                          {name(form) || form.key}
                        </Link>
                        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                          {form.key}
                        </Typography.Text>
                      </Flex>
                    ),
                  },
                  { title: say('forms.used'), render: (_, form) => <Uses of={form.used} /> },
                  { title: say('forms.version'), width: 100, render: (_, form) => t('app.version', { n: form.version }) },
                ]}
              />
            )
          }
        </WhenLoaded>
      </Card>
      {making && <NewForm taken={forms.data?.items ?? []} onClose={() => setMaking(false)} />}
    </>
  );
}

/** The steps that ask with a form, each leading to its process. */
export function Uses({ of }: { of: Item['used'] }) {
  const { say, name } = useFormWords();
  if (of.length === 0) return <Typography.Text type="secondary">{say('forms.unused')}</Typography.Text>;
  return (
    <Flex vertical>
      {of.map((use) => (
        <Link key={`${use.process} ${use.element}`} to={`/processes/${use.process}`} onClick={(event) => event.stopPropagation()}>
          {name(use, 'process_name') || use.process} · {name(use) || use.element}
        </Link>
      ))}
    </Flex>
  );
}
