/** One page a customer: tier and why, benefits, other views, purchases, contacts, open cases, one timeline. */
import { PlusOutlined, SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Descriptions, Flex, Grid, Typography } from 'antd';
import { Link, useParams } from 'react-router';
import * as calls from '../../api/calls';
import type { Customer, Tier } from '../../api/types';
import { ExplanationBlock } from '../../parts/explanation';
import { Mark, MemberMark } from '../../parts/mark';
import { yuan } from '../../parts/numbers';
import { PageHead } from '../../parts/page';
import { useProcesses } from '../../parts/processes';
import { useNames } from '../../parts/people';
import { useSegment } from '../../parts/segment';
import { WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useWords } from '../../text/language';
import { Contacts, Labels } from './contacts';
import { Contracts } from './contracts';
import { Dealings } from './dealings';
import { OpenCases } from './cases';
import { CustomerTimeline } from './timeline';
import { ComingUp } from './coming';
import { Edit } from './edit';
import { Fitting } from './library';
import { MergedInto } from './merged';
import { Claim, GiveBack } from './pool';
import { Purchases } from './purchases';
import { ValueCard } from './value';

/** The process that gives a customer another owner; the button is there where it is switched on. */
const TRANSFER = 'ownership_transfer';

export function Component() {
  const { id = '' } = useParams();
  const customer = useQuery({ queryKey: ['customer', id], queryFn: () => calls.customer(id) });
  return <WhenLoaded of={customer}>{(loaded) => <Known customer={loaded} />}</WhenLoaded>;
}

function Known({ customer }: { customer: Customer }) {
  const { t, name } = useWords();
  const wide = Grid.useBreakpoint().lg !== false;
  const names = useNames();
  const { writable } = customer;
  const segment = useSegment();
  const processes = useProcesses();
  const transfers = writable && customer.owner && processes.data?.items.some((one) => one.key === TRANSFER && one.startable);
  const transfer = transfers ? `/start?process=${TRANSFER}&customer=${encodeURIComponent(customer.number)}` : undefined;
  const tier = useQuery({ queryKey: ['customer', customer.id, 'tier'], queryFn: () => calls.tier(customer.id) });
  const members = [...(tier.data?.members ?? []), ...(tier.data?.others ?? []).map((other) => other.member), customer.tier, tier.data?.explanation?.proposed, tier.data?.explanation?.distance?.next?.member];
  const memberName = (code: string) => name(members.find((member) => typeof member === 'object' && member?.code === code)) || code;
  const facts = [
    ['customer.owner', customer.owner ? names.person(customer.owner) : !customer.pooled && t('customer.noOwner')],
    ['customer.department', customer.department && names.department(customer.department)],
    ['customer.segment', customer.segment && segment(customer.segment)],
    ['customer.industry', customer.industry],
    ['customer.region', customer.region],
  ] as const;
  return (
    <>
      <PageHead
        title={customer.name}
        beside={
          <Flex gap={8} align="center" wrap>
            <Typography.Text type="secondary">{customer.number}</Typography.Text>
            <MemberMark member={customer.tier} />
            <MemberMark member={customer.lifecycle} />
            {customer.erased && <Mark tone="plain">{t('customer.erased')}</Mark>}
            {customer.pooled && <Mark tone="info">{t('pool.open')}</Mark>}
            {customer.pool_on && <Mark tone="warn">{t('pool.goesOn', { day: day(customer.pool_on) })}</Mark>}
          </Flex>
        }
      >
        {writable && customer.pooled && <Claim customer={customer} size="middle" />}
        {writable && customer.owner && !customer.pooled && customer.lifecycle?.code === 'potential' && <GiveBack customer={customer} />}
        {transfer && (
          <Link to={transfer}>
            <Button tabIndex={-1} icon={<SwapOutlined />}>
              {t('pool.transfer')}
            </Button>
          </Link>
        )}
        {writable && (
          <Link to={`/start?customer=${encodeURIComponent(customer.number)}`}>
            <Button tabIndex={-1} icon={<PlusOutlined />}>
              {t('customer.start')}
            </Button>
          </Link>
        )}
      </PageHead>
      <Flex gap={16} vertical={!wide} align={wide ? 'flex-start' : 'stretch'}>
        <Flex vertical gap={16} style={{ flex: wide ? '0 0 420px' : undefined, minWidth: 0 }}>
          <Card title={t('customer.facts')} extra={writable && processes.data && <Edit of={customer} transfer={transfer} />}>
            <Descriptions size="small" column={1} items={facts.filter(([, value]) => value).map(([key, value]) => ({ key, label: t(key), children: String(value) }))} />
            <div style={{ marginTop: 10 }}>
              <Labels of={customer} />
            </div>
          </Card>
          {!wide && <ComingUp customer={customer.id} />}
          <Card title={t('customer.tier')}>
            <WhenLoaded of={tier} rows={4}>{(loaded) => <TierView tier={loaded} />}</WhenLoaded>
          </Card>
          <ValueCard of={customer} />
          <Contacts of={customer} />
          <Fitting customer={customer.id} />
        </Flex>
        <Flex vertical gap={16} style={{ flex: 1, minWidth: 0 }}>
          {wide && <ComingUp customer={customer.id} />}
          <OpenCases customer={customer.id} />
          <Dealings customer={customer} />
          <Contracts customer={customer} />
          <CustomerTimeline customer={customer.id} memberName={memberName} />
          <Purchases customer={customer.id} />
          <MergedInto customer={customer.id} />
        </Flex>
      </Flex>
    </>
  );
}

interface Forecast {
  as_of: string;
  customers: number;
  value?: string;
  alive?: number;
  purchases?: number;
}

/** What a model expects of the customer, with its grounds; it decides nothing. */
function Expected({ of }: { of: Forecast }) {
  const { t } = useWords();
  const why = t('customer.forecastWhy', { n: of.customers, day: day(of.as_of) });
  if (of.value === undefined) return <Typography.Text type="secondary">{t('customer.forecastNone')}</Typography.Text>;
  return (
    <span>
      {yuan(of.value)}
      <span className="quiet small" style={{ display: 'block' }}>
        {t('customer.forecast', { alive: `${Math.round((of.alive ?? 0) * 100)}%`, purchases: (of.purchases ?? 0).toFixed(1) })} {why}
      </span>
    </span>
  );
}

function TierView({ tier }: { tier: Tier }) {
  const { t, name } = useWords();
  const { others } = tier;
  return (
    <Flex vertical gap={16}>
      <Flex gap={8} align="center" wrap>
        {tier.member ? <MemberMark member={tier.member} /> : <Typography.Text type="secondary">{t('customer.noTier')}</Typography.Text>}
        {tier.since && <Typography.Text type="secondary">{t('customer.since', { day: day(tier.since) })}</Typography.Text>}
        {tier.locked_until && <Mark tone="warn">{t('customer.locked', { day: day(tier.locked_until) })}</Mark>}
      </Flex>
      {tier.explanation && <ExplanationBlock of={tier.explanation} />}
      <div>
        <Typography.Text strong>{t('customer.benefits')}</Typography.Text>
        {tier.benefits.length ? (
          <ul style={{ margin: '6px 0 0', paddingInlineStart: 18 }}>
            {tier.benefits.map((benefit) => (
              <li key={benefit.code}>
                {name(benefit) || benefit.code}{' '}
                {benefit.since && <Typography.Text type="secondary" style={{ fontSize: 12 }}>{t('customer.since', { day: day(benefit.since) })}</Typography.Text>}
              </li>
            ))}
          </ul>
        ) : (
          <div>
            <Typography.Text type="secondary">{t('customer.noBenefits')}</Typography.Text>
          </div>
        )}
      </div>
      {others.length > 0 && (
        <Descriptions size="small" column={1} title={<span style={{ fontSize: 14 }}>{t('customer.others')}</span>} items={others.map((other) => ({ key: other.method, label: name(other), children: other.member ? <MemberMark member={other.member} /> : other.method === 'lifetime' ? <Expected of={other.values as unknown as Forecast} /> : yuan(other.values.value as string) }))} />
      )}
    </Flex>
  );
}
