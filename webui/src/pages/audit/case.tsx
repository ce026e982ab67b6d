/** A case as an auditor reads it: the flow on the diagram of its own version, who did what and how long, the ledger beside
 * it, each decision with its rule, each change of hands. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Grid, Skeleton, Tabs, Typography } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { Link, useParams } from 'react-router';
import * as calls from '../../api/calls';
import type { Entry, Instance } from '../../api/types';
import { note } from '../../model/heat';
import { elementNames } from '../../model/names';
import { Facts } from '../../parts/facts';
import { Mark, StatusMark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useNames } from '../../parts/people';
import { useDecisionNames, useProcessNames } from '../../parts/processes';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { ViewFiles } from './files';
import { useTook } from './heat';
import { decisionsOf, HANDED, stepsOf, type Decision } from './journey';
import { EvidenceButton } from './sample';

const DiagramViewer = lazy(() => import('../../model/viewer'));

export function Component() {
  const { id = '' } = useParams();
  const instance = useQuery({ queryKey: ['instance', id], queryFn: () => calls.instance(id) });
  const history = useQuery({ queryKey: ['history', id], queryFn: () => calls.wholeHistory(id) });
  return <WhenLoaded of={instance}>{(loaded) => <WhenLoaded of={history}>{(entries) => <Told key={id} instance={loaded} entries={entries} />}</WhenLoaded>}</WhenLoaded>;
}

function Told({ instance, entries }: { instance: Instance; entries: Entry[] }) {
  const { t, name, language } = useWords();
  const wide = Grid.useBreakpoint().lg !== false;
  const processes = useProcessNames();
  const people = useNames();
  const took = useTook();
  const xml = useQuery({ queryKey: ['bpmn', instance.process, instance.version], queryFn: () => calls.bpmn(instance.process, instance.version), staleTime: Infinity });
  const names = useMemo(() => elementNames(xml.data ?? '', language), [xml.data, language]);
  const called = (element: string) => names.get(element) ?? element;
  const lay = useMemo(() => {
    const done = stepsOf(entries).filter((step) => step.by.length > 0 || step.minutes >= 1);
    return note(done.map((step) => ({ element: step.element, text: [String(step.order), step.by.map(people.person).join(', '), step.minutes >= 1 ? took(step.minutes) : ''].filter(Boolean).join(' · ') })));
    // names come late: the notes are written again when they are there
  }, [entries, people.ready, took]);
  const handed = entries.filter((entry) => HANDED.has(entry.fact));
  return (
    <>
      <PageHead
        title={name(instance, 'process_name') || processes.of(instance.process)}
        beside={
          <Flex gap={8} align="center" wrap>
            <StatusMark status={instance.status} />
            <Mark>{t('app.version', { n: instance.version })}</Mark>
            {instance.customer && <Link to={`/customers/${encodeURIComponent(instance.customer.number)}`}>{instance.customer.name}</Link>}
            <Link to={`/cases/${instance.id}`}>{t('trace.open')}</Link>
          </Flex>
        }
      >
        <ViewFiles view="case" query={{ instance: instance.id }} />
        <EvidenceButton instance={instance.id} words />
      </PageHead>
      <Flex vertical gap={16}>
        <Card size="small" title={t('trace.flow')} styles={{ body: { padding: 0 } }}>
          <Typography.Paragraph type="secondary" style={{ margin: 0, padding: '8px 12px' }}>{t('trace.flowWhy')}</Typography.Paragraph>
          <WhenLoaded of={xml}>
            {(text) => (
              <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
                <DiagramViewer xml={text} history={entries} here={instance.tokens?.map((token) => token.element)} height={wide ? 420 : 320} lay={lay} />
              </Suspense>
            )}
          </WhenLoaded>
        </Card>
        <Flex gap={16} vertical={!wide} align={wide ? 'flex-start' : 'stretch'}>
          <Card size="small" title={t('trace.ledger')} style={{ flex: 1, minWidth: 0 }} styles={{ body: { maxHeight: 640, overflow: 'auto', paddingTop: 20 } }}>
            <div tabIndex={0} role="region" aria-label={t('trace.ledger')}>
              <Facts entries={entries} elementName={called} />
            </div>
          </Card>
          <Card size="small" style={{ flex: 1, minWidth: 0 }}>
            <Tabs
              items={[
                { key: 'decisions', label: t('trace.decisions'), children: <Decisions of={decisionsOf(entries)} /> },
                { key: 'handed', label: t('trace.substitutions'), children: handed.length ? <Facts entries={handed} elementName={called} /> : <Nothing text={t('trace.noSubstitutions')} /> },
              ]}
            />
          </Card>
        </Flex>
      </Flex>
    </>
  );
}

function Decisions({ of }: { of: Decision[] }) {
  const { t } = useWords();
  const decisions = useDecisionNames();
  if (of.length === 0) return <Nothing text={t('trace.noDecisions')} />;
  const told = (value: unknown) => (
    <pre style={{ margin: 0, fontSize: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{JSON.stringify(value, null, 1)}</pre>
  );
  return (
    <Sheet
      rowKey="seq"
      pagination={false}
      dataSource={of}
      expandable={{
        expandedRowRender: (one) => (
          <Flex vertical gap={8}>
            <Typography.Text strong>{t('trace.inputs')}</Typography.Text>
            {told(one.inputs)}
            <Typography.Text strong>{t('trace.result')}</Typography.Text>
            {told(one.result)}
          </Flex>
        ),
      }}
      columns={[
        { title: t('trace.rule'), render: (_, one) => <Flex vertical><Link to={`/decisions/${one.decision}`}>{decisions.of(one.decision)}</Link><Typography.Text type="secondary" style={{ fontSize: 12 }}>{minute(one.at)}</Typography.Text></Flex> },
        { title: t('trace.version'), width: 70, render: (_, one) => one.version },
        { title: t('trace.matched'), render: (_, one) => <span style={{ overflowWrap: 'anywhere' }}>{one.matched.join(', ') || '–'}</span> },
      ]}
    />
  );
}
