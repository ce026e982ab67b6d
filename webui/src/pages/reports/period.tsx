/** From when to when: in the address, so that a report can be sent to somebody as a link. */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useSearchParams } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import * as calls from '../../api/calls';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';

export interface Span {
  from: string;
  to: string;
}

/** The span of the address; without one the ninety days up to today, by the company's clock. */
export function usePeriod(days = 90) {
  const [search, setSearch] = useSearchParams();
  const clock = useQuery({ queryKey: ['clock'], queryFn: calls.clock, staleTime: 60_000 });
  const today = day(clock.data?.now ?? new Date().toISOString());
  const back = (n: number) => dayjs(today).subtract(n - 1, 'day').format('YYYY-MM-DD');
  const span: Span = { from: search.get('from') ?? back(days), to: search.get('to') ?? today };
  const setSpan = (next: Span) =>
    setSearch(
      (held) => {
        held.set('from', next.from);
        held.set('to', next.to);
        return held;
      },
      { replace: true },
    );
  return { span, setSpan };
}

export function Period({ value, onChange }: { value: Span; onChange: (span: Span) => void }) {
  const { t } = useWords();
  const to = dayjs(value.to);
  const last = (n: number) => [to.subtract(n - 1, 'day'), to] as [dayjs.Dayjs, dayjs.Dayjs];
  return (
    <DatePicker.RangePicker
      allowClear={false}
      aria-label={t('reports.period')}
      value={[dayjs(value.from), to]}
      onChange={(chosen) => chosen?.[0] && chosen[1] && onChange({ from: chosen[0].format('YYYY-MM-DD'), to: chosen[1].format('YYYY-MM-DD') })}
      presets={[
        { label: t('reports.last30'), value: last(30) },
        { label: t('reports.last90'), value: last(90) },
        { label: t('reports.lastYear'), value: last(365) },
      ]}
      style={{ maxWidth: 260 }}
    />
  );
}
