/** What a copy of a handbook did: readers, feedback, the house's figures before and after it, the goals of its charter. */
import { useQuery } from '@tanstack/react-query';
import { Card, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/handbook';
import { Sheet } from '../../parts/sheet';
import { WhenLoaded } from '../../parts/states';
import { useBookWords } from './words';

const told = (value: number | null) => value ?? '–';
const signed = (value: number | null) => (value === null ? '–' : value > 0 ? `+${value}` : String(value));

export function Effect({ of, number }: { of: string; number: number }) {
  const { say, language } = useBookWords();
  const effect = useQuery({ queryKey: ['handbook', of, 'effect', number, language], queryFn: () => calls.effect(of, number) });
  return (
    <WhenLoaded of={effect}>
      {(one) => (
        <Card title={say('book.effectOf', { number: one.number, first: one.first, last: one.last })}>
          <Typography.Paragraph>
            {say('book.effectRead', { readers: one.readers, audience: one.audience })} · {say('book.effectSaid', { feedback: one.feedback, all: one.feedback_all })}
          </Typography.Paragraph>
          {one.goals.length > 0 && <Goals of={one} />}
          <Sheet
            rowKey="key"
            pagination={false}
            dataSource={one.figures}
            columns={[
              { title: say('book.figure'), render: (_, row) => <Link to={`/reports/${row.report}`}>{row.name}</Link> },
              { title: say('book.before'), align: 'right', render: (_, row) => told(row.before) },
              { title: say('book.after'), align: 'right', render: (_, row) => told(row.after) },
              { title: say('book.points'), align: 'right', render: (_, row) => signed(row.points) },
              { title: say('book.relative'), align: 'right', render: (_, row) => signed(row.relative) },
            ]}
          />
        </Card>
      )}
    </WhenLoaded>
  );
}

function Goals({ of }: { of: calls.Effect }) {
  const { say } = useBookWords();
  return (
    <Sheet
      rowKey="metric"
      pagination={false}
      style={{ marginBottom: 16 }}
      dataSource={of.goals}
      columns={[
        { title: say('book.goals'), dataIndex: 'metric' },
        { title: say('book.target'), dataIndex: 'target' },
        { title: say('book.figure'), render: (_, row) => row.name ?? '–' },
        { title: say('book.reached'), align: 'right', render: (_, row) => told(row.reached) },
        { title: say('book.met'), render: (_, row) => row.met !== null && <Tag color={row.met ? 'green' : 'orange'}>{say(row.met ? 'book.met' : 'book.notMet')}</Tag> },
      ]}
    />
  );
}
