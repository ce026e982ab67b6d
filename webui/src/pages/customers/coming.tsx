/** What happens next for a customer and when: tasks, waits, next steps, needs and planned contacts in one order. */
import { BellOutlined, CheckSquareOutlined, ClockCircleOutlined, PhoneOutlined, RightCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, theme, Typography } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/calls';
import type { Coming } from '../../api/types';
import { useNames } from '../../parts/people';
import { useProcessNames } from '../../parts/processes';
import { WhenLoaded } from '../../parts/states';
import { day, minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { texts, type TextKey } from '../../text/texts';

const SHOWN = 6;
const signs: Record<string, ReactNode> = { task: <CheckSquareOutlined />, wait: <ClockCircleOutlined />, action: <RightCircleOutlined />, need: <BellOutlined />, touch: <PhoneOutlined /> };

export function useOutlook(customer: string) {
  return useQuery({ queryKey: ['customer', customer, 'outlook'], queryFn: () => calls.outlook(customer) });
}

export function ComingUp({ customer }: { customer: string }) {
  const { t } = useWords();
  const outlook = useOutlook(customer);
  const [all, setAll] = useState(false);
  return (
    <Card title={t('coming.title')}>
      <WhenLoaded of={outlook} rows={3}>
        {({ coming }) => (
          <Flex vertical gap={10}>
            {coming.length === 0 && <Typography.Text type="secondary">{t('coming.none')}</Typography.Text>}
            {(all ? coming : coming.slice(0, SHOWN)).map((one, at) => (
              <One key={`${one.kind}${one.at ?? one.on}${at}`} of={one} />
            ))}
            {coming.length > SHOWN && (
              <Button type="link" size="small" onClick={() => setAll(!all)} style={{ alignSelf: 'flex-start', paddingInline: 0 }}>
                {all ? t('coming.less') : t('coming.more', { n: coming.length - SHOWN })}
              </Button>
            )}
          </Flex>
        )}
      </WhenLoaded>
    </Card>
  );
}

function One({ of: one }: { of: Coming }) {
  const { t, name } = useWords();
  const { token } = theme.useToken();
  const names = useNames();
  const processes = useProcessNames();
  const word = (key: string) => (key in texts ? t(key as TextKey) : key.slice(key.indexOf('.') + 1));
  const owner = one.owner ? names.person(one.owner) : (one.groups ?? []).map(names.group).join(', ');
  const title = one.text ?? (one.touch ? t('coming.contact', { touch: word(`touch.${one.touch}`), channel: word(`channel.${one.channel}`) }) : name(one));
  const to = one.task ? `/inbox?task=${one.task}` : one.instance ? `/cases/${one.instance}` : '';
  return (
    <Flex gap={12} align="flex-start">
      <span aria-hidden style={{ color: one.late ? token.colorError : token.colorTextDescription, fontSize: 15, lineHeight: '22px' }}>
        {signs[one.kind]}
      </span>
      <div style={{ flex: 1, minWidth: 0 }}>
        <div style={{ overflowWrap: 'anywhere' }}>{to ? <Link to={to}>{title}</Link> : title}</div>
        <Typography.Text type="secondary" style={{ fontSize: 13 }}>
          {[t(`coming.${one.kind}`), one.process && processes.of(one.process), owner].filter(Boolean).join(' · ')}
        </Typography.Text>
      </div>
      <Typography.Text type={one.late ? 'danger' : 'secondary'} strong={one.late} style={{ whiteSpace: 'nowrap', fontSize: 13, lineHeight: '22px', fontVariantNumeric: 'tabular-nums' }}>
        {one.at ? minute(one.at) : day(one.on)}
      </Typography.Text>
    </Flex>
  );
}
