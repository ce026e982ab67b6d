/** The figures most asked for, as charts beside each other; each leads to its report. */
import { useQueries } from '@tanstack/react-query';
import { Button, Card, Flex, Grid, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import * as reporting from '../../api/reports';
import { optionOf } from '../../chart/options';
import { Failure, Nothing } from '../../parts/states';
import { Sheets } from '../../parts/taking';
import { useWords } from '../../text/language';
import type { Span } from './period';

const Chart = lazy(() => import('../../chart/chart'));

/** In the order of reading: satisfaction, complaints, promises, follow-up, the way to a contract, tiers. */
const SHOWN = ['satisfaction_score', 'complaint_handling', 'promises', 'followup_coverage', 'journey_funnel', 'tier_moves'];

export function Overview({ reports, span, onOpen }: { reports: reporting.Report[]; span: Span; onOpen: (key: string) => void }) {
  const { t, language } = useWords();
  const narrow = Grid.useBreakpoint().sm === false; // a report's own page has its files too
  const shown = SHOWN.filter((key) => reports.some((one) => one.key === key));
  const asked = useQueries({ queries: shown.map((key) => ({ queryKey: ['report', key, span, language], queryFn: () => reporting.report(key, span) })) });
  return (
    <div style={{ display: 'grid', gap: 16, gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))' }}>
      {shown.map((key, place) => {
        const { data, error, refetch } = asked[place]!;
        const option = data && optionOf(data);
        return (
          <Card key={key} size="small" title={<h2 style={{ fontSize: 14, margin: 0 }}>{reports.find((one) => one.key === key)?.title}</h2>} extra={<Flex align="center" gap={4}>{!narrow && <Sheets of={(format) => reporting.reportFile(key, span, format)} />}<Button type="link" size="small" onClick={() => onOpen(key)} aria-label={`${t('reports.kept')}: ${data?.title ?? key}`}>{t('reports.kept')}</Button></Flex>}>
            {error ? (
              <Failure problem={error} again={() => void refetch()} />
            ) : !data ? (
              <Skeleton active paragraph={{ rows: 5 }} />
            ) : option ? (
              <Suspense fallback={<div style={{ height: 240 }} />}>
                <Chart option={option} label={t('reports.chart', { title: data.title })} height={240} />
              </Suspense>
            ) : (
              <Flex vertical justify="center" style={{ height: 240 }}>
                <Nothing text={t('reports.none')} />
              </Flex>
            )}
          </Card>
        );
      })}
    </div>
  );
}
