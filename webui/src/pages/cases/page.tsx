/** One case: where it stands on the diagram, the path it took, its tasks, its history, and its data for those who may see it. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Checkbox, Descriptions, Flex, Grid, Skeleton, Tabs, Typography } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import * as calls from '../../api/calls';
import type { Instance } from '../../api/types';
import { elementNames } from '../../model/names';
import { Clocks, useClocks } from '../../parts/clocks';
import { CustomerCard } from '../../parts/customer';
import { Facts, isStep } from '../../parts/facts';
import { Mark, StatusMark } from '../../parts/mark';
import { Files } from '../../parts/files';
import { PageHead } from '../../parts/page';
import { useProcessNames } from '../../parts/processes';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { useRole } from '../../shell/session';
import { EvidenceButton } from '../audit/sample';
import { Escalate } from './escalate';
import { IncidentVerbs, Steering } from './steering';
import { CaseTasks, Children } from './tasks';

const DiagramViewer = lazy(() => import('../../model/viewer'));
const POLL = 4_000;

export function Component() {
  const { id = '' } = useParams();
  const instance = useQuery({ queryKey: ['instance', id], queryFn: () => calls.instance(id), refetchInterval: POLL });
  return <WhenLoaded of={instance}>{(loaded) => <Known key={id} instance={loaded} />}</WhenLoaded>;
}

function Known({ instance }: { instance: Instance }) {
  const { t, name, language } = useWords();
  const wide = Grid.useBreakpoint().lg !== false;
  const processes = useProcessNames();
  const audits = useRole('auditor');
  const [steps, setSteps] = useState(false);
  const xml = useQuery({ queryKey: ['bpmn', instance.process, instance.version], queryFn: () => calls.bpmn(instance.process, instance.version), staleTime: Infinity });
  const over = instance.status === 'completed' || instance.status === 'cancelled';
  const history = useQuery({ queryKey: ['history', instance.id], queryFn: () => calls.wholeHistory(instance.id), refetchInterval: over ? false : POLL });
  const clocks = useClocks(instance.id);
  const names = useMemo(() => elementNames(xml.data ?? '', language), [xml.data, language]);
  const called = (element: string) => names.get(element) ?? element;
  const incidents = instance.incidents ?? [];
  const entries = (history.data ?? []).filter((entry) => steps || !isStep(entry)).toReversed();

  return (
    <>
      <PageHead
        title={name(instance, 'process_name') || processes.of(instance.process)}
        beside={
          <Flex gap={8} align="center" wrap>
            <StatusMark status={instance.status} of={instance} />
            <Mark>{t('app.version', { n: instance.version })}</Mark>
          </Flex>
        }
      >
        {audits && <EvidenceButton instance={instance.id} words />}
        <Escalate instance={instance} xml={xml.data ?? ''} />
        <Steering instance={instance} names={names} />
      </PageHead>
      <Flex vertical gap={16}>
        {incidents.map((incident) => (
          <Alert key={incident.id} type="error" showIcon title={t('case.incident', { element: called(incident.element ?? '') })} description={name(incident, 'message') || incident.code} action={<IncidentVerbs incident={incident} called={called(incident.element ?? '')} />} />
        ))}
        <Card title={t('case.where')} styles={{ body: { padding: 0 } }}>
          <WhenLoaded of={xml}>
            {(text) => (
              <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
                <DiagramViewer xml={text} history={history.data} here={instance.tokens?.map((token) => token.element)} stuck={incidents.flatMap((incident) => incident.element ?? [])} height={wide ? 400 : 300} />
              </Suspense>
            )}
          </WhenLoaded>
        </Card>
        <Flex gap={16} vertical={!wide} align={wide ? 'flex-start' : 'stretch'}>
          <Flex vertical gap={16} style={{ flex: wide ? '0 0 340px' : undefined, minWidth: 0, order: wide ? 1 : 0 }}>
            <Card>
              {instance.customer && <CustomerCard of={instance.customer} />}
              <Descriptions size="small" column={1} style={{ marginTop: instance.customer ? 12 : 0 }} items={about(instance, t)} />
            </Card>
            <Card title={t('case.tasks')}>
              <CaseTasks instance={instance.id} />
            </Card>
            <Card title={t('files.title')}>
              <Files instance={instance.id} />
            </Card>
            {clocks.data && clocks.data.length > 0 && (
              <Card title={t('case.clocks')}>
                <Clocks of={clocks.data} />
              </Card>
            )}
          </Flex>
          <Card styles={{ body: { paddingTop: 4 } }} style={{ flex: 1, minWidth: 0 }}>
            <Tabs
              items={[
                {
                  key: 'history',
                  label: t('case.history'),
                  children: (
                    <WhenLoaded of={history}>
                      {() => (
                        <>
                          <Checkbox checked={steps} onChange={(event) => setSteps(event.target.checked)} style={{ marginBottom: 16 }}>
                            {t('case.steps')}
                          </Checkbox>
                          <Facts entries={entries} elementName={called} />
                        </>
                      )}
                    </WhenLoaded>
                  ),
                },
                { key: 'children', label: t('case.children'), children: <Children parent={instance.id} /> },
                ...(instance.variables ? [{ key: 'data', label: t('case.variables'), children: <Variables of={instance.variables} /> }] : []),
              ]}
            />
          </Card>
        </Flex>
      </Flex>
    </>
  );
}

function about(instance: Instance, t: ReturnType<typeof useWords>['t']) {
  return [
    ...(instance.business_key ? [{ key: 'key', label: t('cases.key'), children: <span style={{ overflowWrap: 'anywhere' }}>{instance.business_key}</span> }] : []),
    { key: 'started', label: t('cases.started'), children: minute(instance.started_at) },
    ...(instance.ended_at ? [{ key: 'ended', label: t('cases.ended'), children: minute(instance.ended_at) }] : []),
    ...(instance.parent ? [{ key: 'parent', label: t('case.parent'), children: <Link to={`/cases/${instance.parent}`}>{t('start.open')}</Link> }] : []),
  ];
}

function Variables({ of: variables }: { of: Record<string, unknown> }) {
  const { t } = useWords();
  const rows = Object.entries(variables);
  if (rows.length === 0) return <Nothing text={t('case.noVariables')} />;
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      items={rows.map(([key, value]) => ({
        key,
        label: <Typography.Text code>{key}</Typography.Text>,
        children: <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: 13 }}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</span>,
      }))}
    />
  );
}
