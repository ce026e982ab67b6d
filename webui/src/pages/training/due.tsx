/** Where those stand with their courses whom one oversees; who keeps training (`gates` is told) says whether steps ask for exams. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Card, Flex, Switch, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/training';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { day, minute } from '../../parts/time';
import { inLanguage, useTrainingWords } from './words';

const colours = { pending: 'blue', granted: 'green', suspended: 'red', expired: 'orange' } as const;
const states = ['pending', 'suspended', 'expired', 'granted'] as const;

export function Due({ gates }: { gates?: boolean }) {
  const { say, language } = useTrainingWords();
  const who = useNames();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const problem = useProblemText();
  const due = useQuery({ queryKey: ['training', 'due'], queryFn: calls.due });
  const turn = useMutation({
    mutationFn: calls.setGates,
    onSuccess: () => cache.invalidateQueries({ queryKey: ['training'] }),
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Flex vertical gap={12}>
      {gates !== undefined && (
        <Card size="small">
          <Flex gap={12} align="center" wrap>
            <Switch checked={gates} loading={turn.isPending} onChange={(on) => turn.mutate(on)} aria-label={say('training.gates')} />
            <Typography.Text strong>{say('training.gates')}</Typography.Text>
            <Typography.Text type="secondary">{say('training.gatesHint')}</Typography.Text>
          </Flex>
        </Card>
      )}
      <Link to="/reports/training_standing">{say('training.counted')}</Link>
      <WhenLoaded of={due}>
        {(told) => (
          <Sheet
            rowKey={(one) => `${one.person} ${one.course}`}
            dataSource={told.items}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            columns={[
              { title: say('training.person'), render: (_, one) => who.person(one.person) },
              { title: say('training.department'), render: (_, one) => inLanguage(language, one.department ?? '', one.department_en ?? '') },
              { title: say('training.course'), render: (_, one) => inLanguage(language, one.name, one.name_en) },
              {
                title: say('training.state'),
                filters: [...states.map((state) => ({ text: say(`training.state.${state}`), value: state })), { text: say('training.late'), value: 'late' }],
                onFilter: (state, one) => (state === 'late' ? one.late : one.state === state),
                render: (_, one) => (
                  <>
                    <Tag color={colours[one.state as keyof typeof colours]}>{say(`training.state.${one.state as 'pending'}`)}</Tag>
                    {one.late && <Tag color="red">{say('training.late')}</Tag>}
                  </>
                ),
              },
              { title: say('training.deadline'), render: (_, one) => (one.due ? one.case ? <Link to={`/cases/${one.case}`}>{minute(one.due)}</Link> : minute(one.due) : '') },
              { title: say('training.until'), render: (_, one) => (one.until ? day(one.until) : one.state === 'granted' ? say('training.forGood') : '') },
              { title: say('training.score'), align: 'right', dataIndex: 'score' },
            ]}
          />
        )}
      </WhenLoaded>
    </Flex>
  );
}
