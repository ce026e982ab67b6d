/** Where a process is hot: how often its steps are reached and how long they take, laid over its diagram. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Grid, Segmented, Select, Skeleton, Typography } from 'antd';
import { lazy, Suspense, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import * as reporting from '../../api/reports';
import { warmth, type Warm } from '../../model/heat';
import { elementNames } from '../../model/names';
import { useProcessNames } from '../../parts/processes';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Pictures, Sheets } from '../../parts/taking';
import { useWords } from '../../text/language';
import { Period, usePeriod, type Span } from '../reports/period';

const DiagramViewer = lazy(() => import('../../model/viewer'));
type By = 'count' | 'time';

export default function HeatMap() {
  const { t } = useWords();
  const processes = useProcessNames();
  const [search, setSearch] = useSearchParams();
  const { span, setSpan } = usePeriod(365);
  const process = search.get('process') ?? (processes.choices.some((one) => one.value === 'complaint') ? 'complaint' : (processes.choices[0]?.value ?? ''));
  const by: By = search.get('by') === 'time' ? 'time' : 'count';
  const set = (name: string, value: string) =>
    setSearch((held) => {
      held.set(name, value);
      return held;
    });
  return (
    <Flex vertical gap={12}>
      <Flex gap={8} wrap>
        <Select aria-label={t('cases.process')} value={process || undefined} onChange={(value) => set('process', value)} style={{ minWidth: 170 }} options={processes.choices} />
        <Period value={span} onChange={setSpan} />
        <Segmented value={by} onChange={(value) => set('by', value)} options={[{ value: 'count', label: t('heat.count') }, { value: 'time', label: t('heat.time') }]} />
      </Flex>
      {process && <Warmed key={process} process={process} span={span} by={by} />}
    </Flex>
  );
}

function Warmed({ process, span, by }: { process: string; span: Span; by: By }) {
  const { t } = useWords();
  const found = useQuery({ queryKey: ['heat', process, span], queryFn: () => reporting.heat(process, span) });
  return <WhenLoaded of={found}>{(heat) => (heat.version === null || heat.cases === 0 ? <Card><Nothing text={t('heat.none')} /></Card> : <Drawn process={process} heat={heat} span={span} by={by} />)}</WhenLoaded>;
}

function Drawn({ process, heat, span, by }: { process: string; heat: reporting.HeatOf; span: Span; by: By }) {
  const box = useRef<HTMLDivElement>(null);
  const { t, language } = useWords();
  const wide = Grid.useBreakpoint().lg !== false;
  const took = useTook();
  const version = Number(heat.version);
  const xml = useQuery({ queryKey: ['bpmn', process, version], queryFn: () => calls.bpmn(process, version), staleTime: Infinity });
  const names = useMemo(() => elementNames(xml.data ?? '', language), [xml.data, language]);
  const lay = useMemo(() => {
    const value = (one: reporting.HeatOf['elements'][number]) => (by === 'count' ? one.count : (one.median ?? 0));
    const most = Math.max(1, ...heat.elements.map(value));
    const told = (one: reporting.HeatOf['elements'][number]) => (by === 'count' ? String(one.count) : one.median ? took(one.median) : '');
    return warmth(heat.elements.map((one): Warm => ({ element: one.element, warmth: Math.sqrt(value(one) / most), note: told(one) })));
  }, [heat, by, took]);
  return (
    <>
      <Card ref={box} size="small" title={t('heat.over', { n: heat.cases, version })} extra={<Pictures name={`heat-${process}`} box={() => box.current?.querySelector<HTMLElement>('.djs-container') ?? null} />} styles={{ body: { padding: 0 } }}>
        <WhenLoaded of={xml}>
          {(text) => (
            <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
              <DiagramViewer xml={text} height={wide ? 440 : 320} lay={lay} />
            </Suspense>
          )}
        </WhenLoaded>
      </Card>
      <Card size="small" title={t('heat.table')} extra={<Sheets of={(format) => reporting.heatFile(process, span, format)} />} loading={!xml.data} styles={{ body: { padding: 0 } }}>
        <Sheet
          rowKey="element"
          pagination={false}
          dataSource={heat.elements.filter((one) => names.has(one.element)).toSorted((one, other) => (by === 'count' ? other.count - one.count : (other.median ?? 0) - (one.median ?? 0)))}
          columns={[
            { title: t('heat.step'), render: (_, one) => names.get(one.element) },
            { title: t('heat.count'), width: 90, align: 'right', render: (_, one) => one.count },
            { title: t('heat.time'), width: 120, align: 'right', render: (_, one) => (one.median === null ? <Typography.Text type="secondary">–</Typography.Text> : took(one.median)) },
            { title: 'P90', width: 100, align: 'right', render: (_, one) => (one.p90 === null ? '' : took(one.p90)) },
            { title: t('heat.open'), width: 90, align: 'right', render: (_, one) => one.open || '' },
          ]}
        />
      </Card>
    </>
  );
}

/** Minutes as people say them. */
export function useTook() {
  const { t } = useWords();
  return useMemo(
    () => (minutes: number) => {
      if (minutes < 90) return t('heat.minutes', { n: Math.round(minutes) });
      const hours = minutes / 60;
      return hours < 48 ? t('heat.hours', { n: hours.toFixed(1) }) : t('heat.days', { n: (hours / 24).toFixed(1) });
    },
    [t],
  );
}
