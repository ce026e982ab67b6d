/** One report: what it means, its chart, its rows, and its files. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Card, Descriptions, Flex, Select, Typography } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import * as reporting from '../../api/reports';
import { optionOf } from '../../chart/options';
import { useProcessNames } from '../../parts/processes';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Pictures, Sheets } from '../../parts/taking';
import { useWords } from '../../text/language';
import { texts, type TextKey } from '../../text/texts';
import type { Span } from './period';

const Chart = lazy(() => import('../../chart/chart'));

type Filters = Pick<reporting.Wish, 'band' | 'department' | 'process'>;

export function OneReport({ of, span }: { of: string; span: Span }) {
  const { t, language } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [filters, setFilters] = useState<Filters>({});
  const wish = { ...span, ...filters };
  const report = useQuery({ queryKey: ['report', of, wish, language], queryFn: () => reporting.report(of, wish), placeholderData: keepPreviousData });
  return (
    <WhenLoaded of={report} rows={10}>
      {(found) => {
        const option = optionOf(found);
        return (
          <Flex vertical gap={16}>
            <Card
              ref={box}
              styles={{ header: { paddingBlock: 8 } }}
              title={
                <Flex gap="6px 12px" wrap align="center">
                  <h2 style={{ flex: '1 1 auto', fontSize: 16, margin: 0, whiteSpace: 'normal' }}>
                    {found.title} {found.number && <Typography.Text type="secondary" style={{ fontWeight: 400 }}>{found.number}</Typography.Text>}
                  </h2>
                  {option && <Pictures name={of} box={() => box.current?.querySelector('figure') ?? null} />}
                  <Sheets of={(format) => reporting.reportFile(of, wish, format)} />
                </Flex>
              }
            >
              <Flex gap={8} wrap style={{ marginBottom: found.filters.length ? 12 : 0 }}>
                <FilterOf names={found.filters} value={filters} onChange={setFilters} />
              </Flex>
              {option && (
                <Suspense fallback={<div style={{ height: 300 }} />}>
                  <Chart option={option} label={t('reports.chart', { title: found.title })} height={heightOf(found)} />
                </Suspense>
              )}
              {found.rows.length === 0 && <Nothing text={t('reports.none')} />}
            </Card>
            {found.rows.length > 0 && <Rows of={found} />}
            <Card size="small">
              <Descriptions
                size="small"
                column={1}
                items={[
                  { key: 'definition', label: t('reports.definition'), children: found.definition },
                  { key: 'formula', label: t('reports.formula'), children: found.formula },
                ]}
              />
              <Typography.Text type="secondary">{t('reports.scope')}</Typography.Text>
            </Card>
          </Flex>
        );
      }}
    </WhenLoaded>
  );
}

function heightOf({ chart, rows }: reporting.ReportRows): number {
  const places = new Set(rows.map((row) => String(row[chart?.x ?? '']))).size;
  const lying = chart?.kind === 'interval' || chart?.kind === 'bar' || chart?.kind === 'stacked';
  return lying ? Math.min(900, Math.max(280, (chart?.kind === 'interval' ? rows.length : places) * 30 + 90)) : 300;
}

function FilterOf({ names, value, onChange }: { names: string[]; value: Filters; onChange: (next: Filters) => void }) {
  const { t, name } = useWords();
  const processes = useProcessNames();
  const departments = useQuery({ queryKey: ['departments'], queryFn: calls.departments, staleTime: 300_000, enabled: names.includes('department') });
  const common = { allowClear: true, style: { minWidth: 130 } };
  return (
    <>
      {names.includes('band') && (
        <Select {...common} aria-label={t('reports.band')} placeholder={t('reports.band')} value={value.band} onChange={(band) => onChange({ ...value, band })} options={([1, 2, 3] as const).map((band) => ({ value: band, label: t(`reports.band${band}`) }))} />
      )}
      {names.includes('department') && (
        <Select {...common} aria-label={t('reports.department')} placeholder={t('reports.department')} value={value.department} onChange={(department) => onChange({ ...value, department })} options={(departments.data?.items ?? []).map((one) => ({ value: one.key, label: name(one) }))} />
      )}
      {names.includes('process') && (
        <Select {...common} aria-label={t('cases.process')} placeholder={t('cases.process')} value={value.process} onChange={(process) => onChange({ ...value, process })} options={processes.choices} />
      )}
    </>
  );
}

function Rows({ of: { title, columns, rows } }: { of: reporting.ReportRows }) {
  const { t } = useWords();
  const unit = (code: string) => (code === 'percent' ? ' (%)' : `unit.${code}` in texts ? ` (${t(`unit.${code}` as TextKey)})` : '');
  const plain = (code: string) => code === 'text' || code === 'date' || code === 'link';
  return (
    <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
      <Sheet
        label={title}
        rowKey={(row) => rows.indexOf(row)}
        dataSource={rows}
        pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        style={{ minWidth: 'max-content' }}
        columns={columns.map((column) => ({
          title: `${column.title}${unit(column.unit)}`,
          align: plain(column.unit) ? ('left' as const) : ('right' as const),
          onCell: () => ({ style: { fontVariantNumeric: 'tabular-nums', maxWidth: 340, whiteSpace: plain(column.unit) ? ('normal' as const) : ('nowrap' as const) } }),
          render: (_: unknown, row: reporting.ReportRows['rows'][number]) => {
            const value = row[column.key];
            if (value === null || value === undefined) return <Typography.Text type="secondary">–</Typography.Text>;
            if (column.unit === 'link') return <Link to={String(value)}>{t('reports.kept')}</Link>;
            return typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 2 }) : value;
          },
        }))}
      />
    </Card>
  );
}
