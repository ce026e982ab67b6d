/** How the scenarios of the processes concerned went with this draft, and what none of them came to. */
import { CaretRightOutlined, CheckCircleOutlined, CloseCircleOutlined, LoadingOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Collapse, Flex, Progress, Typography } from 'antd';
import * as drafts from '../../api/drafts';
import type { Draft, Rehearsal } from '../../api/drafts';
import { keep } from '../../api/kept';
import { Mark } from '../../parts/mark';
import { useProblemText } from '../../parts/states';
import { EditScenarios } from './scenarios';
import { useCalled } from './subjects';
import { useDraftWords } from './words';

const tones = { waiting: 'info', green: 'good', red: 'bad' } as const;

export function Rehearsals({ draft }: { draft: Draft }) {
  const { say } = useDraftWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const play = useMutation({
    mutationFn: () => drafts.rehearse(draft.id),
    onSuccess: (fresh) => keep(cache, ['draft', draft.id], fresh),
    onError: (failure) => void message.error(problem(failure)),
  });
  const { rehearsals } = draft;
  const done = rehearsals.filter((one) => one.state !== 'waiting').length;
  const mine = draft.verbs.includes('save');
  return (
    <Flex vertical gap={12}>
      {rehearsals.length === 0 && (
        <Flex gap={12} align="center" wrap>
          {draft.published_at || play.isSuccess ? <Alert type="warning" showIcon title={say('drafts.noScenarios')} style={{ flex: 1 }} /> : <Typography.Text type="secondary">{say(draft.status === 'open' ? 'drafts.noScenarios' : 'drafts.noScenariosYet')}</Typography.Text>}
          {mine && !play.isSuccess && (
            <Button icon={<CaretRightOutlined />} onClick={() => play.mutate()} loading={play.isPending}>
              {say('drafts.play')}
            </Button>
          )}
        </Flex>
      )}
      {rehearsals.length === 0 && mine && <Typography.Text type="secondary">{say('drafts.playWhy')}</Typography.Text>}
      {done < rehearsals.length && (
        <div role="status">
          {say('drafts.playing', { done, all: rehearsals.length })}
          <Progress percent={Math.round((100 * done) / rehearsals.length)} status="active" showInfo={false} aria-label={say('drafts.playing', { done, all: rehearsals.length })} />
        </div>
      )}
      {rehearsals.length > 0 && <Collapse defaultActiveKey={rehearsals.filter((one) => one.state === 'red').map((one) => one.process)} items={rehearsals.map((one) => ({ key: one.process, label: <Head of={one} draft={draft} />, children: <Played of={one} /> }))} />}
      {mine && <EditScenarios draft={draft} />}
    </Flex>
  );
}

function Head({ of: one, draft }: { of: Rehearsal; draft: Draft }) {
  const { say } = useDraftWords();
  const called = useCalled(draft);
  const ok = one.scenarios.filter((scenario) => scenario.ok).length;
  return (
    <Flex gap={8} wrap align="center">
      <span>{called(one.process)}</span>
      <Mark tone={tones[one.state]}>
        {one.state === 'waiting' && <LoadingOutlined />} {say(`drafts.${one.state}`)}
      </Mark>
      {one.state !== 'waiting' && <Typography.Text type="secondary">{say('drafts.count', { ok, all: one.scenarios.length })}</Typography.Text>}
    </Flex>
  );
}

function Played({ of: one }: { of: Rehearsal }) {
  const { say } = useDraftWords();
  return (
    <Flex vertical gap={6}>
      {one.unreached.length > 0 && <Alert type="warning" showIcon title={say('drafts.unreached', { elements: one.unreached.join(', ') })} />}
      {one.scenarios.map((scenario) => (
        <Flex key={scenario.name} gap={8} align="baseline">
          {scenario.ok ? <CheckCircleOutlined style={{ color: '#1a5f31' }} aria-label={say('drafts.green')} /> : <CloseCircleOutlined style={{ color: '#a01622' }} aria-label={say('drafts.red')} />}
          <Flex vertical>
            <span>{scenario.name}</span>
            {scenario.why && <Typography.Text type="secondary">{scenario.why}</Typography.Text>}
          </Flex>
        </Flex>
      ))}
    </Flex>
  );
}
