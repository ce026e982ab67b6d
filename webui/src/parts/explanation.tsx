/** Why a tier is proposed or held: metrics, the rule that matched, and how far it is to keep or to reach the next. */
import { Descriptions, Flex, Typography } from 'antd';
import type { Benefit, Distance, Explanation, ScorePart } from '../api/types';
import { useRole } from '../shell/session';
import { useWords } from '../text/language';
import { Mark, MemberMark } from './mark';
import { measured } from './numbers';
import './rows.css';

function amount(distance: Distance | string | number | null | undefined): Distance | null {
  if (distance === null || distance === undefined) return null;
  return typeof distance === 'object' ? distance : { amount: distance };
}

/** What a score is made of: each figure with its points of the most that it gives. */
function Parts({ of: parts }: { of: ScorePart[] }) {
  const { t, name, language } = useWords();
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{t('why.part')}</th>
          <th scope="col" className="number">
            {t('why.value')}
          </th>
          <th scope="col" className="number">
            {t('why.points')}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.code}>
            <td>{name(part, 'label') || part.code}</td>
            <td className="number">{part.value === null ? t('why.unknown') : measured(part.value, part.unit, language)}</td>
            <td className="number">{part.points === null ? t('why.leftOut') : `${short(part.points)} / ${short(part.full)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const short = (points: unknown) => String(Number(points));

export function ExplanationBlock({ of: explanation }: { of: Explanation }) {
  const { t, name, language } = useWords();
  const steers = useRole('process_owner', 'auditor');
  const { metrics = [], rule, distance, reasons = [], benefits } = explanation;
  const keep = amount(distance?.keep);
  const next = amount(distance?.next);
  const list = (of: Benefit[]) => of.map((benefit) => name(benefit) || benefit.code).join(language === 'zh' ? '、' : ', ');
  const parts = metrics.flatMap((metric) => metric.parts ?? []);
  const far = (of: Distance) => {
    if (of.ways ? of.ways.length === 0 : Number(of.amount) <= 0) return <Mark tone="good">{t('why.reached')}</Mark>;
    return of.ways ? name(of, '') : measured(of.amount, of.unit ?? 'CNY', language);
  };
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
      {parts.length > 0 && <Parts of={parts} />}
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
