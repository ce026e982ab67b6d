/** The yearly plan: which course on which day for whom; its round begins twenty days before. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, DatePicker, Flex, Select, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import * as calls from '../../api/training';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useChange } from './courses';
import { inLanguage, useTrainingWords } from './words';

export function Plan() {
  const { say, language } = useTrainingWords();
  const who = useNames();
  const plan = useQuery({ queryKey: ['training', 'plan'], queryFn: calls.plan });
  const courses = useQuery({ queryKey: ['training', 'courses'], queryFn: calls.courses });
  const [course, setCourse] = useState<string>();
  const [on, setOn] = useState<Dayjs | null>(null);
  const add = useChange(calls.addPlanned);
  const remove = useChange(calls.removePlanned);
  const named = Object.fromEntries((courses.data?.items ?? []).map((one) => [one.key, inLanguage(language, one.name, one.name_en)]));
  return (
    <Flex vertical gap={12}>
      <Card size="small">
        <Flex gap={8} wrap>
          <Select style={{ minWidth: 220 }} placeholder={say('training.course')} aria-label={say('training.course')} value={course} onChange={setCourse} options={Object.entries(named).map(([value, label]) => ({ value, label }))} />
          <DatePicker value={on} onChange={(chosen) => setOn(chosen)} placeholder={say('training.day')} aria-label={say('training.day')} />
          <Button type="primary" disabled={!course || !on} loading={add.isPending} onClick={() => add.mutate({ course: course!, on: on!.format('YYYY-MM-DD'), groups: [] })}>
            {say('training.add')}
          </Button>
        </Flex>
      </Card>
      <WhenLoaded of={plan}>
        {({ items }) => (
          <Sheet
            rowKey="id"
            dataSource={items}
            pagination={false}
            locale={{ emptyText: say('training.emptyPlan') }}
            columns={[
              { title: say('training.day'), render: (_, one) => day(one.on) },
              { title: say('training.course'), render: (_, one) => named[one.course] ?? one.course },
              { title: say('training.groups'), render: (_, one) => (one.groups.length ? one.groups.map((group) => <Tag key={group}>{who.group(group)}</Tag>) : say('training.everybody')) },
              {
                title: '',
                render: (_, one) =>
                  one.started_on ? (
                    <Tag color="green">{say('training.begun')}</Tag>
                  ) : (
                    <Button size="small" type="text" danger onClick={() => remove.mutate(one.id)}>
                      {say('training.remove')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </WhenLoaded>
    </Flex>
  );
}
