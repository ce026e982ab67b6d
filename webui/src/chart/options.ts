/** From a report's description of its chart (kind, x, series, group) to an option of the drawing library. */
import type { ReportRows } from '../api/reports';

export type Option = Record<string, unknown>;
type Row = Record<string, string | number | null>;

/** Colours that stand 3:1 against white and against each other in grey. */
export const colours = ['#0958d9', '#c2570c', '#1f7a3d', '#7c3aed', '#b91c1c', '#0e7490', '#a16207', '#4b5563'];
const grid = { left: 8, right: 16, top: 36, bottom: 8, containLabel: true };
const font = { fontFamily: '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif' };

/** Nothing when there is nothing to draw. */
export function optionOf(report: ReportRows): Option | null {
  const { chart } = report;
  const rows = report.rows as Row[];
  if (!chart || rows.length === 0) return null;
  const base = { color: colours, textStyle: font, aria: { enabled: true }, animation: false, tooltip: { trigger: 'item', confine: true } };
  if (chart.kind === 'funnel') return { ...base, series: [funnel(report, rows)] };
  if (chart.kind === 'sankey') return { ...base, aria: { enabled: true, label: { description: flows(chart, rows) } }, series: [sankey(chart, rows)] };
  if (chart.kind === 'interval') return { ...base, ...intervals(report, rows) };
  if (chart.kind === 'gantt') return { ...base, ...gantt(report, rows) };
  return { ...base, tooltip: { trigger: 'axis', confine: true }, legend: { top: 0, type: 'scroll', itemGap: 18 }, grid, ...lines(report, rows) };
}

const titleOf = (report: ReportRows, key: string) => report.columns.find((column) => column.key === key)?.title ?? key;
const unitOf = (report: ReportRows, key: string) => report.columns.find((column) => column.key === key)?.unit ?? '';

function lines(report: ReportRows, rows: Row[]): Option {
  const { kind, x, series, group } = report.chart!;
  const places = [...new Set(rows.map((row) => String(row[x])))];
  const groups = group ? [...new Set(rows.map((row) => String(row[group])))] : [''];
  const at = (place: string, one: string) => rows.filter((row) => String(row[x]) === place && (!group || String(row[group]) === one));
  // what is stacked adds up, where several rows share a place
  const value = (place: string, one: string, key: string) => (kind === 'stacked' ? at(place, one).reduce((sum, row) => sum + Number(row[key] ?? 0), 0) : (at(place, one)[0]?.[key] ?? null));
  const percent = series.every((key) => unitOf(report, key) === 'percent');
  const line = (key: string) => kind === 'line' || (kind === 'pareto' && key !== series[0]);
  const drawn = groups.flatMap((one) =>
    series.map((key) => ({
      name: group ? (series.length > 1 ? `${one} ${titleOf(report, key)}` : one) : titleOf(report, key),
      type: line(key) ? 'line' : 'bar',
      ...(kind === 'stacked' ? { stack: 'all' } : {}),
      ...(line(key) ? { symbolSize: 7, connectNulls: true, yAxisIndex: kind === 'pareto' ? 1 : 0 } : { barMaxWidth: 36 }),
      data: places.map((place) => value(place, one, key)),
    })),
  );
  const many = kind !== 'line' && places.some((place) => place.length > 9) && places.length > 4;
  const words = { type: 'category', data: many ? [...places].reverse() : places, axisLabel: { width: many ? 130 : 90, overflow: 'truncate', interval: many ? 0 : 'auto' } };
  const numbers = [{ type: 'value', axisLabel: percent && kind !== 'pareto' ? { formatter: '{value}%' } : {} }, ...(kind === 'pareto' ? [{ type: 'value', max: 100, axisLabel: { formatter: '{value}%' }, splitLine: { show: false } }] : [])];
  if (many && kind !== 'pareto') return { xAxis: numbers, yAxis: words, series: drawn.map((one) => ({ ...one, data: [...one.data].reverse() })) };
  return { xAxis: words, yAxis: numbers, series: drawn };
}

const DAY = 86_400_000;

/** Bars from one date to another: an unseen one up to the begin, then the time itself in the colour of its state. */
function gantt(report: ReportRows, rows: Row[]): Option {
  const { x, series, group } = report.chart!;
  const dated = rows.filter((row) => series.every((key) => row[key!])).reverse();
  const at = (row: Row, key: string) => Date.parse(String(row[key])) / DAY;
  const first = Math.min(...dated.map((row) => at(row, series[0]!)));
  const states = [...new Set(rows.map((row) => String(row[group ?? ''])))];
  const shown = (n: number) => new Date((first + n) * DAY).toISOString().slice(0, 10);
  const drawn = states.map((state) => ({
    name: state,
    type: 'bar',
    stack: 'time',
    barMaxWidth: 18,
    data: dated.map((row) => (String(row[group ?? '']) === state ? at(row, series[1]!) - at(row, series[0]!) + 1 : null)),
  }));
  return {
    legend: { top: 0, data: states },
    grid,
    tooltip: { trigger: 'item', confine: true, formatter: (told: { dataIndex: number }) => `${dated[told.dataIndex]![x]}<br/>${dated[told.dataIndex]![series[0]!]} – ${dated[told.dataIndex]![series[1]!]}` },
    xAxis: { type: 'value', minInterval: 7, axisLabel: { formatter: shown, hideOverlap: true } },
    yAxis: { type: 'category', data: dated.map((row) => String(row[x])), axisLabel: { width: 130, overflow: 'truncate', interval: 0 } },
    series: [{ type: 'bar', stack: 'time', silent: true, itemStyle: { color: 'transparent' }, data: dated.map((row) => at(row, series[0]!) - first) }, ...drawn],
  };
}

function funnel(report: ReportRows, rows: Row[]): Option {
  const { x, series } = report.chart!;
  const key = series[0]!;
  return {
    type: 'funnel',
    sort: 'none',
    left: 8, right: 8, top: 8, bottom: 8,
    minSize: '8%',
    gap: 3,
    label: { position: 'inside', formatter: '{b}  {c}', color: '#fff', fontSize: 13, textBorderColor: '#1f2733', textBorderWidth: 2 },
    data: rows.map((row, place) => ({ name: String(row[x]), value: row[key], itemStyle: { color: `hsl(215 ${70 - place * 4}% ${32 + place * 3}%)` } })),
  };
}

function sankey({ x, series, group }: NonNullable<ReportRows['chart']>, rows: Row[]): Option {
  const key = series[0]!;
  const moved = rows.filter((row) => Number(row[key]) > 0);
  // before and after are two columns of nodes, so that nobody flows in a circle
  const left = (row: Row) => `${row[x]} `;
  const right = (row: Row) => `→ ${row[group ?? '']}`;
  const names = new Set(moved.flatMap((row) => [left(row), right(row)]));
  const plain = (name: string) => name.replace('→', '').trim();
  const tiers = [...new Set([...names].map(plain))];
  const links = new Map<string, { source: string; target: string; value: number }>();
  for (const row of moved) {
    const place = `${left(row)}|${right(row)}`;
    links.set(place, { source: left(row), target: right(row), value: (links.get(place)?.value ?? 0) + Number(row[key]) });
  }
  return { type: 'sankey', left: 8, right: 110, top: 12, bottom: 12, nodeGap: 14, lineStyle: { color: 'source', opacity: 0.35 }, label: { fontSize: 12, color: '#1f2733' }, emphasis: { focus: 'adjacency' }, data: [...names].map((name) => ({ name, itemStyle: { color: colours[tiers.indexOf(plain(name)) % colours.length] } })), links: [...links.values()] };
}

/** What a flow drawing says to whoever does not see it: the library tells its nodes, which have no figures of their own. */
function flows({ x, series, group }: NonNullable<ReportRows['chart']>, rows: Row[]): string {
  return rows.filter((row) => Number(row[series[0]!]) > 0).map((row) => `${row[x]} → ${row[group ?? '']}: ${row[series[0]!]}`).join('; ');
}

function intervals(report: ReportRows, rows: Row[]): Option {
  const { x, series, group } = report.chart!;
  const [middle, low, high] = series as [string, string, string];
  const shown = rows.filter((row) => row[low] !== null && row[low] !== undefined);
  const places = shown.map((row) => `${row[x]} · ${row[group ?? '']}`).reverse();
  const data = [...shown].reverse().map((row, place) => [place, row[middle], row[low], row[high]]);
  const whiskers = { type: 'custom', renderItem: whisker, encode: { y: 0, x: [1, 2, 3] }, data, name: titleOf(report, middle) };
  return { grid: { ...grid, top: 8 }, xAxis: { type: 'value' }, yAxis: { type: 'category', data: places, axisLabel: { width: 120, overflow: 'break' } }, series: [whiskers] };
}

interface Api {
  value: (index: number) => number;
  coord: (point: [number, number]) => [number, number];
}

/** A point with the line of its interval. */
function whisker(_: unknown, api: Api) {
  const at = (index: number) => api.coord([api.value(index), api.value(0)]);
  const [from, y] = at(2);
  const [to] = at(3);
  const [middle] = at(1);
  const style = { stroke: colours[0], lineWidth: 2, fill: colours[0] };
  const line = (x1: number, y1: number, x2: number, y2: number) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
  return { type: 'group', children: [line(from, y, to, y), line(from, y - 6, from, y + 6), line(to, y - 6, to, y + 6), { type: 'circle', shape: { cx: middle, cy: y, r: 5 }, style }] };
}
