/** The studio of one rule table: the grid, what the server finds, the bench, the dry run; saved as a draft for review. */
import { DownloadOutlined, PlusOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Card, Dropdown, Flex, Segmented, Select, Skeleton, Switch, Tabs, Tooltip } from 'antd';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useReducer, useState, type ReactNode } from 'react';
import { useBlocker, useNavigate } from 'react-router';
import { save, type ModelFile } from '../../api/drafts';
import * as rules from '../../api/rules';
import { Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useProblemText } from '../../parts/states';
import { Bench } from './bench';
import { Cards } from './cards';
import { useCells, type Edit } from './cells';
import { Checks } from './checks';
import { ColumnForm } from './column';
import { TableDiff } from './diff';
import { DryRun } from './dryrun';
import { addRule, history, newColumn, type SideOf } from './editing';
import { Grid, type Verdicts } from './grid';
import { placed } from './places';
import { HITS, read, write, type Input, type Output, type Table } from './table';
import { useRuleWords } from './words';
import { Workbook } from './workbook';

const DecisionModeler = lazy(() => import('../../model/expert'));

export interface Subject {
  key: string;
  title: string;
  file: string;
  /** The file in force. */
  base: string;
  /** The file to go on from: a draft's, or that in force. */
  xml: string;
  draft: string | null;
  /** What else the draft holds; saved with it. */
  others: ModelFile[];
}

interface Props {
  subject: Subject;
  head: ReactNode;
  onLeave: () => void;
  onSaved: (draft: string) => void;
}

/** The file that is edited, in the grid where it can be, else in the expert view. */
export function Studio(props: Props) {
  const { subject } = props;
  const [opened, setOpened] = useState({ xml: subject.xml, expert: read(subject.xml) === null });
  const [xml, setXml] = useState(subject.xml);
  const [kept, setKept] = useState(subject.xml);
  const switchTo = (expert: boolean) => setOpened({ xml, expert });
  const table = useMemo(() => (opened.expert ? null : read(opened.xml)), [opened]);
  const frame = { ...props, xml, kept, onKept: setKept, switchTo };
  if (table) return <TableStudio key={opened.xml} {...frame} source={opened.xml} start={table} onXml={setXml} />;
  return (
    <Frame {...frame} expert tools={null}>
      <Card styles={{ body: { padding: 0 } }}>
        <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
          <DecisionModeler xml={opened.xml} height="calc(100dvh - 200px)" onChange={setXml} />
        </Suspense>
      </Card>
    </Frame>
  );
}

interface FrameProps extends Props {
  xml: string;
  /** The file as it was saved last. */
  kept: string;
  onKept: (xml: string) => void;
  expert?: boolean;
  switchTo: (expert: boolean) => void;
  tools: ReactNode;
  children: ReactNode;
}

/** What both views have: the head with its verbs, saving, and a question before changes are lost. */
function Frame({ subject, head, onLeave, onSaved, xml, kept, onKept, expert = false, switchTo, tools, children }: FrameProps) {
  const { say, t } = useRuleWords();
  const { message, modal } = App.useApp();
  const problem = useProblemText();
  const go = useNavigate();
  const dirty = xml !== kept;
  const inGrid = useMemo(() => read(xml) !== null, [xml]);
  const keep = useMutation({
    mutationFn: (text: string) => save([...subject.others, { name: subject.file, content: text }], subject.draft ?? undefined).then((made) => ({ made, text })),
    onSuccess: ({ made, text }) => {
      onKept(text);
      onSaved(made.id);
      message.success(say('studio.saved'));
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({ title: t('model.changed'), okText: t('model.discard'), onOk: () => blocker.proceed(), onCancel: () => blocker.reset() });
  }, [blocker, modal, t]);
  const leave = () => (dirty ? modal.confirm({ title: t('model.changed'), okText: t('model.discard'), onOk: onLeave }) : onLeave());
  return (
    <>
      <PageHead title={subject.title} beside={head}>
        {dirty && <Mark tone="warn">{t('model.changed')}</Mark>}
        {tools}
        <Segmented value={expert ? 'expert' : 'table'} onChange={(view) => switchTo(view === 'expert')} options={[{ value: 'table', label: say('studio.table'), disabled: !inGrid }, { value: 'expert', label: say('studio.expert') }]} />
        <Tooltip title={say('studio.download')}>
          <Button icon={<DownloadOutlined />} aria-label={say('studio.download')} onClick={() => rules.giveText(xml, subject.file.split('/').at(-1) ?? subject.file)} />
        </Tooltip>
        <Button onClick={leave}>{t('app.close')}</Button>
        <Button type={dirty || !subject.draft ? 'primary' : 'default'} loading={keep.isPending} disabled={!dirty} onClick={() => keep.mutate(xml)}>
          {say('studio.save')}
        </Button>
        {subject.draft && !dirty && (
          <Button type="primary" onClick={() => void go(`/drafts/${subject.draft}`)}>
            {say('studio.review')}
          </Button>
        )}
      </PageHead>
      {!inGrid && <Alert type="info" showIcon title={say('studio.onlyExpert')} style={{ marginBottom: 12 }} />}
      {children}
    </>
  );
}

const CHECKED = { staleTime: 60_000, retry: false } as const;

function TableStudio({ source, start, onXml, ...frame }: Omit<FrameProps, 'tools' | 'children'> & { source: string; start: Table; onXml: (xml: string) => void }) {
  const { say, t } = useRuleWords();
  const { subject } = frame;
  const [state, step] = useReducer(history, { past: [], now: start, future: [] });
  const table = state.now;
  const edit: Edit = useMemo(() => (to) => step({ do: 'edit', to }), []);
  const cells = useCells(table, edit);
  const xml = useMemo(() => write(source, table), [source, table]);
  useEffect(() => onXml(xml), [xml, onXml]);
  const asked = useDeferredValue(xml);
  const checked = useQuery({ queryKey: ['check', subject.file, asked], queryFn: () => rules.check(subject.file, asked), placeholderData: (before) => before, ...CHECKED });
  const found = useMemo(() => placed(table, checked.data ?? []), [table, checked.data]);
  const blocked = found.some(({ finding }) => finding.severity !== 'warning');
  const before = useMemo(() => read(subject.base), [subject.base]);
  const [verdicts, setVerdicts] = useState<Verdicts | null>(null);
  const [feel, setFeel] = useState(false);
  const [column, setColumn] = useState<{ side: SideOf; column: Input | Output } | null>(null);
  const undo = () => step({ do: 'undo' });
  const redo = () => step({ do: 'redo' });
  const view = { table, cells, edit, placed: found, verdicts, feel, onColumn: (side: SideOf, one: Input | Output) => setColumn({ side, column: one }), onUndo: undo, onRedo: redo };
  const tools = (
    <>
      <Tooltip title={t('model.undo')}>
        <Button icon={<UndoOutlined />} aria-label={t('model.undo')} disabled={!state.past.length} onClick={undo} />
      </Tooltip>
      <Tooltip title={t('model.redo')}>
        <Button icon={<RedoOutlined />} aria-label={t('model.redo')} disabled={!state.future.length} onClick={redo} />
      </Tooltip>
      <Workbook table={table} onTake={(taken) => edit(() => taken)} />
    </>
  );
  return (
    <Frame {...frame} xml={xml} tools={tools}>
      <Flex gap={8} wrap align="center" style={{ marginBottom: 10 }}>
        <Button icon={<PlusOutlined />} onClick={() => edit((of) => addRule(of, of.rules.length))}>
          {say('rule.add')}
        </Button>
        <Dropdown trigger={['click']} menu={{ items: (['when', 'then'] as const).map((side) => ({ key: side, label: say(`column.new.${side}`), onClick: () => setColumn({ side, column: newColumn(side) }) })) }}>
          <Button>{say('column.add')}</Button>
        </Dropdown>
        <Select aria-label={say('hit.label')} value={table.hit} onChange={(hit) => edit((of) => ({ ...of, hit }))} style={{ minWidth: 210 }} options={[...HITS].map((hit) => ({ value: hit, label: say(`hit.${hit}`) }))} />
        <label>
          <Switch size="small" checked={feel} onChange={setFeel} /> {say('studio.feel')}
        </label>
      </Flex>
      <Grid {...view} />
      <Cards {...view} />
      <Card styles={{ body: { padding: 0 } }} style={{ marginTop: 12 }}>
        <Tabs
          tabBarStyle={{ marginBottom: 0, paddingInline: 12 }}
          items={[
            { key: 'check', label: found.length ? `${say('check.title')} (${found.length})` : say('check.title'), children: <Checks table={table} cells={cells} placed={found} checking={checked.isFetching} /> },
            { key: 'bench', label: say('bench.title'), destroyOnHidden: true, children: <Bench table={table} xml={asked} cells={cells} onVerdicts={setVerdicts} /> },
            { key: 'dry', label: say('dry.title'), children: <DryRun tableKey={subject.key} xml={xml} blocked={blocked} /> },
            { key: 'changes', label: say('studio.changes'), children: <div style={{ padding: 12 }}>{before && <TableDiff before={before} after={table} />}</div> },
          ]}
        />
      </Card>
      {column && <ColumnForm table={table} {...column} edit={edit} onClose={() => setColumn(null)} />}
    </Frame>
  );
}
