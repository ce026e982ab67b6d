/** The duty roster: who is on duty now, the week as a grid, planning in turn, and changing hands. */
import { CalendarOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Checkbox, DatePicker, Flex, Form, Input, Modal, Select, Tag, Typography } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import * as calls from '../../api/settings';
import { PersonPicker, useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day, minute } from '../../parts/time';
import { useClock } from '../../shell/clock';
import { useWords } from '../../text/language';
import { Changes } from './changes';
import { useSave, useSettingsWords } from './words';

const clock = (instant: string) => minute(instant).slice(11);

export function Duty() {
  const { say } = useSettingsWords();
  const now = useClock().data?.now;
  return now ? <Week now={now} key={day(now)} /> : <Card loading aria-label={say('settings.tab.duty')} />;
}

function Week({ now }: { now: string }) {
  const { say } = useSettingsWords();
  const names = useNames();
  const [first, setFirst] = useState(() => monday(dayjs(day(now))));
  const [planning, setPlanning] = useState(false);
  const [swapping, setSwapping] = useState<calls.Shift | null>(null);
  const from = first.format('YYYY-MM-DD');
  const held = useQuery({ queryKey: ['settings', 'duty', from], queryFn: () => calls.shifts(`${from}T00:00:00`, `${first.add(7, 'day').format('YYYY-MM-DD')}T00:00:00`) });
  const today = useQuery({ queryKey: ['settings', 'duty', 'now', now], queryFn: () => calls.shifts(now, new Date(new Date(now).getTime() + 1000).toISOString()) });
  const here = today.data?.items ?? [];
  return (
    <>
      <Card>
        <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
          <Typography.Text strong>{say('duty.now')}</Typography.Text>
          {here.length ? here.map((one) => <Tag key={one.id} color="success">{`${one.roster} · ${names.person(one.person)}`}</Tag>) : <Typography.Text type="secondary">{say('duty.nobody')}</Typography.Text>}
          <span style={{ flex: 1 }} />
          <Flex gap={8} align="center">
            <Button icon={<LeftOutlined />} aria-label={say('duty.before')} onClick={() => setFirst(first.subtract(7, 'day'))} />
            <span style={{ fontVariantNumeric: 'tabular-nums' }}>{`${from} – ${first.add(6, 'day').format('MM-DD')}`}</span>
            <Button icon={<RightOutlined />} aria-label={say('duty.after')} onClick={() => setFirst(first.add(7, 'day'))} />
          </Flex>
          <Button type="primary" icon={<CalendarOutlined />} onClick={() => setPlanning(true)}>
            {say('duty.plan')}
          </Button>
        </Flex>
        <WhenLoaded of={held}>{({ items }) => (items.length ? <Grid shifts={items} first={first} onShift={setSwapping} /> : <Nothing text={say('duty.none')} />)}</WhenLoaded>
      </Card>
      <Changes about="duty" />
      {planning && <Planning first={first} rosters={[...new Set(held.data?.items.map((one) => one.roster))]} onClose={() => setPlanning(false)} />}
      {swapping && <Swapping shift={swapping} onClose={() => setSwapping(null)} />}
    </>
  );
}

const monday = (on: Dayjs) => on.subtract((on.day() + 6) % 7, 'day');

function Grid({ shifts, first, onShift }: { shifts: calls.Shift[]; first: Dayjs; onShift: (shift: calls.Shift) => void }) {
  const { say } = useSettingsWords();
  const { language } = useWords();
  const names = useNames();
  const lines = [...new Map(shifts.map((one) => [`${one.roster} ${clock(one.starts_at)} ${one.holiday}`, one])).entries()].map(([key, one]) => ({ key, one }));
  const week = Array.from({ length: 7 }, (_, n) => first.add(n, 'day'));
  return (
    <Sheet
      rowKey="key"
      bordered
      pagination={false}
      dataSource={lines}
      columns={[
        { title: say('duty.roster'), render: (_, { one }) => <><div>{one.roster}</div><Typography.Text type="secondary" style={{ whiteSpace: 'nowrap', fontSize: 12 }}>{`${clock(one.starts_at)}–${clock(one.ends_at)}`}</Typography.Text></> },
        ...week.map((on) => ({
          key: on.format('YYYY-MM-DD'),
          title: new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'short', month: 'numeric', day: 'numeric' }).format(on.toDate()),
          render: (_: unknown, { key }: { key: string }) =>
            shifts
              .filter((one) => `${one.roster} ${clock(one.starts_at)} ${one.holiday}` === key && day(one.starts_at) === on.format('YYYY-MM-DD'))
              .map((one) => (
                <Button key={one.id} size="small" type="text" aria-label={say('duty.shift', { who: names.person(one.person), from: minute(one.starts_at), to: clock(one.ends_at) })} onClick={() => onShift(one)}>
                  {names.person(one.person)}
                </Button>
              )),
        })),
      ]}
    />
  );
}

interface Given {
  roster: string;
  people: string[];
  days: [Dayjs, Dayjs];
  hours: string[];
  holiday: boolean;
}

function Planning({ first, rosters, onClose }: { first: Dayjs; rosters: string[]; onClose: () => void }) {
  const { say, t } = useSettingsWords();
  const names = useNames();
  const [form] = Form.useForm<Given>();
  const save = useSave(({ days: [from, to], ...plan }: Given) => calls.planDuty({ ...plan, from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') }), onClose);
  const needed = [{ required: true, message: t('invalid.required') }];
  const start: Partial<Given> = { roster: rosters[0], days: [first, first.add(6, 'day')], hours: ['08:00-20:00', '20:00-08:00'], holiday: false };
  return (
    <Modal open title={say('duty.plan')} onCancel={onClose} onOk={form.submit} okText={say('settings.save')} confirmLoading={save.isPending}>
      <Typography.Paragraph type="secondary">{say('duty.replaces')}</Typography.Paragraph>
      <Form form={form} layout="vertical" initialValues={start} onFinish={(given) => save.mutate(given)}>
        <Form.Item name="roster" label={say('duty.roster')} rules={needed}>
          <Input />
        </Form.Item>
        <Form.Item name="people" label={say('duty.people')} rules={needed}>
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={names.people.map((one) => ({ value: one.username, label: `${one.display_name} (${one.username})` }))} />
        </Form.Item>
        <Form.Item name="days" label={say('duty.days')} rules={needed}>
          <DatePicker.RangePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="hours" label={say('duty.hours')} extra={say('duty.hoursWhy')} rules={needed}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name="holiday" valuePropName="checked">
          <Checkbox>{say('duty.holiday')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Swapping({ shift, onClose }: { shift: calls.Shift; onClose: () => void }) {
  const { say } = useSettingsWords();
  const names = useNames();
  const [to, setTo] = useState<string>();
  const save = useSave((who: string) => calls.swapShift(shift.id, who), onClose);
  return (
    <Modal open title={say('duty.swap')} onCancel={onClose} onOk={() => to && save.mutate(to)} okButtonProps={{ disabled: !to }} okText={say('settings.save')} confirmLoading={save.isPending}>
      <Typography.Paragraph>{say('duty.shift', { who: names.person(shift.person), from: minute(shift.starts_at), to: clock(shift.ends_at) })}</Typography.Paragraph>
      <PersonPicker label={say('duty.swap')} value={to} onChange={setTo} />
    </Modal>
  );
}
