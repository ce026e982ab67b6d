/** What a customer said of the house in points, newest first. */
import { useQuery } from '@tanstack/react-query';
import { Flex, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import { Mark } from '../../parts/mark';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';
import { texts, type TextKey } from '../../text/texts';

export function Feedback({ customer }: { customer: string }) {
  const { t } = useWords();
  const answers = useQuery({ queryKey: ['customer', customer, 'satisfaction'], queryFn: () => calls.satisfaction(customer) });
  const word = (key: string) => (key in texts ? t(key as TextKey) : key.slice(key.indexOf('.') + 1));
  return (
    <WhenLoaded of={answers} rows={3}>
      {({ items, mean, satisfied_from: from }) =>
        items.length === 0 ? (
          <Nothing text={t('feedback.none')} />
        ) : (
          <Flex vertical gap={12}>
            <Typography.Text type="secondary">{t('feedback.mean', { mean: mean ?? '', n: items.length, from })}</Typography.Text>
            {items.map((one) => (
              <Flex key={one.id} gap={10} align="center" wrap>
                <Typography.Text type="secondary" style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {day(one.on)}
                </Typography.Text>
                <Mark tone={one.score >= from ? 'good' : 'bad'}>{t('feedback.score', { n: one.score })}</Mark>
                {one.case ? <Link to={`/cases/${one.case}`}>{word(`asked.${one.about}`)}</Link> : word(`asked.${one.about}`)}
                <Typography.Text type="secondary">{word(`channel.${one.channel}`)}</Typography.Text>
              </Flex>
            ))}
          </Flex>
        )
      }
    </WhenLoaded>
  );
}
