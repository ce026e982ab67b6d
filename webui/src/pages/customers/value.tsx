/** Where a customer stands between value and potential, why, and in which phase of life. */
import { Card, Flex, theme, Typography } from 'antd';
import { Fragment } from 'react';
import type { Customer, Outlook } from '../../api/types';
import { Mark, MemberMark } from '../../parts/mark';
import { WhenLoaded } from '../../parts/states';
import { codes } from '../../text/codes';
import { useWords } from '../../text/language';
import { useOutlook } from './coming';

type Cell = NonNullable<Outlook['cell']>;
const VALUES = ['low', 'mid', 'high'] as const;
const POTENTIALS = ['high', 'low'] as const;

export function ValueCard({ of: customer }: { of: Customer }) {
  const { t } = useWords();
  const outlook = useOutlook(customer.id);
  return (
    <Card title={t('value.title')}>
      <WhenLoaded of={outlook} rows={3}>
        {({ cell, churn }) => (
          <Flex vertical gap={12}>
            {cell ? <Placed cell={cell} /> : <Typography.Text type="secondary">{t('value.none')}</Typography.Text>}
            {churn && <Leaving of={churn} />}
            {customer.lifecycle && (
              <Flex gap={8} align="center">
                <Typography.Text type="secondary">{t('value.lifecycle')}</Typography.Text>
                <MemberMark member={customer.lifecycle} />
              </Flex>
            )}
          </Flex>
        )}
      </WhenLoaded>
    </Card>
  );
}

function Placed({ cell }: { cell: Cell }) {
  const { t, name } = useWords();
  return (
    <Flex gap={20} align="center" wrap>
      <Matrix cell={cell} />
      <div style={{ flex: 1, minWidth: 140 }}>
        <Typography.Text strong style={{ fontSize: 16 }}>
          {name(cell)}
        </Typography.Text>
        <ul style={{ margin: '6px 0 0', paddingInlineStart: 18 }}>
          {(['value', 'potential', 'loyalty'] as const).map((side) => (
            <li key={side}>{t(`value.${side}`, { n: t(`level.${cell[side]}`) })}</li>
          ))}
          {cell.drop && <li>{t('value.drop')}</li>}
        </ul>
      </div>
    </Flex>
  );
}

/** How likely the customer is to leave, by the points of each sign. */
function Leaving({ of }: { of: NonNullable<Outlook['churn']> }) {
  const { t, language } = useWords();
  const named = (code: string) => codes[code as keyof typeof codes]?.[language === 'zh' ? 0 : 1] ?? code;
  const reasons = (of.reasons ?? []).map(({ reason, points }) => t('value.sign', { sign: named(reason ?? ''), n: points ?? 0 }));
  return (
    <div>
      <Flex gap={8} align="center">
        <Typography.Text type="secondary">{t('value.churn')}</Typography.Text>
        <Mark tone={of.level === 'high' ? 'bad' : of.level === 'mid' ? 'warn' : 'plain'}>{t('value.churnIs', { level: t(`level.${of.level as 'high' | 'mid' | 'low'}`), n: of.points ?? 0 })}</Mark>
      </Flex>
      {reasons.length > 0 && <div className="quiet small">{reasons.join(t('value.and'))}</div>}
    </div>
  );
}

/** Value to the right, potential upwards; the words beside it say the same, so it is hidden from who listens. */
function Matrix({ cell }: { cell: Cell }) {
  const { t } = useWords();
  const { token } = theme.useToken();
  const caption = { fontSize: 12, color: token.colorTextDescription, textAlign: 'center' } as const;
  return (
    <div aria-hidden style={{ display: 'grid', gridTemplateColumns: 'auto repeat(3, 38px)', gap: 3, alignItems: 'center' }}>
      {POTENTIALS.map((potential) => (
        <Fragment key={potential}>
          <span style={{ ...caption, paddingInlineEnd: 4 }}>{potential === 'high' ? t('value.up') : ''}</span>
          {VALUES.map((value) => {
            const here = cell.value === value && cell.potential === potential;
            return <span key={value} style={{ height: 30, borderRadius: 4, background: here ? (cell.drop ? token.colorWarning : token.colorPrimary) : token.colorFillSecondary }} />;
          })}
        </Fragment>
      ))}
      <span />
      <span style={{ ...caption, gridColumn: 'span 3' }}>{t('value.right')}</span>
    </div>
  );
}
