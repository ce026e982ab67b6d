/** Business calendars: the week, the days that differ from it, and what a due date would be. */
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, DatePicker, Flex, Form, Input, Modal, Select, Tag, Typography } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import * as calls from '../../api/settings';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useClock } from '../../shell/clock';
import { Changes } from './changes';
import { Trial } from './trial';
import { useSave, useSettingsWords } from './words';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const KINDS = ['off', 'half', 'working'] as const;
const COLOURS = { off: 'default', half: 'gold', working: 'blue' } as const;
const ALWAYS = '9999-12-31';
const USUAL = 'CN';

export function Calendars() {
  const now = useClock().data?.now;
  const all = useQuery({ queryKey: ['settings', 'calendars'], queryFn: calls.calendars });
  return <WhenLoaded of={all}>{({ items }) => (!now ? null : items.length ? <Chosen all={items} today={day(now)} /> : <Empty year={Number(day(now).slice(0, 4))} />)}</WhenLoaded>;
}

/** Nobody has set one up: the public holidays make the usual one. */
function Empty({ year }: { year: number }) {
  const { say } = useSettingsWords();
  const [filling, setFilling] = useState(false);
  return (
    <Card>
      <Nothing text={say('calendars.none')}>
        <Button type="primary" onClick={() => setFilling(true)}>
          {say('calendars.fill')}
        </Button>
      </Nothing>
      {filling && <Fill name={USUAL} year={year} onClose={() => setFilling(false)} />}
    </Card>
  );
}

function Chosen({ all, today }: { all: calls.Calendar[]; today: string }) {
  const { say } = useSettingsWords();
  const [name, setName] = useState(all[0]?.name ?? '');
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const [open, setOpen] = useState<'week' | 'day' | 'new' | null>(null);
  const [filling, setFilling] = useState(false);
  const held = useQuery({ queryKey: ['settings', 'calendar', name, year], queryFn: () => calls.calendar(name, year), enabled: name !== '' });
  const years = Array.from({ length: 5 }, (_, n) => Number(today.slice(0, 4)) - 1 + n);
  const close = () => setOpen(null);
  return (
    <>
      <Card>
        <Flex gap={8} wrap style={{ marginBottom: 16 }}>
          <Select aria-label={say('calendars.calendar')} value={name} onChange={setName} options={all.map((one) => ({ value: one.name, label: one.name }))} style={{ minWidth: 120 }} />
          <Select aria-label={say('calendars.year')} value={year} onChange={setYear} options={years.map((one) => ({ value: one, label: String(one) }))} />
          <span style={{ flex: 1 }} />
          <Button onClick={() => setFilling(true)}>{say('calendars.fill')}</Button>
          <Button icon={<PlusOutlined />} onClick={() => setOpen('new')}>
            {say('calendars.new')}
          </Button>
        </Flex>
        <WhenLoaded of={held}>
          {(calendar) => (
            <>
              <Week of={calendar} onEdit={() => setOpen('week')} />
              <Days of={calendar} onAdd={() => setOpen('day')} />
              {open === 'week' && <WeekForm of={calendar} onClose={close} />}
              {open === 'day' && <DayForm of={calendar} year={year} onClose={close} />}
              {filling && <Fill name={name} year={year} onClose={() => setFilling(false)} />}
            </>
          )}
        </WhenLoaded>
      </Card>
      <Trial calendar={name} />
      <Changes about="calendars" subject={name} />
      {open === 'new' && <NewCalendar onClose={close} />}
    </>
  );
}

function Head({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <Flex align="center" gap={12} wrap style={{ margin: '8px 0' }}>
      <Typography.Title level={2} style={{ fontSize: 15, margin: 0 }}>
        {text}
      </Typography.Title>
      {children}
    </Flex>
  );
}

function Week({ of, onEdit }: { of: calls.Calendar; onEdit: () => void }) {
  const { say } = useSettingsWords();
  return (
    <>
      <Head text={say('calendars.pattern')}>
        <Typography.Text type="secondary">
          {say('calendars.version', { n: of.version })}
          {of.published_until !== ALWAYS && ` · ${say('calendars.until', { day: of.published_until })}`}
        </Typography.Text>
        <Button size="small" onClick={onEdit}>
          {say('settings.edit')}
        </Button>
      </Head>
      <Hours of={of.pattern} />
      {Object.keys(of.later).sort().map((from) => (
        <LaterWeek key={from} of={of} from={from} />
      ))}
    </>
  );
}

/** A week that takes the other's place from a day on. */
function LaterWeek({ of, from }: { of: calls.Calendar; from: string }) {
  const { say } = useSettingsWords();
  const [gone, setGone] = useState(false);
  const others = Object.fromEntries(Object.entries(of.later).filter(([day]) => day !== from));
  return (
    <>
      <Head text={say('calendars.from', { day: from })}>
        <Button size="small" type="text" onClick={() => setGone(true)}>
          {say('calendars.remove')}
        </Button>
      </Head>
      <Hours of={of.later[from] ?? {}} />
      {gone && <Asked title={`${say('calendars.remove')}: ${say('calendars.from', { day: from })}`} onClose={() => setGone(false)} save={(reason) => calls.changeCalendar(of.name, { reason, later: others })} />}
    </>
  );
}

function Hours({ of: week }: { of: Record<string, string[]> }) {
  const { say } = useSettingsWords();
  return (
    <Flex gap={8} wrap style={{ marginBottom: 16 }}>
      {WEEK.map((one) => {
        const hours = week[one] ?? [];
        return (
          <Flex key={one} vertical style={{ minWidth: 100, padding: '6px 10px', borderRadius: 8, background: hours.length ? '#eef4ff' : '#f5f6f8' }}>
            <Typography.Text strong style={{ fontSize: 12 }}>
              {say(`calendars.${one}`)}
            </Typography.Text>
            {hours.length ? hours.map((span) => <span key={span}>{span}</span>) : <span style={{ color: '#4b5563' }}>{say('calendars.closed')}</span>}
          </Flex>
        );
      })}
    </Flex>
  );
}

function Days({ of, onAdd }: { of: calls.Calendar; onAdd: () => void }) {
  const { say, name } = useSettingsWords();
  const [gone, setGone] = useState<string | null>(null);
  return (
    <>
      <Head text={say('calendars.days')}>
        <Button size="small" icon={<PlusOutlined />} onClick={onAdd}>
          {say('calendars.addDay')}
        </Button>
      </Head>
      {of.days.length === 0 ? (
        <Nothing text={say('calendars.noDays')} />
      ) : (
        <Sheet
          rowKey="date"
          pagination={{ pageSize: 60, showSizeChanger: false, hideOnSinglePage: true }}
          dataSource={of.days}
          columns={[
            { title: say('calendars.date'), dataIndex: 'date' },
            { title: say('calendars.kind'), render: (_, one) => <Tag color={COLOURS[one.kind]}>{say(`calendars.kind.${one.kind}`)}</Tag> },
            { title: say('calendars.name'), render: (_, one) => name(one) },
            { title: say('calendars.source'), render: (_, one) => (one.source.startsWith('hand') ? say('calendars.byHand') : one.source) },
            { key: 'do', render: (_, one) => <Button size="small" type="text" onClick={() => setGone(one.date)}>{say('calendars.remove')}</Button> },
          ]}
        />
      )}
      {gone && <Asked title={`${say('calendars.remove')}: ${gone}`} onClose={() => setGone(null)} save={(reason) => calls.changeCalendar(of.name, { reason, days: { [gone]: null } })} />}
    </>
  );
}

/** A change that needs a reason and nothing else. */
function Asked({ title, save, onClose }: { title: string; save: (reason: string) => Promise<unknown>; onClose: () => void }) {
  const { say } = useSettingsWords();
  const [form] = Form.useForm<{ reason: string }>();
  const saving = useSave(({ reason }: { reason: string }) => save(reason), onClose);
  return (
    <Modal open title={title} onCancel={onClose} onOk={form.submit} okText={say('settings.save')} confirmLoading={saving.isPending}>
      <Form form={form} layout="vertical" onFinish={(given) => saving.mutate(given)}>
        <Reason />
      </Form>
    </Modal>
  );
}

function Reason() {
  const { say, t } = useSettingsWords();
  return (
    <Form.Item name="reason" label={say('settings.reason')} extra={say('calendars.recount')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
      <Input />
    </Form.Item>
  );
}

function Fill({ name, year, onClose }: { name: string; year: number; onClose: () => void }) {
  const { say } = useSettingsWords();
  return <Asked title={`${say('calendars.fill')} · ${year}`} save={(reason) => calls.publishCalendar(name, year, reason)} onClose={onClose} />;
}

const spans = (text: string | undefined) => (text ?? '').split(/[,;\uff0c\uff1b\u3001]\s*/).map((part) => part.trim()).filter(Boolean);

function WeekForm({ of, onClose }: { of: calls.Calendar; onClose: () => void }) {
  const { say } = useSettingsWords();
  type Given = Record<(typeof WEEK)[number] | 'reason', string> & { from?: Dayjs | null };
  const [form] = Form.useForm<Given>();
  const save = useSave((given: Given) => {
    const week = Object.fromEntries(WEEK.map((one) => [one, spans(given[one])] as const).filter(([, hours]) => hours.length));
    const told = given.from ? { later: { ...of.later, [given.from.format('YYYY-MM-DD')]: week } } : { pattern: week };
    return calls.changeCalendar(of.name, { reason: given.reason, ...told });
  }, onClose);
  return (
    <Modal open title={say('calendars.pattern')} onCancel={onClose} onOk={form.submit} okText={say('settings.save')} confirmLoading={save.isPending}>
      <Typography.Paragraph type="secondary">{say('calendars.hoursWhy')}</Typography.Paragraph>
      <Form form={form} labelCol={{ flex: '90px' }} initialValues={Object.fromEntries(WEEK.map((one) => [one, (of.pattern[one] ?? []).join(', ')]))} onFinish={(given) => save.mutate(given)}>
        {WEEK.map((one) => (
          <Form.Item key={one} name={one} label={say(`calendars.${one}`)} style={{ marginBottom: 8 }}>
            <Input placeholder={say('calendars.closed')} />
          </Form.Item>
        ))}
        <Form.Item name="from" label={say('calendars.since')} extra={say('calendars.sinceWhy')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Reason />
      </Form>
    </Modal>
  );
}

interface NewDay {
  date: Dayjs;
  kind: calls.Day['kind'];
  name?: string;
  name_en?: string;
  hours?: string;
  reason: string;
}

function DayForm({ of, year, onClose }: { of: calls.Calendar; year: number; onClose: () => void }) {
  const { say, t } = useSettingsWords();
  const [form] = Form.useForm<NewDay>();
  const save = useSave(({ date, kind, name, name_en, hours, reason }: NewDay) => calls.changeCalendar(of.name, { reason, days: { [date.format('YYYY-MM-DD')]: { kind, ...(name ? { name } : {}), ...(name_en ? { name_en } : {}), ...(hours ? { hours: spans(hours) } : {}) } } }), onClose);
  return (
    <Modal open title={say('calendars.addDay')} onCancel={onClose} onOk={form.submit} okText={say('settings.save')} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" initialValues={{ kind: 'off' }} onFinish={(given) => save.mutate(given)}>
        <Form.Item name="date" label={say('calendars.date')} rules={[{ required: true, message: t('invalid.required') }]}>
          <DatePicker style={{ width: '100%' }} defaultPickerValue={dayjs(`${year}-01-01`)} />
        </Form.Item>
        <Form.Item name="kind" label={say('calendars.kind')}>
          <Select options={KINDS.map((kind) => ({ value: kind, label: say(`calendars.kind.${kind}`) }))} />
        </Form.Item>
        <Form.Item name="name" label={say('calendars.name')}>
          <Input />
        </Form.Item>
        <Form.Item name="name_en" label={say('departments.nameEn')}>
          <Input />
        </Form.Item>
        <Form.Item name="hours" label={say('calendars.pattern')} extra={say('calendars.hoursWhy')}>
          <Input />
        </Form.Item>
        <Reason />
      </Form>
    </Modal>
  );
}

function NewCalendar({ onClose }: { onClose: () => void }) {
  const { say, t } = useSettingsWords();
  const [form] = Form.useForm<{ name: string; reason: string }>();
  const save = useSave((given: { name: string; reason: string }) => calls.addCalendar({ ...given, published_until: ALWAYS }), onClose);
  return (
    <Modal open title={say('calendars.new')} onCancel={onClose} onOk={form.submit} okText={say('settings.save')} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" onFinish={(given) => save.mutate(given)}>
        <Form.Item name="name" label={say('calendars.name')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]}>
          <Input />
        </Form.Item>
        <Reason />
      </Form>
    </Modal>
  );
}
