/** Cases drawn by a seed, so that anybody can draw them again; each leads to its flow and to its evidence in one file. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, DatePicker, Flex, Form, Grid, Input, InputNumber, Select, Typography } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { Link, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { address } from '../../api/client';
import { sampleFile } from '../../api/reports';
import { StatusMark } from '../../parts/mark';
import { useProcessNames } from '../../parts/processes';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Sheets } from '../../parts/taking';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';

interface Given {
  seed: string;
  size: number;
  process?: string;
  span?: [Dayjs, Dayjs] | null;
}

export function Sampling() {
  const { t } = useWords();
  const narrow = Grid.useBreakpoint().md === false;
  const processes = useProcessNames();
  const [search, setSearch] = useSearchParams();
  const seed = search.get('seed') ?? '';
  const wish = { seed, size: Number(search.get('size')) || 10, process: search.get('process') ?? '', from: search.get('from') ?? '', to: search.get('to') ?? '' };
  const sample = useQuery({ queryKey: ['sample', wish], queryFn: () => calls.sample(wish), enabled: seed !== '' });
  const draw = ({ seed: given, size, process, span }: Given) =>
    setSearch(Object.fromEntries(Object.entries({ seed: given.trim(), size: String(size), process: process ?? '', from: span?.[0].startOf('day').toISOString() ?? '', to: span?.[1].endOf('day').toISOString() ?? '' }).filter(([, value]) => value)));
  return (
    <Card title={t('sample.title')}>
      <Typography.Paragraph type="secondary">{t('sample.why')}</Typography.Paragraph>
      <Form layout={narrow ? 'vertical' : 'inline'} onFinish={draw} initialValues={{ seed, size: wish.size, process: wish.process || undefined, span: wish.from && wish.to ? [dayjs(wish.from), dayjs(wish.to)] : null }} style={{ rowGap: 12, marginBottom: 12 }}>
        <Form.Item name="seed" label={t('sample.seed')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
          <Input maxLength={64} style={{ width: 140 }} placeholder="2026-Q1" />
        </Form.Item>
        <Form.Item name="size" label={t('sample.size')}>
          <InputNumber min={1} max={200} style={{ width: 80 }} />
        </Form.Item>
        <Form.Item name="process" label={t('cases.process')}>
          <Select allowClear style={{ width: 180 }} placeholder={t('inbox.anyProcess')} options={processes.choices} />
        </Form.Item>
        <Form.Item name="span" label={t('sample.span')}>
          <DatePicker.RangePicker style={{ width: narrow ? '100%' : 240 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={sample.isFetching}>
          {t('sample.draw')}
        </Button>
      </Form>
      {seed && (
        <WhenLoaded of={sample} rows={4}>
          {({ population, items }) =>
            items.length === 0 ? (
              <Nothing text={t('cases.none')} />
            ) : (
              <>
                <Flex justify="space-between" gap={8} wrap style={{ marginBottom: 8 }}>
                  <Typography.Text>{t('sample.drawn', { n: items.length, population, seed })}</Typography.Text>
                  <Sheets of={(format) => sampleFile(wish, format)} />
                </Flex>
                <Sheet
                  rowKey="id"
                  pagination={false}
                  dataSource={items}
                  columns={[
                    { title: t('cases.process'), render: (_, one) => <Flex vertical><Link to={`/cases/${one.id}`}>{processes.of(one.process)}</Link><Typography.Text type="secondary" style={{ fontSize: 12 }}>{one.customer ? `${one.customer.name} ${one.customer.number}` : one.business_key}</Typography.Text></Flex> },
                    { title: t('cases.status'), width: 112, render: (_, one) => <StatusMark status={one.status} /> },
                    { title: t('cases.started'), width: 150, render: (_, one) => minute(one.started_at) },
                    { title: t('sample.evidence'), width: 110, render: (_, one) => <EvidenceButton instance={one.id} /> },
                  ]}
                />
              </>
            )
          }
        </WhenLoaded>
      )}
    </Card>
  );
}

export function EvidenceButton({ instance, words }: { instance: string; words?: boolean }) {
  const { t } = useWords();
  return (
    <Button size={words ? 'middle' : 'small'} icon={<DownloadOutlined />} href={address(`/instances/${instance}/evidence`, {})} download aria-label={t('sample.evidence')}>
      {words ? t('sample.evidence') : 'ZIP'}
    </Button>
  );
}
