/** Two records of likely the same customer beside each other: which stays, whose value holds in each field, and what moves. */
import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Radio, Tag, theme, Typography } from 'antd';
import * as calls from '../api/records';
import type { Beside as Both, Side } from '../api/records';
import { useWords } from '../text/language';
import { texts, type TextKey } from '../text/texts';
import { useNames } from './people';
import { useSegment } from './segment';
import { WhenLoaded } from './states';
import './beside.css';

export interface Plan {
  into?: Side;
  taken?: Record<string, Side>;
}

const sides: Side[] = ['this', 'other'];

/** What a table of rows is called; those that nobody asks for by name are other entries. */
export function useTableName(): (table: string) => string {
  const { t } = useWords();
  return (table) => t(`table.${table}` in texts ? (`table.${table}` as TextKey) : 'table.other');
}

export function Beside({ pair, value, wrong, onChange }: { pair: { this: string; other: string }; value: Plan; wrong?: boolean; onChange: (plan: Plan) => void }) {
  const both = useQuery({ queryKey: ['beside', pair.this, pair.other], queryFn: () => calls.beside(pair) });
  return <WhenLoaded of={both}>{(loaded) => <Sides both={loaded} value={value} wrong={wrong} onChange={onChange} />}</WhenLoaded>;
}

function Sides({ both, value, wrong, onChange }: { both: Both; value: Plan; wrong?: boolean; onChange: (plan: Plan) => void }) {
  const { t } = useWords();
  const { token } = theme.useToken();
  const shown = useShown();
  const taken = value.taken ?? {};
  const holds = (field: string) => taken[field] ?? value.into;
  const differ = both.fields.filter((one) => one.this !== one.other && (one.this ?? one.other) !== null);
  const equal = both.fields.filter((one) => one.this === one.other && one.this);
  return (
    <Flex vertical gap={12}>
      <Typography.Text type={wrong ? 'danger' : 'secondary'} role={wrong ? 'alert' : undefined}>
        {t('kept.choose')}
      </Typography.Text>
      <div className="beside" role="table" style={{ borderColor: token.colorBorderSecondary }}>
        <div role="row" className="beside-head">
          <span role="columnheader" />
          {sides.map((side) => (
            <Flex key={side} role="columnheader" vertical gap={6} align="flex-start" className={value.into === side ? 'beside-stays' : undefined}>
              <Typography.Text strong>{both[side].name}</Typography.Text>
              <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                {both[side].number}
              </Typography.Text>
              <Button size="small" type={value.into === side ? 'primary' : 'default'} aria-pressed={value.into === side} onClick={() => onChange({ into: side, taken: {} })}>
                {t(value.into === side ? 'kept.staying' : 'kept.stays')}
              </Button>
            </Flex>
          ))}
        </div>
        {differ.map((one) => (
          <Radio.Group key={one.field} role="row" className="beside-row" value={holds(one.field)} disabled={!value.into} onChange={(event) => onChange({ ...value, taken: { ...taken, [one.field]: event.target.value as Side } })}>
            <Typography.Text role="rowheader" type="secondary">
              {t(`kept.field_${one.field}` as TextKey)}
            </Typography.Text>
            {sides.map((side) => (
              <span key={side} role="cell" className={holds(one.field) === side ? 'beside-holds' : undefined}>
                <Radio value={side} aria-label={`${t(`kept.field_${one.field}` as TextKey)}: ${both[side].number}`}>
                  {shown(one.field, one[side])}
                </Radio>
              </span>
            ))}
          </Radio.Group>
        ))}
        {equal.map((one) => (
          <div key={one.field} role="row" className="beside-row">
            <Typography.Text role="rowheader" type="secondary">
              {t(`kept.field_${one.field}` as TextKey)}
            </Typography.Text>
            <span role="cell" className="beside-both">
              {shown(one.field, one.this)}
            </span>
          </div>
        ))}
        {both.needs.length > 0 && (
          <div role="row" className="beside-row">
            <Typography.Text role="rowheader" type="secondary">
              {t('kept.both')}
            </Typography.Text>
            <span role="cell" className="beside-both">
              {both.needs.map((need) => (
                <Tag key={need}>{need}</Tag>
              ))}
            </span>
          </div>
        )}
      </div>
      {value.into && <Moving both={both} loser={value.into === 'this' ? 'other' : 'this'} />}
    </Flex>
  );
}

/** How many rows of what, by what the reader calls them: tables of one name are counted together. */
export function counted(some: (readonly [string, number])[], name: (table: string) => string) {
  const sums = new Map<string, number>();
  for (const [table, count] of some) if (count > 0) sums.set(name(table), (sums.get(name(table)) ?? 0) + count);
  return [...sums].map(([called, count]) => <Tag key={called}>{`${called} ${count}`}</Tag>);
}

function Moving({ both, loser }: { both: Both; loser: Side }) {
  const { t } = useWords();
  const name = useTableName();
  const aside = both.aside[loser];
  const moves = Object.entries(both.rows[loser]).map(([table, count]) => [table, count - (aside[table] ?? 0)] as const);
  const going = counted(moves, name);
  return (
    <Flex vertical gap={8}>
      <Flex gap={6} wrap align="center">
        <Typography.Text strong>{t('kept.moves')}</Typography.Text>
        {going.length ? going : <Typography.Text type="secondary">{t('kept.movesNone')}</Typography.Text>}
      </Flex>
      {Object.keys(aside).length > 0 && (
        <Flex gap={6} wrap align="center">
          <Typography.Text type="secondary">{t('kept.aside')}</Typography.Text>
          {counted(Object.entries(aside), name)}
        </Flex>
      )}
    </Flex>
  );
}

/** A field's value in the reader's words. */
function useShown(): (field: string, value: string | null) => string {
  const { t } = useWords();
  const names = useNames();
  const segment = useSegment();
  return (field, value) => {
    if (value === null) return '—';
    if (field === 'segment') return segment(value);
    if (field === 'owner_id' || field === 'first_owner_id') return names.person(value);
    if (field === 'kind') return t(value === 'partner' ? 'kept.partner' : 'kept.normal');
    if (field === 'stage' && `stage.${value}` in texts) return t(`stage.${value}` as TextKey);
    return field === 'department_id' ? names.department(value) : value;
  };
}
