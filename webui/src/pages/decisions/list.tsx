/** Every deployed rule table with its latest version. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Typography } from 'antd';
import { Link, useNavigate } from 'react-router';
import * as calls from '../../api/calls';
import { PageHead } from '../../parts/page';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { NewDefinition } from '../drafts/new';

export function Component() {
  const { t, name } = useWords();
  const go = useNavigate();
  const owner = useRole('process_owner');
  const decisions = useQuery({ queryKey: ['decisions'], queryFn: calls.decisions });
  return (
    <>
      <PageHead title={t('decisions.title')}>{owner && <NewDefinition kind="decision" taken={decisions.data?.items ?? []} />}</PageHead>
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={decisions}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing text={t('decisions.none')} />
            ) : (
              <Sheet
                rowKey="key"
                pagination={false}
                dataSource={items}
                onRow={(decision) => ({ onClick: () => void go(`/decisions/${decision.key}`), style: { cursor: 'pointer' } })}
                columns={[
                  {
                    title: t('decisions.name'),
                    render: (_, decision) => (
                      <Flex vertical>
                        <Link to={`/decisions/${decision.key}`} onClick={(event) => event.stopPropagation()} style={{ fontWeight: 500 }}>
                          {name(decision) || decision.key}
                        </Link>
                        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                          {decision.key}
                        </Typography.Text>
                      </Flex>
                    ),
                  },
                  { title: t('processes.version'), width: 110, render: (_, decision) => t('app.version', { n: decision.version }) },
                  { title: t('processes.deployed'), width: 160, render: (_, decision) => minute(decision.deployed_at) },
                ]}
              />
            )
          }
        </WhenLoaded>
      </Card>
    </>
  );
}
