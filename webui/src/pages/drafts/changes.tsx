/** What a draft changes, definition by definition: drawings side by side, tables cell by cell, everything field by field. */
import { useQuery } from '@tanstack/react-query';
import { Collapse, Flex, Skeleton, Typography } from 'antd';
import { lazy, Suspense, useState } from 'react';
import * as drafts from '../../api/drafts';
import type { Change, Changed, Draft } from '../../api/drafts';
import { Mark, type Tone } from '../../parts/mark';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { texts } from '../../text/texts';
import { drafts as own } from '../../text/drafts';
import { KindIcon } from './subjects';
import { useDraftWords, type DraftKey } from './words';

const DrawnApart = lazy(() => import('../../model/compare'));
const CellDiff = lazy(async () => ({ default: (await import('../decisions/diff')).CellDiff }));
const tones: Record<Change['what'], Tone> = { added: 'good', removed: 'bad', changed: 'warn', moved: 'info' };

export function ChangesOf({ draft }: { draft: Draft }) {
  const { say, name } = useDraftWords();
  const found = useQuery({ queryKey: ['draft', draft.id, 'changes', draft.saved_at], queryFn: () => drafts.changes(draft.id), staleTime: Infinity });
  return (
    <WhenLoaded of={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing text={draft.files.join(', ')} />
        ) : items.length === 1 ? (
          <One of={items[0]!} />
        ) : (
          <Collapse
            defaultActiveKey={items.filter((one) => one.changes.length).slice(0, 1).map((one) => `${one.kind} ${one.key}`)}
            destroyOnHidden
            items={items.map((one) => ({
              key: `${one.kind} ${one.key}`,
              label: (
                <Flex gap={8} wrap>
                  <KindIcon kind={one.kind} /> {name(one) || one.key}
                  <Mark tone={one.base ? (one.changes.length ? 'warn' : 'plain') : 'good'}>{one.base ? (one.changes.length ? say('drafts.changed') : say('drafts.same', { n: one.base })) : say('drafts.new')}</Mark>
                </Flex>
              ),
              children: <One of={one} />,
            }))}
          />
        )
      }
    </WhenLoaded>
  );
}

function One({ of: one }: { of: Changed }) {
  const { say } = useDraftWords();
  const [chosen, setChosen] = useState<string | null>(null);
  if (one.base && one.changes.length === 0) return <Nothing text={say('drafts.same', { n: one.base })} />;
  const drawing = one.kind === 'process';
  const waiting = <Skeleton active paragraph={{ rows: 4 }} />;
  return (
    <Flex vertical gap={12}>
      {drawing && (
        <Suspense fallback={waiting}>
          <DrawnApart before={one.before} after={one.after} changes={one.changes} chosen={chosen} called={[one.version ? say('drafts.before', { n: one.version }) : '', say('drafts.after')]} />
        </Suspense>
      )}
      {one.kind === 'decision' && (
        <Suspense fallback={waiting}>
          <CellDiff before={one.before} after={one.after} />
        </Suspense>
      )}
      {one.kind === 'scenario' ? <Typography.Paragraph style={{ margin: 0 }}><pre style={{ overflow: 'auto', maxHeight: 480 }}>{one.after}</pre></Typography.Paragraph> : one.kind !== 'decision' && one.before !== null && <Fields changes={one.changes} onChoose={drawing ? setChosen : undefined} />}
      {one.kind === 'form' && one.before === null && <Fields changes={one.changes} />}
    </Flex>
  );
}

/** Element by element, field by field; what only moved is counted. */
function Fields({ changes, onChoose }: { changes: Change[]; onChoose?: (element: string) => void }) {
  const { say } = useDraftWords();
  const called = useFieldName();
  const told = changes.filter((one) => one.what !== 'moved');
  const moved = changes.length - told.length;
  return (
    <Flex vertical gap={8}>
      {told.length > 0 && (
        <Sheet
          rowKey={(one) => `${one.what} ${one.element} ${one.field}`}
          pagination={told.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
          dataSource={told}
          columns={[
            { title: say('drafts.element'), width: 260, render: (_, one) => <Flex gap={8} align="baseline"><Mark tone={tones[one.what]}>{say(`drafts.${one.what}`)}</Mark>{onChoose ? <Typography.Link onClick={() => onChoose(one.element)}>{one.name || one.element}</Typography.Link> : one.name || one.element}</Flex> },
            { title: say('drafts.field'), width: 160, render: (_, one) => called(one.field) },
            { title: say('drafts.old'), render: (_, one) => <Value of={one.old} tone="old" /> },
            { title: say('drafts.fresh'), render: (_, one) => <Value of={one.new} tone="new" /> },
          ]}
        />
      )}
      {moved > 0 && <Typography.Text type="secondary">{say('drafts.onlyMoved', { n: moved })}</Typography.Text>}
    </Flex>
  );
}

function Value({ of: value, tone }: { of: string | null; tone: 'old' | 'new' }) {
  if (value === null) return null;
  const text = <span style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-word' }}>{value}</span>;
  return tone === 'old' ? <del style={{ background: '#fde8e9', color: '#7d1019', textDecorationColor: '#c41d2b66' }}>{text}</del> : <ins style={{ background: '#e3f4e8', color: '#174f2a', textDecoration: 'none' }}>{text}</ins>;
}

/** A field as the modeler calls it. */
function useFieldName() {
  const { t, say } = useDraftWords();
  const camel = (field: string) => field.replace(/[_:](\w)/g, (_, letter: string) => letter.toUpperCase());
  return (field: string) => {
    const mine = `drafts.field.${field}`;
    const panel = `field.${camel(field)}`;
    if (mine in own) return say(mine as DraftKey);
    return panel in texts ? t(panel as keyof typeof texts) : field;
  };
}
