/** Why a tier is proposed or held: metrics, the rule that matched, and how far it is to keep or to reach the next. */
import { Descriptions, Flex, Typography } from 'antd';
import type { Benefit, Distance, Explanation } from '../api/types';
import { useRole } from '../shell/session';
import { useWords } from '../text/language';
import { Mark, MemberMark } from './mark';
import { measured } from './numbers';
import './rows.css';

function amount(distance: Distance | string | number | null | undefined): { member: Distance['member']; value: unknown; unit: string } | null {
  if (distance === null || distance === undefined) return null;
  if (typeof distance !== 'object') return { member: null, value: distance, unit: 'CNY' };
  return { member: distance.member, value: distance.amount, unit: distance.unit ?? 'CNY' };
}

export function ExplanationBlock({ of: explanation }: { of: Explanation }) {
  const { t, name, language } = useWords();
  const steers = useRole('process_owner', 'auditor');
  const { metrics = [], rule, distance, reasons = [], benefits } = explanation;
  const keep = amount(distance?.keep);
  const next = amount(distance?.next);
  const list = (of: Benefit[]) => of.map((benefit) => name(benefit) || benefit.code).join(language === 'zh' ? '、' : ', ');
  const far = (of: NonNullable<typeof keep>) => (Number(of.value) <= 0 ? <Mark tone="good">{t('why.reached')}</Mark> : measured(of.value, of.unit, language));
  return (
    <Flex vertical gap={12}>
      {reasons.length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {reasons.map((reason, at) => (
            <li key={`${reason.code}${at}`}>{name(reason, '') || reason.code}</li>
          ))}
        </ul>
      )}
      {metrics.length > 0 && (
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t('why.metric')}</th>
              <th scope="col" className="number">
                {t('why.value')}
              </th>
            </tr>
          </thead>
          <tbody>
            {metrics.map((metric) => (
              <tr key={metric.code}>
                <td>{name(metric, 'label') || metric.code}</td>
                <td className="number">{measured(metric.value, metric.unit, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Descriptions
        size="small"
        column={1}
        items={[
          ...(keep ? [{ key: 'keep', label: t('why.keep'), children: far(keep) }] : []),
          ...(next
            ? [{ key: 'next', label: next.member ? <span>{t('why.next')} <MemberMark member={next.member} /></span> : t('why.next'), children: far(next) }]
            : []),
          ...(benefits?.gained?.length ? [{ key: 'gained', label: t('why.gained'), children: list(benefits.gained) }] : []),
          ...(benefits?.lost?.length ? [{ key: 'lost', label: t('why.lost'), children: list(benefits.lost) }] : []),
          ...(rule
            ? [
                {
                  key: 'rule',
                  label: t('why.rule'),
                  children: (
                    <span>
                      {name(rule) || rule.key} {rule.version !== undefined && <Mark>{t('app.version', { n: rule.version })}</Mark>}{' '}
                      {steers && rule.matched && rule.matched.length > 0 && <Typography.Text type="secondary">{t('why.matched', { rules: rule.matched.map(String).join(', ') })}</Typography.Text>}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Flex>
  );
}
