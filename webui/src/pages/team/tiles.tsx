/** Six figures of a head's team. */
import { useQuery } from '@tanstack/react-query';
import { Card, Skeleton, Typography } from 'antd';
import { Link } from 'react-router';
import { teamFigures } from '../../api/reports';
import { useWords } from '../../text/language';

const tiles = [
  { of: 'open' },
  { of: 'overdue', bad: true },
  { of: 'due_today' },
  { of: 'escalated', bad: true, to: '/team?view=escalated' },
  { of: 'in_time', unit: '%', to: '/reports/staff_scorecard' },
  { of: 'score', to: '/reports/satisfaction_score' },
] as const;

export function Tiles() {
  const { t } = useWords();
  const found = useQuery({ queryKey: ['tasks', 'figures'], queryFn: teamFigures, refetchInterval: 30_000 });
  return (
    <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', marginBottom: 12 }}>
      {tiles.map((tile) => {
        const value = found.data?.[tile.of];
        const shown = value === null ? '–' : `${value}${'unit' in tile ? tile.unit : ''}`;
        const figure = <span style={{ fontSize: 24, fontWeight: 650, fontVariantNumeric: 'tabular-nums', color: 'bad' in tile && Number(value) > 0 ? '#c41d2b' : undefined }}>{shown}</span>;
        return (
          <Card key={tile.of} size="small">
            <Typography.Text type="secondary">{t(`tile.${tile.of}`)}</Typography.Text>
            <div>{value === undefined ? <Skeleton.Node active style={{ width: 48, height: 28 }} /> : 'to' in tile ? <Link to={tile.to} aria-label={`${t(`tile.${tile.of}`)} ${shown}`}>{figure}</Link> : figure}</div>
          </Card>
        );
      })}
    </div>
  );
}
