/** What people ask for about their own data: open ones first, each with the time by which the law wants an answer. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/privacy';
import { Mark } from '../../parts/mark';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day, minute } from '../../parts/time';
import { Sheet } from '../../parts/sheet';
import { usePrivacyWords } from './words';

export function Requests({ law }: { law: 'CN' | 'EU' }) {
  const { say, code } = usePrivacyWords();
  const requests = useQuery({ queryKey: ['privacy', 'requests'], queryFn: calls.requests });
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say(`privacy.law.${law}`)}</Typography.Text>
      <Card styles={{ body: { padding: 0 } }}>
        <WhenLoaded of={requests}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing text={say('privacy.noRequests')} />
            ) : (
              <Sheet
                label={say('privacy.requests')}
                rowKey="id"
                dataSource={items}
                columns={[
                  { title: say('privacy.number'), render: (_, one) => <Link to={`/cases/${one.id}`}>{one.number ?? one.id.slice(-8)}</Link> },
                  { title: say('privacy.kind'), render: (_, one) => code('privacy.kind', one.kind ?? 'other') },
                  { title: say('privacy.received'), render: (_, one) => minute(one.started_at) },
                  { title: say('privacy.due'), render: (_, one) => minute(one.due_at) },
                  { title: say('privacy.state'), render: (_, one) => <State of={one} /> },
                ]}
              />
            )
          }
        </WhenLoaded>
      </Card>
    </Flex>
  );
}

function State({ of }: { of: calls.Request }) {
  const { say } = usePrivacyWords();
  return (
    <Flex gap={6} wrap>
      {of.ended_at ? <Mark tone="good">{`${say('privacy.done')} ${day(of.ended_at)}`}</Mark> : <Mark tone="info">{say('privacy.open')}</Mark>}
      {of.missed && <Mark tone="bad">{say('privacy.missed')}</Mark>}
    </Flex>
  );
}
