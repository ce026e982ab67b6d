/** Courses, their questions and the exams that were sat; questions go out to Excel and come back. */
import { DownloadOutlined, EditOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Collapse, Flex, List, Tag, Typography, Upload } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/training';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { CourseEdit } from './course-edit';
import { QuestionEdit } from './question-edit';
import { inLanguage, useTrainingWords } from './words';

/** A change that shows what went wrong and has everything of training read anew. */
export function useChange<Given, Answer>(call: (given: Given) => Promise<Answer>, said?: (answer: Answer) => string) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const problem = useProblemText();
  return useMutation({
    mutationFn: call,
    onSuccess: (answer) => {
      if (said) void message.success(said(answer));
      return cache.invalidateQueries({ queryKey: ['training'] });
    },
    onError: (failure) => void message.error(problem(failure), 6),
  });
}

export function Courses() {
  const { say, language } = useTrainingWords();
  const courses = useQuery({ queryKey: ['training', 'courses'], queryFn: calls.courses });
  const take = useChange(
    () => calls.takeShipped(),
    ({ count }) => say('training.taken', { n: count }),
  );
  const door = (
    <Button loading={take.isPending} onClick={() => take.mutate(undefined)}>
      {say('training.take')}
    </Button>
  );
  const [making, setMaking] = useState(false);
  return (
    <WhenLoaded of={courses}>
      {({ items }) => (
        <Flex vertical gap={12}>
          <Button type="primary" icon={<PlusOutlined />} style={{ alignSelf: 'start' }} onClick={() => setMaking(true)}>
            {say('training.newCourse')}
          </Button>
          {making && <CourseEdit onClose={() => setMaking(false)} />}
          {items.length === 0 ? <Nothing text={say('training.noCourses')}>{door}</Nothing> : <Collapse
            items={items.map((course) => ({
              key: course.key,
              label: (
                <Flex gap={8} wrap align="center">
                  <Typography.Text strong>{inLanguage(language, course.name, course.name_en)}</Typography.Text>
                  <Tag>{say(`training.format.${course.format as 'online'}`)}</Tag>
                  {!course.active && <Tag>{say('training.retired')}</Tag>}
                  <Typography.Text type="secondary">{course.draw ? say('training.examOf', { draw: course.draw, minutes: course.minutes, mark: course.pass_mark }) : say('training.noExam')}</Typography.Text>
                </Flex>
              ),
              children: <Opened of={course} />,
            }))}
          />}
        </Flex>
      )}
    </WhenLoaded>
  );
}

function Opened({ of }: { of: calls.Course }) {
  const { say, language } = useTrainingWords();
  const questions = useQuery({ queryKey: ['training', 'questions', of.key], queryFn: () => calls.questions(of.key) });
  const results = useQuery({ queryKey: ['training', 'results', of.key], queryFn: () => calls.results(of.key) });
  const bring = useChange(
    (file: File) => calls.takeSheet(of.key, file),
    ({ count }) => say('training.imported', { n: count }),
  );
  const retire = useChange((id: string) => calls.retire(of.key, id));
  const [editing, setEditing] = useState<'course' | 'new' | calls.Question>();
  const done = () => setEditing(undefined);
  const steps = of.steps.map((step) => (step === '*' ? say('training.everyStep') : step));
  return (
    <Flex vertical gap={12}>
      <Typography.Text style={{ whiteSpace: 'pre-line' }}>{inLanguage(language, of.about, of.about_en)}</Typography.Text>
      {steps.length > 0 && (
        <Typography.Text type="secondary">
          {say('training.steps')}: {steps.join(' · ')}
        </Typography.Text>
      )}
      {editing === 'course' && <CourseEdit of={of} onClose={done} />}
      {editing && editing !== 'course' && <QuestionEdit course={of.key} of={editing === 'new' ? undefined : editing} onClose={done} />}
      <Flex gap={8} wrap>
        <Button size="small" icon={<EditOutlined />} onClick={() => setEditing('course')}>
          {say('training.changeCourse')}
        </Button>
        <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {say('training.newQuestion')}
        </Button>
        <Button size="small" icon={<DownloadOutlined />} href={calls.sheet(of.key)} download>
          {say('training.export')}
        </Button>
        <Upload accept=".xlsx" showUploadList={false} beforeUpload={(file) => (bring.mutate(file), false)}>
          <Button size="small" icon={<UploadOutlined />} loading={bring.isPending}>
            {say('training.import')}
          </Button>
        </Upload>
      </Flex>
      <WhenLoaded of={questions} rows={3}>
        {({ items }) => (
          <Card size="small" title={`${say('training.questions')} (${items.length})`} styles={{ body: { padding: 0 } }}>
            <List
              dataSource={items}
              renderItem={(one, at) => (
                <List.Item
                  style={{ paddingInline: 12 }}
                  actions={[
                    <Button key="change" size="small" type="text" icon={<EditOutlined />} aria-label={say('training.changeOf', { n: at + 1 })} onClick={() => setEditing(one)} />,
                    <Button key="retire" size="small" type="text" danger onClick={() => retire.mutate(one.id)}>
                      {say('training.retire')}
                    </Button>,
                  ]}
                >
                  <Flex vertical gap={4}>
                    <Typography.Text strong>
                      {at + 1}. {inLanguage(language, one.text, one.text_en)} <Tag>{say(`exam.${one.kind as 'single'}`)}</Tag>
                    </Typography.Text>
                    <Flex gap={8} wrap>
                      {one.options.map((option) => (
                        <Tag key={option.key} color={one.right?.includes(option.key) ? 'green' : undefined}>
                          {inLanguage(language, option.text, option.text_en)}
                        </Tag>
                      ))}
                    </Flex>
                    {one.explanation && <Typography.Text type="secondary">{say('training.why', { text: inLanguage(language, one.explanation, one.explanation_en) })}</Typography.Text>}
                  </Flex>
                </List.Item>
              )}
            />
          </Card>
        )}
      </WhenLoaded>
      <WhenLoaded of={results} rows={2}>{({ items }) => (items.length > 0 ? <Sat of={items} /> : null)}</WhenLoaded>
    </Flex>
  );
}

function Sat({ of }: { of: calls.Result[] }) {
  const { say } = useTrainingWords();
  const who = useNames();
  return (
    <Card size="small" title={say('training.results')} styles={{ body: { padding: 0 } }}>
      <Sheet
        rowKey={(one) => `${one.person} ${one.at}`}
        dataSource={of}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        columns={[
          { title: say('training.person'), render: (_, one) => who.person(one.person) },
          { title: say('training.at'), render: (_, one) => minute(one.at) },
          { title: say('training.attempt'), align: 'right', dataIndex: 'attempt' },
          { title: say('training.score'), align: 'right', render: (_, one) => <Tag color={one.passed ? 'green' : 'red'}>{one.score}</Tag> },
        ]}
      />
    </Card>
  );
}
