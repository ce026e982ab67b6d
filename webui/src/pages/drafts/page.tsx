/** One change: who wants what and why, what it changes, what the server finds, how its scenarios went; and what is to be done. */
import { DownloadOutlined, EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Descriptions, Dropdown, Tabs, Tooltip } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import * as drafts from '../../api/drafts';
import type { Draft } from '../../api/drafts';
import { PageHead } from '../../parts/page';
import { useNames } from '../../parts/people';
import { WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { Findings } from '../processes/findings';
import { ChangesOf } from './changes';
import { drawingOf } from './edit';
import { saveAs } from './files';
import { Rehearsals } from './rehearsals';
import { Running } from './running';
import { DraftStatus, KindIcon, Subjects, useTitleOf } from './subjects';
import { Verbs } from './verbs';
import { useDraftWords } from './words';

const POLL = 2_000;

export function Component() {
  const { id = '' } = useParams();
  const draft = useQuery({
    queryKey: ['draft', id],
    queryFn: () => drafts.draft(id),
    refetchInterval: ({ state }) => (state.data?.rehearsals.some((one) => one.state === 'waiting') ? POLL : false),
  });
  return <WhenLoaded of={draft}>{(loaded) => <Known draft={loaded} />}</WhenLoaded>;
}

function Known({ draft }: { draft: Draft }) {
  const { say } = useDraftWords();
  const titleOf = useTitleOf();
  const [tab, setTab] = useState('changes');
  const moves = draft.published_at !== null && draft.subjects.some((one) => one.kind === 'process' && one.base);
  const wrong = draft.findings.length;
  return (
    <>
      <PageHead title={titleOf(draft)} beside={<DraftStatus status={draft.status} />}>
        <Download draft={draft} />
        {draft.verbs.includes('save') && <EditLink draft={draft} />}
        <Verbs draft={draft} />
      </PageHead>
      <Notes draft={draft} />
      <Card style={{ marginBottom: 12 }}>
        <About draft={draft} />
      </Card>
      <Card styles={{ body: { paddingTop: 0 } }}>
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={[
            { key: 'changes', label: say('drafts.tab.changes'), children: <ChangesOf draft={draft} /> },
            { key: 'findings', label: wrong ? `${say('drafts.tab.findings')} (${wrong})` : say('drafts.tab.findings'), children: <Findings findings={draft.findings} checking={false} onShow={() => setTab('changes')} /> },
            { key: 'scenarios', label: say('drafts.tab.scenarios'), children: <Rehearsals draft={draft} /> },
            ...(moves ? [{ key: 'running', label: say('drafts.tab.running'), children: <Running draft={draft} /> }] : []),
          ]}
        />
      </Card>
    </>
  );
}

function Notes({ draft }: { draft: Draft }) {
  const { say } = useDraftWords();
  const told = draft.urgent_why ? say('drafts.urgentWhy', { why: draft.urgent_why }) : undefined;
  const note = draft.status === 'urgent' ? <Alert type="error" showIcon title={say('drafts.urgentDue')} description={told} /> : draft.status === 'objected' ? <Alert type="error" showIcon title={say('drafts.objected')} description={told} /> : draft.status === 'stopped' ? <Alert type="error" showIcon title={say('drafts.stopped', { why: draft.reason ?? '' })} /> : told ? <Alert type="info" showIcon title={told} /> : null;
  return note && <div style={{ marginBottom: 12 }}>{note}</div>;
}

function About({ draft }: { draft: Draft }) {
  const { say } = useDraftWords();
  const { person } = useNames();
  const decided = draft.decided_by ? say('drafts.decidedBy', { who: person(draft.decided_by), when: minute(draft.decided_at) }) : say('drafts.nobody');
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2, xl: 3 }}
      items={[
        { key: 'what', label: say('drafts.what'), children: <Subjects of={draft.subjects} /> },
        { key: 'who', label: say('drafts.who'), children: say('drafts.decidedBy', { who: person(draft.proposed_by), when: minute(draft.proposed_at ?? draft.saved_at) }) },
        ...(draft.why ? [{ key: 'why', label: say('drafts.why'), children: draft.why }] : []),
        { key: 'effective', label: draft.published_at ? say('drafts.published') : say('drafts.effective'), children: draft.published_at ? minute(draft.published_at) : draft.effective_from ? minute(draft.effective_from) : say('drafts.atOnce') },
        { key: 'decided', label: say('drafts.decision'), children: draft.reason && draft.status !== 'stopped' ? `${draft.reason} (${decided})` : decided },
      ]}
    />
  );
}

function Download({ draft }: { draft: Draft }) {
  const { say } = useDraftWords();
  const all = () => {
    for (const [name, text] of Object.entries(draft.contents)) saveAs(name, text);
  };
  return (
    <Tooltip title={say('drafts.download')}>
      <Button icon={<DownloadOutlined />} aria-label={say('drafts.download')} onClick={all} />
    </Tooltip>
  );
}

/** Where each definition of a draft is edited further. */
function EditLink({ draft }: { draft: Draft }) {
  const { say, name } = useDraftWords();
  const go = useNavigate();
  const places = draft.subjects.flatMap((one) => {
    const to = editedAt(draft, one);
    return to ? [{ key: to, label: name(one) || one.key, icon: <KindIcon kind={one.kind} /> }] : [];
  });
  const [first] = places;
  if (!first) return null;
  if (places.length === 1)
    return (
      <Link to={first.key}>
        <Button icon={<EditOutlined />}>{say('drafts.edit')}</Button>
      </Link>
    );
  return (
    <Dropdown trigger={['click']} menu={{ items: places, onClick: ({ key }) => void go(key) }}>
      <Button icon={<EditOutlined />}>{say('drafts.edit')}</Button>
    </Dropdown>
  );
}

function editedAt(draft: Draft, { kind, key, base }: Draft['subjects'][number]): string | null {
  if (kind === 'process') return drawingOf(draft) ? `/drafts/${draft.id}/edit` : null;
  if (kind === 'decision') return `/decisions/${key}?edit=1&draft=${draft.id}`;
  return kind === 'form' ? `/forms/${key}?draft=${draft.id}${base ? '' : '&new=1'}` : null;
}
