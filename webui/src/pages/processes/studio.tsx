/** The modeler with the server's findings beside it. What is drawn is kept as a draft; publishing is somebody else's yes. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Flex, Popconfirm, Skeleton, Tabs, Typography } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useBlocker, useNavigate } from 'react-router';
import * as drafts from '../../api/drafts';
import type { Finding } from '../../api/types';
import type { Board } from '../../model/modeler';
import { PropertiesPanel } from '../../model/panel';
import type { Element } from '../../model/settings';
import { ZoomButtons } from '../../model/zoom';
import { Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';
import { useChoices } from './choices';
import { Findings } from './findings';
import { Tools } from './tools';

const ModelBoard = lazy(() => import('../../model/modeler'));
const HEIGHT = 'calc(100dvh - 150px)';
const QUIET = 1_200;

interface Props {
  title: string;
  head?: React.ReactNode;
  file: string;
  xml: string;
  /** The draft that is edited further, with its other files; without one, saving makes a draft. */
  draft?: { id: string; others: drafts.ModelFile[] };
  onLeave: () => void;
}

export function Studio({ title, head, file, xml, draft, onLeave }: Props) {
  const { t, language } = useWords();
  const { message, modal } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const go = useNavigate();
  const { choices, services } = useChoices();
  const [source, setSource] = useState(xml);
  const [board, setBoard] = useState<Board | null>(null);
  const [element, setElement] = useState<Element | null>(null);
  const [change, setChange] = useState(0);
  const [able, setAble] = useState({ undo: false, redo: false });
  const [tab, setTab] = useState('properties');
  const [findings, setFindings] = useState<Finding[]>([]);
  const kept = useRef(false);
  const dirty = able.undo || source !== xml;

  const text = useCallback(async () => (board ? ((await board.saveXML({ format: true })).xml ?? '') : source), [board, source]);
  const check = useMutation({
    mutationFn: async () => drafts.check([...(draft?.others ?? []), { name: file, content: await text() }]),
    onSuccess: setFindings,
  });
  const again = useRef(check.mutate);
  again.current = check.mutate;
  useEffect(() => {
    if (!board) return;
    const later = setTimeout(() => again.current(), change === 0 ? 0 : QUIET);
    return () => clearTimeout(later);
  }, [board, change]);

  const save = useMutation({
    mutationFn: async () => drafts.save([...(draft?.others ?? []), { name: file, content: await text() }], draft?.id),
    onSuccess: async (made) => {
      kept.current = true;
      message.success(t('model.saved'));
      await Promise.all([['drafts'], ['draft', made.id]].map((queryKey) => cache.invalidateQueries({ queryKey })));
      void go(`/drafts/${made.id}`);
    },
    onError: (failure) => void message.error(problem(failure)),
  });

  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && !kept.current && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({ title: t('model.changed'), okText: t('model.discard'), onOk: () => blocker.proceed(), onCancel: () => blocker.reset() });
  }, [blocker, modal, t]);

  return (
    <>
      <PageHead title={title} beside={head}>
        {dirty && <Mark tone="warn">{t('model.changed')}</Mark>}
        <Tools board={board} able={able} file={file} text={text} onOpen={setSource} />
        {dirty ? (
          <Popconfirm title={t('model.discard')} onConfirm={() => { kept.current = true; onLeave(); }}>
            <Button>{t('app.cancel')}</Button>
          </Popconfirm>
        ) : (
          <Button onClick={onLeave}>{t('model.look')}</Button>
        )}
        <Button type="primary" loading={save.isPending} disabled={!board} onClick={() => save.mutate()} title={t('model.saveWhy')}>
          {t('model.save')}
        </Button>
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
                children: board && element ? <PropertiesPanel key={element.id} board={board} element={element} change={change} choices={choices} services={services} /> : <Typography.Text type="secondary" style={{ padding: 16, display: 'block' }}>{t('model.choose')}</Typography.Text>,
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
