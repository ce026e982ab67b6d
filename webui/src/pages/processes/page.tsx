/** One process: its versions to look at, and for process owners the modeler, with the server's findings and deployment. */
import { DownloadOutlined, FolderOpenOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Flex, Grid, Popconfirm, Select, Skeleton, Tabs, Tooltip, Typography, Upload } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Link, useBlocker, useParams, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { Problem } from '../../api/client';
import type { Finding } from '../../api/types';
import type { Board } from '../../model/modeler';
import { PropertiesPanel } from '../../model/panel';
import type { Element } from '../../model/settings';
import { ZoomButtons } from '../../model/zoom';
import { Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useProblemText, WhenLoaded } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { useChoices } from './choices';
import { Findings } from './findings';

type Process = Awaited<ReturnType<typeof calls.process>>;

const ModelBoard = lazy(() => import('../../model/modeler'));
const DiagramViewer = lazy(() => import('../../model/viewer'));
const HEIGHT = 'calc(100dvh - 150px)';

export function Component() {
  const { key = '' } = useParams();
  const process = useQuery({ queryKey: ['process', key], queryFn: () => calls.process(key) });
  return <WhenLoaded of={process}>{(loaded) => <Known key={key} process={loaded} />}</WhenLoaded>;
}

function Known({ process }: { process: Process }) {
  const { t, name } = useWords();
  const wide = Grid.useBreakpoint().lg !== false;
  const owner = useRole('process_owner');
  const [search, setSearch] = useSearchParams();
  const version = Number(search.get('version')) || process.version;
  const editing = owner && wide && search.get('edit') === '1';
  const xml = useQuery({ queryKey: ['bpmn', process.key, version], queryFn: () => calls.bpmn(process.key, version), staleTime: Infinity });
  const versions = process.versions.map((one) => one.version);
  const show = (next: Record<string, string>) => setSearch({ ...(version === process.version ? {} : { version: String(version) }), ...next }, { replace: true });
  const head = (
    <Flex gap={8} align="center" wrap>
      <Select value={version} onChange={(value) => setSearch(value === process.version ? {} : { version: String(value) }, { replace: true })} disabled={editing} aria-label={t('processes.version')} style={{ minWidth: 140 }} options={versions.map((n) => ({ value: n, label: n === process.version ? t('processes.latest', { n }) : t('app.version', { n }) }))} />
      {!process.executable && <Mark hint={t('processes.documentationWhy')}>{t('processes.documentation')}</Mark>}
    </Flex>
  );
  if (editing && xml.data) return <Studio key={version} process={process} xml={xml.data} head={head} onLeave={() => show({})} />;
  return (
    <>
      <PageHead title={name(process) || process.key} beside={head}>
        <Link to={`/cases?process=${process.key}`}>{t('processes.cases')}</Link>
        {owner && wide && (
          <Button type="primary" onClick={() => show({ edit: '1' })}>
            {t('model.edit')}
          </Button>
        )}
      </PageHead>
      {owner && !wide && <Alert type="info" showIcon title={t('model.narrow')} style={{ marginBottom: 12 }} />}
      <Card styles={{ body: { padding: 0 } }}>
        <WhenLoaded of={xml}>
          {(text) => (
            <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
              <DiagramViewer xml={text} height={HEIGHT} />
            </Suspense>
          )}
        </WhenLoaded>
      </Card>
    </>
  );
}

const QUIET = 1_200;

function Studio({ process, xml, head, onLeave }: { process: Process; xml: string; head: React.ReactNode; onLeave: () => void }) {
  const { t, name, language } = useWords();
  const { message, modal } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const choices = useChoices();
  const [source, setSource] = useState(xml);
  const [board, setBoard] = useState<Board | null>(null);
  const [element, setElement] = useState<Element | null>(null);
  const [change, setChange] = useState(0);
  const [able, setAble] = useState({ undo: false, redo: false });
  const [tab, setTab] = useState('properties');
  const [findings, setFindings] = useState<Finding[]>([]);
  const drawn = useRef<string | null>(null);
  const file = `${process.key}.bpmn`;
  const dirty = able.undo || source !== xml;

  const text = useCallback(async () => (board ? ((await board.saveXML({ format: true })).xml ?? '') : source), [board, source]);
  const check = useMutation({
    mutationFn: async () => {
      try {
        const said = await calls.deploy([{ name: file, content: await text() }], true);
        return [...(said.findings ?? []), ...(said.warnings ?? [])] as Finding[];
      } catch (failure) {
        if (failure instanceof Problem && failure.status === 422 && Array.isArray(failure.body.findings)) return failure.body.findings as Finding[];
        throw failure;
      }
    },
    onSuccess: setFindings,
  });
  const again = useRef(check.mutate);
  again.current = check.mutate;
  useEffect(() => {
    if (!board) return;
    const later = setTimeout(() => again.current(), change === 0 ? 0 : QUIET);
    return () => clearTimeout(later);
  }, [board, change]);

  const deploy = useMutation({
    mutationFn: async () => calls.deploy([{ name: file, content: await text() }], false),
    onSuccess: async (said) => {
      const made = said.processes?.find((one) => one.key === process.key) ?? said.processes?.[0];
      await Promise.all([['process'], ['processes']].map((queryKey) => cache.invalidateQueries({ queryKey })));
      if (made && made.version === process.version) message.info(t('model.same'));
      else message.success(t('model.deployed', { name: name(process) || process.key, n: made?.version ?? '' }));
      drawn.current = 'deployed';
      onLeave();
    },
    onError: (failure) => {
      if (failure instanceof Problem && failure.status === 422 && Array.isArray(failure.body.findings)) {
        const found = failure.body.findings as Finding[];
        setFindings(found);
        setTab('findings');
        message.error(t('model.refused', { n: found.length }));
      } else message.error(problem(failure));
    },
  });

  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && drawn.current !== 'deployed' && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({ title: t('model.changed'), okText: t('model.discard'), onOk: () => blocker.proceed(), onCancel: () => blocker.reset() });
  }, [blocker, modal, t]);

  const stack = () => board?.get<{ undo: () => void; redo: () => void }>('commandStack');
  const download = async () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([await text()], { type: 'application/xml' }));
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  return (
    <>
      <PageHead title={name(process) || process.key} beside={head}>
        {dirty && <Mark tone="warn">{t('model.changed')}</Mark>}
        <Tooltip title={t('model.undo')}>
          <Button icon={<UndoOutlined />} aria-label={t('model.undo')} disabled={!able.undo} onClick={() => stack()?.undo()} />
        </Tooltip>
        <Tooltip title={t('model.redo')}>
          <Button icon={<RedoOutlined />} aria-label={t('model.redo')} disabled={!able.redo} onClick={() => stack()?.redo()} />
        </Tooltip>
        <Upload accept=".bpmn,.xml" showUploadList={false} beforeUpload={(chosen) => { void chosen.text().then(setSource); return false; }}>
          <Tooltip title={t('model.open')}>
            <Button icon={<FolderOpenOutlined />} aria-label={t('model.open')} />
          </Tooltip>
        </Upload>
        <Tooltip title={t('model.download')}>
          <Button icon={<DownloadOutlined />} aria-label={t('model.download')} onClick={() => void download()} />
        </Tooltip>
        {dirty ? (
          <Popconfirm title={t('model.discard')} onConfirm={onLeave}>
            <Button>{t('app.cancel')}</Button>
          </Popconfirm>
        ) : (
          <Button onClick={onLeave}>{t('model.look')}</Button>
        )}
        <Popconfirm title={t('model.deploy')} description={t('model.deployWhy')} onConfirm={() => deploy.mutate()} overlayStyle={{ maxWidth: 340 }}>
          <Button type="primary" loading={deploy.isPending} disabled={!board}>
            {t('model.deploy')}
          </Button>
        </Popconfirm>
      </PageHead>
      <Flex gap={12} style={{ height: HEIGHT, minHeight: 480 }}>
        <Card styles={{ body: { padding: 0, height: '100%' } }} style={{ flex: 1, minWidth: 0, overflow: 'hidden', position: 'relative' }}>
          <ZoomButtons of={board} />
          <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
            <ModelBoard
              xml={source}
              language={language}
              label={t('model.board')}
              findings={findings}
              onReady={setBoard}
              onSelect={setElement}
              onChange={(undo, redo) => {
                setAble({ undo, redo });
                setChange((n) => n + 1);
              }}
              onBroken={(why) => message.error(t('model.broken', { why }))}
            />
          </Suspense>
        </Card>
        <Card styles={{ body: { padding: 0 } }} style={{ flex: '0 0 340px', overflow: 'auto' }}>
          <Tabs
            tabBarStyle={{ marginBottom: 4 }}
            activeKey={tab}
            onChange={setTab}
            centered
            items={[
              {
                key: 'properties',
                label: t('model.properties'),
                children: board && element ? <PropertiesPanel key={element.id} board={board} element={element} change={change} choices={choices} /> : <Typography.Text type="secondary" style={{ padding: 16, display: 'block' }}>{t('model.choose')}</Typography.Text>,
              },
              {
                key: 'findings',
                label: findings.length ? `${t('model.findings')} (${findings.length})` : t('model.findings'),
                children: <Findings findings={findings} checking={check.isPending} onShow={(id) => { board?.select(id); setTab('properties'); }} />,
              },
            ]}
          />
        </Card>
      </Flex>
    </>
  );
}
