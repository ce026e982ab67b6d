/** An exam: what awaits, the paper with its time, and the result with reasons. Answers are kept as they are chosen. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Checkbox, Flex, Progress, Radio, Space, Tag, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { keep } from '../../api/kept';
import * as calls from '../../api/training';
import { PageHead } from '../../parts/page';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { inLanguage, useTrainingWords } from './words';

export function Component() {
  const { task = '' } = useParams();
  const { say } = useTrainingWords();
  const exam = useQuery({ queryKey: ['exam', task], queryFn: () => calls.exam(task), staleTime: Infinity, refetchOnWindowFocus: false });
  return (
    <div style={{ maxWidth: 760, margin: '0 auto' }}>
      <PageHead title={say('exam.title')} />
      <WhenLoaded of={exam}>{(told) => <Stage key={told.state + told.attempt} of={told} task={task} />}</WhenLoaded>
    </div>
  );
}

function Stage({ of, task }: { of: calls.Exam; task: string }) {
  if (of.state === 'open') return <Paper of={of} task={task} />;
  return of.state === 'done' ? <Result of={of} /> : <Door of={of} task={task} />;
}

function useTold(task: string) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const problem = useProblemText();
  return {
    onSuccess: async (told: calls.Exam) => {
      await keep(cache, ['exam', task], told);
      void cache.invalidateQueries({ queryKey: ['training'] });
      window.scrollTo(0, 0);
    },
    onError: (failure: unknown) => void message.error(problem(failure), 6),
  };
}

function Door({ of, task }: { of: calls.Exam; task: string }) {
  const { say, language } = useTrainingWords();
  const begin = useMutation({ mutationFn: () => calls.begin(task), ...useTold(task) });
  return (
    <Card>
      <Flex vertical gap={12} align="flex-start">
        <Typography.Title level={2} style={{ fontSize: 20, margin: 0 }}>
          {inLanguage(language, of.name, of.name_en)}
        </Typography.Title>
        <Typography.Text style={{ whiteSpace: 'pre-line' }}>{inLanguage(language, of.about, of.about_en)}</Typography.Text>
        <Typography.Text strong>{say('exam.facts', { count: of.count, minutes: of.minutes, mark: of.pass_mark, attempts: of.attempts })}</Typography.Text>
        {of.attempt > 0 && <Typography.Text>{say('exam.before', { n: of.attempt + 1, score: of.score ?? 0 })}</Typography.Text>}
        <Typography.Text type="secondary">{say('exam.rules')}</Typography.Text>
        <Button type="primary" size="large" loading={begin.isPending} onClick={() => begin.mutate()}>
          {say('exam.begin')}
        </Button>
      </Flex>
    </Card>
  );
}

/** Seconds left by the house's clock, which may be a movable one. */
function useLeft(of: calls.Exam) {
  const [began] = useState(() => Date.now());
  const [now, setNow] = useState(began);
  useEffect(() => {
    const tick = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(tick);
  }, []);
  return Math.max(0, Math.round((Date.parse(of.ends_at ?? '') - Date.parse(of.now)) / 1000 - (now - began) / 1000));
}

function Paper({ of, task }: { of: calls.Exam; task: string }) {
  const { say, language } = useTrainingWords();
  const { modal } = App.useApp();
  const [answers, setAnswers] = useState<Record<string, string[]>>(of.answers ?? {});
  const [kept, setKept] = useState<'exam.saved' | 'exam.saving' | 'exam.unsaved' | ''>('');
  const left = useLeft(of);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const handIn = useMutation({ mutationFn: () => line.current.then(() => calls.handIn(task)), ...useTold(task) });
  const choose = (id: string, chosen: string[]) => {
    setAnswers((before) => ({ ...before, [id]: chosen }));
    setKept('exam.saving');
    line.current = line.current.then(() => calls.keep(task, { [id]: chosen })).then(
      () => setKept('exam.saved'),
      () => setKept('exam.unsaved'),
    );
  };
  const done = of.paper.filter((one) => answers[one.id]?.length).length;
  const ask = () => {
    if (done === of.paper.length || left === 0) handIn.mutate();
    else modal.confirm({ title: say('exam.sure', { n: of.paper.length - done }), okText: say('exam.handIn'), onOk: () => handIn.mutate() });
  };
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <Flex vertical gap={12}>
      <Card size="small" style={{ position: 'sticky', top: 53, zIndex: 3 }}>
        <Flex gap={12} align="center" wrap>
          <Typography.Text strong>{inLanguage(language, of.name, of.name_en)}</Typography.Text>
          <Tag color={left < 60 ? 'red' : left < 300 ? 'orange' : 'blue'} role="timer">
            {left > 0 ? say('exam.left', { time: clock }) : say('exam.over')}
          </Tag>
          <Typography.Text type={kept === 'exam.unsaved' ? 'danger' : 'secondary'} role="status">
            {kept && say(kept)}
          </Typography.Text>
          <span style={{ flex: 1 }} />
          <Typography.Text>{say('exam.answered', { n: done, of: of.paper.length })}</Typography.Text>
          <Button type="primary" loading={handIn.isPending} onClick={ask}>
            {say('exam.handIn')}
          </Button>
        </Flex>
        <Progress percent={(100 * done) / of.paper.length} showInfo={false} size="small" aria-label={say('exam.answered', { n: done, of: of.paper.length })} />
      </Card>
      {of.paper.map((question, at) => (
        <Asked key={question.id} of={question} number={at + 1}>
          <Choice of={question} chosen={answers[question.id] ?? []} disabled={left === 0} onChoose={(chosen) => choose(question.id, chosen)} />
        </Asked>
      ))}
    </Flex>
  );
}

function Asked({ of, number, children, mark }: { of: calls.Question; number: number; children: React.ReactNode; mark?: React.ReactNode }) {
  const { say, language } = useTrainingWords();
  return (
    <Card size="small">
      <Typography.Title level={3} style={{ fontSize: 15, margin: '0 0 10px' }} id={`q-${of.id}`}>
        {number}. {inLanguage(language, of.text, of.text_en)} <Tag>{say(`exam.${of.kind as 'single'}`)}</Tag>
        {mark}
      </Typography.Title>
      {children}
    </Card>
  );
}

function Choice({ of, chosen, disabled, onChoose }: { of: calls.Question; chosen: string[]; disabled: boolean; onChoose: (chosen: string[]) => void }) {
  const { language } = useTrainingWords();
  const options = of.options.map((option) => ({ value: option.key, label: inLanguage(language, option.text, option.text_en) }));
  const tall = { padding: '7px 0', width: '100%' };
  if (of.kind === 'multiple') {
    return (
      <Checkbox.Group value={chosen} disabled={disabled} onChange={(keys) => onChoose(keys as string[])} aria-labelledby={`q-${of.id}`} style={{ display: 'block' }}>
        {options.map((option) => (
          <div key={option.value}>
            <Checkbox value={option.value} style={tall}>
              {option.label}
            </Checkbox>
          </div>
        ))}
      </Checkbox.Group>
    );
  }
  return (
    <Radio.Group value={chosen[0]} disabled={disabled} onChange={(event) => onChoose([String(event.target.value)])} aria-labelledby={`q-${of.id}`} style={{ display: 'block' }}>
      {options.map((option) => (
        <div key={option.value}>
          <Radio value={option.value} style={tall}>
            {option.label}
          </Radio>
        </div>
      ))}
    </Radio.Group>
  );
}

function Result({ of }: { of: calls.Exam }) {
  const { say, language } = useTrainingWords();
  const next = of.passed ? undefined : of.attempt < of.attempts ? say('exam.retake') : say('exam.noRetake');
  return (
    <Flex vertical gap={12}>
      <Alert
        type={of.passed ? 'success' : 'warning'}
        showIcon
        title={say(of.passed ? 'exam.passed' : 'exam.failed', { score: of.score ?? 0 })}
        description={next}
        action={
          <Link to="/training">
            <Button tabIndex={-1}>{say('exam.back')}</Button>
          </Link>
        }
      />
      {of.paper.map((question, at) => {
        const chosen = of.answers?.[question.id] ?? [];
        const right = question.right ?? [];
        const well = chosen.length === right.length && right.every((key) => chosen.includes(key));
        return (
          <Asked key={question.id} of={question} number={at + 1} mark={<Tag color={well ? 'green' : 'red'}>{say(well ? 'exam.right' : 'exam.wrong')}</Tag>}>
            <Choice of={question} chosen={chosen} disabled onChoose={() => undefined} />
            <Space orientation="vertical" size={2} style={{ marginTop: 8 }}>
              {!well && (
                <Typography.Text strong>
                  {say('exam.rightAnswer')}: {question.options.filter((option) => right.includes(option.key)).map((option) => inLanguage(language, option.text, option.text_en)).join(' · ')}
                </Typography.Text>
              )}
              <Typography.Text type="secondary">{inLanguage(language, question.explanation ?? '', question.explanation_en)}</Typography.Text>
            </Space>
          </Asked>
        );
      })}
    </Flex>
  );
}
