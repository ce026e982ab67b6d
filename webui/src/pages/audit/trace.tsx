/** From a customer, a person, a process or a span to the cases, and from there to everything on record about one. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Form, Grid, Input, Select, Typography } from 'antd';
import { Link, useSearchParams } from 'react-router';
import * as reporting from '../../api/reports';
import { StatusMark } from '../../parts/mark';
import { CustomerPicker, PersonPicker, useNames } from '../../parts/people';
import { useProcessNames } from '../../parts/processes';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { Period, usePeriod } from '../reports/period';
import { ViewFiles } from './files';

const asked = ['customer', 'person', 'process', 'key'] as const;

export function Trace() {
  const { t, name } = useWords();
  const narrow = Grid.useBreakpoint().md === false;
  const names = useNames();
  const processes = useProcessNames();
  const [search, setSearch] = useSearchParams();
  const { span, setSpan } = usePeriod(365);
  const wish: reporting.Traced = { ...Object.fromEntries(asked.map((one) => [one, search.get(one) ?? ''])), ...span };
  const set = (one: (typeof asked)[number], value: string | null | undefined) =>
    setSearch(
      (held) => {
        if (value) held.set(one, value);
        else held.delete(one);
        return held;
      },
      { replace: true },
    );
  const cases = useInfiniteQuery({
    queryKey: ['audit', 'cases', wish],
    queryFn: ({ pageParam }) => reporting.traced({ ...wish, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const items = cases.data?.pages.flatMap((page) => page.items) ?? [];
  const wide = { width: narrow ? '100%' : 300 };
  return (
    <Flex vertical gap={16}>
      <Card>
        <Typography.Paragraph type="secondary">{t('trace.why')}</Typography.Paragraph>
        <Form layout={narrow ? 'vertical' : 'inline'} style={{ rowGap: 12 }}>
          <Form.Item label={t('customer.name')} style={wide}>
            <CustomerPicker placeholder={t('customers.search')} value={wish.customer || undefined} onChange={(value) => set('customer', value)} id="trace" label={t('customers.search')} />
          </Form.Item>
          <Form.Item label={t('trace.person')} style={wide}>
            <PersonPicker value={wish.person || undefined} onChange={(value) => set('person', value)} id="trace-person" label={t('trace.person')} />
          </Form.Item>
          <Form.Item label={t('cases.process')}>
            <Select allowClear aria-label={t('cases.process')} value={wish.process || undefined} onChange={(value) => set('process', value)} style={{ minWidth: 150 }} placeholder={t('inbox.anyProcess')} options={processes.choices} />
          </Form.Item>
          <Form.Item label={t('trace.key')}>
            <Input.Search allowClear defaultValue={wish.key} onSearch={(value) => set('key', value.trim())} style={{ width: 180 }} aria-label={t('trace.key')} />
          </Form.Item>
          <Form.Item label={t('reports.period')}>
            <Period value={span} onChange={setSpan} />
          </Form.Item>
        </Form>
        {wish.customer && (
          <Link to={`/customers/${encodeURIComponent(wish.customer)}`}>{t('trace.title')}</Link>
        )}
      </Card>
      <Card size="small" title={t('bulk.cases')} extra={<ViewFiles view="cases" query={wish} />} styles={{ body: { padding: 0 } }}>
        <WhenLoaded of={cases}>
          {() =>
            items.length === 0 ? (
              <Nothing text={t('cases.none')} />
            ) : (
              <Sheet
                rowKey="id"
                pagination={false}
                dataSource={items}
                columns={[
                  { title: t('cases.process'), render: (_, one) => <Flex vertical><Link to={`/audit/cases/${one.id}`}>{name(one, 'process_name') || one.process}</Link><Typography.Text type="secondary" style={{ fontSize: 12, overflowWrap: 'anywhere' }}>{[one.customer?.name, one.customer?.number ?? one.business_key].filter(Boolean).join(' ')}</Typography.Text></Flex> },
                  { title: t('cases.status'), width: 112, render: (_, one) => <StatusMark status={one.status} /> },
                  { title: t('cases.started'), width: 150, render: (_, one) => minute(one.started_at) },
                  { title: t('trace.person'), width: 120, responsive: ['md'], render: (_, one) => names.person(one.started_by) },
                  { title: t('cases.ended'), width: 150, responsive: ['lg'], render: (_, one) => minute(one.ended_at) },
                ]}
              />
            )
          }
        </WhenLoaded>
        {cases.hasNextPage && (
          <Flex justify="center" style={{ padding: 12 }}>
            <Button onClick={() => void cases.fetchNextPage()} loading={cases.isFetchingNextPage}>
              {t('app.loadMore')}
            </Button>
          </Flex>
        )}
      </Card>
    </Flex>
  );
}
