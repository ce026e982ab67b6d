/** One task: the customer, why the task is here, the form with its draft, remarks, and what may be done with it. */
import { CloseOutlined, ExportOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Divider, Flex, Skeleton, theme, Tooltip, Typography } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import { Problem } from '../../api/client';
import type { Explanation, Task } from '../../api/types';
import { answered, Answers } from '../../parts/answers';
import { DueWords } from '../../parts/due';
import { ExplanationBlock } from '../../parts/explanation';
import { Change } from '../../parts/mark';
import { CustomerCard } from '../../parts/customer';
import { Files } from '../../parts/files';
import { useNames } from '../../parts/people';
import { writeKey } from '../../parts/random';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { asked, readOnly, shown, telling } from '../../form/texts';
import { useWords } from '../../text/language';
import { texts, type TextKey } from '../../text/texts';
import { Surroundings } from './before';
import { Comments } from './comments';
import { useDraft } from './draft';
import { POLL, useRefresh } from './state';
import { TaskVerbs } from './verbs';

const SchemaForm = lazy(async () => ({ default: (await import('../../form/form')).SchemaForm }));

interface Props {
  id: string;
  onClose: () => void;
  onDone: (next: string | null) => void;
}

export function TaskPanel({ id, onClose, onDone }: Props) {
  const { t } = useWords();
  const task = useQuery({ queryKey: ['task', id], queryFn: () => calls.task(id), refetchInterval: POLL });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // the next key or Tab goes on in the task that was opened, unless somebody types elsewhere by now
    if (!document.activeElement?.matches('textarea, input:not([type=checkbox], [type=radio])')) panel.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section ref={panel} data-panel tabIndex={-1} aria-label={t('inbox.task')} style={{ outline: 'none' }}>
      <WhenLoaded of={task} rows={10}>
        {(loaded) => <Opened task={loaded} onClose={onClose} onDone={onDone} />}
      </WhenLoaded>
      {task.error && !task.data && (
        <Flex justify="center">
          <Button onClick={onClose}>{t('app.close')}</Button>
        </Flex>
      )}
    </section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Typography.Title level={3} style={{ fontSize: 13, margin: '0 0 8px', color: '#4b5563' }}>
        {title}
      </Typography.Title>
      {children}
    </div>
  );
}

/** A page of its own does what this task asks for. */
function Door({ to, text, label }: { to: string; text: string; label: string }) {
  return (
    <Alert
      type="info"
      showIcon
      title={text}
      action={
        <Link to={to}>
          <Button type="primary" tabIndex={-1}>
            {label}
          </Button>
        </Link>
      }
    />
  );
}

function Opened({ task, onClose, onDone }: { task: Task; onClose: () => void; onDone: (next: string | null) => void }) {
  const { t, name, language } = useWords();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const who = useNames();
  const form = task.form ? telling(shown(task.form, language), task.data) : null;
  const told = new Set(form ? readOnly(form) : []);
  const [data, setData] = useState<Record<string, unknown>>(() => (form ? { ...asked(form, task.data), ...(task.draft ?? {}) } : {}));
  const draft = useDraft(task, data);
  const [left, setLeft] = useState(task.left);
  const takeUp = (typed: Record<string, unknown>) => {
    setLeft(null);
    setData({ ...data, ...typed });
    draft.keep({ ...data, ...typed });
  };
  const attempt = useRef(writeKey());
  const may = new Set(task.may);
  const able = may.has('complete');

  const complete = useMutation({
    mutationFn: async (input: Record<string, unknown>) => {
      await draft.stop();
      return calls.complete(task.id, input, attempt.current);
    },
    onSuccess: async ({ next_task: next }) => {
      message.success(next ? t('task.nextOfCase') : t('task.completed', { task: name(task) }));
      onDone(next?.id ?? null);
      await refresh();
    },
    onError: async (failure) => {
      attempt.current = writeKey();
      if (failure instanceof Problem && failure.status === 422) return;
      const faster = failure instanceof Problem && failure.status === 409 && typeof failure.body.by === 'string' ? failure.body.by : '';
      if (faster) message.warning(t('task.lost', { who: who.person(faster) }), 6);
      else message.error(problem(failure), 6);
      if (failure instanceof Problem && failure.status === 409) await refresh();
    },
  });
  const refused = complete.error instanceof Problem && complete.error.status === 422 ? complete.error.errors : [];
  const reason = task.why as { code?: string; group?: string } | undefined;
  const why = reason?.code && `here.${reason.code}` in texts ? t(`here.${reason.code}` as TextKey, { group: reason.group ? who.group(reason.group) : '' }) : '';
  const help = name(task, 'help');
  const explanations = (form?.explanations ?? []).map((field) => task.data[field]).filter((value): value is Explanation => typeof value === 'object' && value !== null);
  const closed = task.status !== 'open';

  return (
    <div>
      <Flex align="flex-start" gap={8} style={{ padding: '14px 16px 10px', position: 'sticky', top: 0, background: token.colorBgContainer, zIndex: 2, borderBottom: `1px solid ${token.colorBorderSecondary}` }}>
        <div style={{ flex: 1, minWidth: 0 }}>
          <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
            {name(task)}{' '}
            {help && (
              <Tooltip title={help}>
                <QuestionCircleOutlined aria-label={help} style={{ color: token.colorTextDescription, fontSize: 14 }} />
              </Tooltip>
            )}
          </Typography.Title>
          <Flex gap="2px 12px" wrap style={{ marginTop: 4, fontSize: 13, color: token.colorTextDescription }}>
            <DueWords due={task.due} />
            {!task.customer && task.business_key && <span>{task.business_key}</span>}
            <span>{task.assignee ? who.person(task.assignee) : t('task.unassigned')}</span>
            <span>
              {t('task.opened')} {minute(task.opened_at)}
            </span>
          </Flex>
        </div>
        <Tooltip title={t('task.case')}>
          <Link to={`/cases/${task.instance}`} aria-label={t('task.case')}>
            <Button type="text" icon={<ExportOutlined />} tabIndex={-1} />
          </Link>
        </Tooltip>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('app.close')} onClick={onClose} />
      </Flex>
      <Flex vertical gap={16} style={{ padding: 16 }}>
        {closed && <Alert type="info" showIcon title={t('task.closed')} />}
        {!closed && !able && !task.barred && <Alert type="info" showIcon title={t('task.readOnly')} />}
        {!closed && task.barred && <Door to="/training" text={t('task.barred', { course: name(task.barred) })} label={t('task.toTraining')} />}
        {task.customer && <CustomerCard of={task.customer} beside={<Change from={task.summary?.current} to={task.summary?.proposed} />} />}
        {why && <Section title={t('task.why')}>{why}</Section>}
        {task.matter && answered(task.matter.form, task.matter.data, told).length > 0 && (
          <Section title={t('task.matter')}>
            <Answers form={task.matter.form} data={task.matter.data} except={told} />
          </Section>
        )}
        {explanations.length > 0 && (
          <Section title={t('task.explanation')}>
            {explanations.map((explanation, at) => (
              <ExplanationBlock key={at} of={explanation} />
            ))}
          </Section>
        )}
        <Divider style={{ margin: 0 }} />
        <Section title={t('task.decision')}>
          {able && form && left && (
            <Alert
              type="info"
              showIcon
              style={{ marginBottom: 12 }}
              title={t('task.left', { who: who.person(left.by) })}
              action={
                <Button size="small" onClick={() => takeUp(left.data)}>
                  {t('task.takeUp')}
                </Button>
              }
            />
          )}
          {refused.length > 0 && <Alert type="error" showIcon title={t('task.refused', { n: refused.length })} style={{ marginBottom: 12 }} />}
          {task.form?.key === 'exam' ? (
            able && <Door to={`/exam/${task.id}`} text={t('task.exam')} label={t('task.toExam')} />
          ) : form ? (
            <Suspense fallback={<Skeleton active />}>
              <SchemaForm
                form={form}
                id={`task-${task.id}`}
                data={data}
                readOnly={!able}
                disabled={complete.isPending}
                refused={refused}
                onChange={(next) => {
                  setData(next);
                  if (able) draft.keep(next);
                }}
                onSubmit={(input) => complete.mutate(input)}
              >
                {able ? (
                  <Flex align="center" gap={12}>
                    <Button type="primary" htmlType="submit" loading={complete.isPending}>
                      {t('task.complete')}
                    </Button>
                    <Typography.Text type="secondary" role="status">
                      {draft.state ? t(`task.${draft.state}`) : task.draft ? t('task.restored') : ''}
                    </Typography.Text>
                  </Flex>
                ) : (
                  <span />
                )}
              </SchemaForm>
            </Suspense>
          ) : (
            <Flex vertical gap={12} align="flex-start">
              <Typography.Text type="secondary">{t('task.noForm')}</Typography.Text>
              {able && (
                <Button type="primary" loading={complete.isPending} onClick={() => complete.mutate({})}>
                  {t('task.complete')}
                </Button>
              )}
            </Flex>
          )}
        </Section>
        <TaskVerbs task={task} onGone={() => onDone(null)} />
        <Divider style={{ margin: 0 }} />
        <Section title={t('files.title')}>
          <Files instance={task.instance} able={!closed && able} />
        </Section>
        <Divider style={{ margin: 0 }} />
        <Surroundings task={task} />
        <Divider style={{ margin: 0 }} />
        <Section title={t('task.comments')}>
          <Comments task={task} />
        </Section>
      </Flex>
    </div>
  );
}
