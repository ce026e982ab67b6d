/** Training: what is mine to learn; for those who keep training also who is due, courses with questions, the plan. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, List, Tag, Typography } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { tasks } from '../../api/calls';
import * as calls from '../../api/training';
import { PageHead } from '../../parts/page';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Strip } from '../../parts/strip';
import { day, minute } from '../../parts/time';
import { Courses } from './courses';
import { Due } from './due';
import { Library } from './library';
import { Plan } from './plan';
import { inLanguage, useTrainingWords } from './words';

const kept = ['mine', 'due', 'courses', 'plan', 'library'] as const;
const heads = ['mine', 'due', 'library'] as const;
const own = ['mine', 'library'] as const;
type Tab = (typeof kept)[number];
const colours = { pending: 'blue', granted: 'green', suspended: 'red', expired: 'orange' } as const;

export function Component() {
  const { say } = useTrainingWords();
  const [search, setSearch] = useSearchParams();
  const mine = useQuery({ queryKey: ['training', 'mine'], queryFn: calls.mine });
  const manages = mine.data?.manages ?? false;
  const tabs: readonly Tab[] = manages ? kept : mine.data?.leads ? heads : own;
  const here = tabs.find((tab) => tab === search.get('tab')) ?? 'mine';
  return (
    <>
      <PageHead title={say(manages ? 'training.manage' : 'training.title')} />
      <Strip label={say('training.which')} value={here} onChange={(tab) => setSearch({ tab }, { replace: true })} options={tabs.map((tab) => ({ value: tab, label: say(`training.${tab}`) }))} />
      {here === 'mine' && <WhenLoaded of={mine}>{(told) => <Mine of={told.items} />}</WhenLoaded>}
      {here === 'due' && <Due gates={manages ? mine.data?.gates : undefined} />}
      {here === 'courses' && <Courses />}
      {here === 'plan' && <Plan />}
      {here === 'library' && <Library />}
    </>
  );
}

function Mine({ of }: { of: calls.Standing[] }) {
  const { say, language } = useTrainingWords();
  const waiting = useQuery({ queryKey: ['training', 'tasks'], queryFn: ({ signal }) => tasks({ status: 'mine', process: 'training_place', limit: 100 }, signal) }).data?.items ?? [];
  /** To the task that waits in the case, or to the case where nothing does: an exam is sat again in three days. */
  const way = (id: string) => {
    const task = waiting.find((one) => one.instance === id);
    return task ? `/inbox?task=${task.id}` : `/cases/${id}`;
  };
  if (of.length === 0) return <Nothing text={say('training.none')} />;
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <List
        dataSource={of}
        renderItem={(one) => (
          <List.Item style={{ paddingInline: 16 }}>
            <Flex gap={12} align="center" wrap style={{ width: '100%' }}>
              <Typography.Text strong style={{ flex: '1 1 200px' }}>
                {inLanguage(language, one.name, one.name_en)}
              </Typography.Text>
              <Tag color={colours[one.state as keyof typeof colours]}>{say(`training.state.${one.state as 'pending'}`)}</Tag>
              <Typography.Text type="secondary">
                {one.due ? `${say('training.deadline')} ${minute(one.due)}` : one.state === 'suspended' ? say('training.failed') : `${say('training.until')} ${one.until ? day(one.until) : say('training.forGood')}`}
                {one.score !== null && one.score !== undefined && ` · ${say('training.points', { n: one.score })}`}
              </Typography.Text>
              {one.due && one.case && (
                <Link to={way(one.case)}>
                  <Button size="small" type="primary" tabIndex={-1}>
                    {say('training.open')}
                  </Button>
                </Link>
              )}
            </Flex>
          </List.Item>
        )}
      />
    </Card>
  );
}
