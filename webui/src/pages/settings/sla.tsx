/** Service times: the promises of D08 as a matrix with what was really reached beside them, and the public promises. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Form, Input, Modal, Select, Switch, Typography } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import * as rules from '../../api/calls';
import * as drafts from '../../api/drafts';
import * as calls from '../../api/settings';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { settings } from '../../text/settings';
import { read, write } from '../decisions/table';
import { Changes } from './changes';
import { PLACES, promises, withTimes, type Place, type Promise as Promised } from './matrix';
import { useSave, useSettingsWords, type SettingsKey } from './words';

const KEY = 'sla_matrix';
const TARGETS = ['first_response', 'resolution'] as const;

export function Sla() {
  const { say } = useSettingsWords();
  const heads = useQuery({ queryKey: ['decisions'], queryFn: rules.decisions });
  return (
    <>
      <Card title={say('sla.matrix')} extra={<Link to={`/decisions/${KEY}`}>{say('sla.whole')}</Link>}>
        <WhenLoaded of={heads}>{({ items }) => (items.some((one) => one.key === KEY) ? <Matrix /> : <Nothing text={say('sla.none')} />)}</WhenLoaded>
      </Card>
      <Promises />
      <Changes about="sla" />
      <Changes about="tables" subject={KEY} />
    </>
  );
}

function Matrix() {
  const { say } = useSettingsWords();
  const [open, setOpen] = useState<Promised | null>(null);
  const decision = useQuery({ queryKey: ['decision', KEY], queryFn: () => rules.decision(KEY) });
  const version = decision.data?.version ?? 0;
  const xml = useQuery({ queryKey: ['dmn', KEY, version], queryFn: () => rules.dmn(KEY, version), enabled: version > 0, staleTime: Infinity });
  const kept = useQuery({ queryKey: ['settings', 'kept'], queryFn: calls.kept });
  return (
    <WhenLoaded of={xml}>
      {(text) => {
        const table = read(text);
        const found = table && promises(table);
        if (!table || !found) return <Nothing text={say('sla.none')} />;
        return (
          <>
            <Typography.Paragraph type="secondary">{say('sla.matrixWhy')}</Typography.Paragraph>
            <Rows found={found} kept={kept.data?.items ?? []} onOpen={setOpen} />
            {open && <TimesForm of={open} file={decision.data!.file} xml={text} onClose={() => setOpen(null)} />}
          </>
        );
      }}
    </WhenLoaded>
  );
}

function useKind() {
  const { say } = useSettingsWords();
  return (kind: string) => (`sla.of.${kind}` in settings ? say(`sla.of.${kind}` as SettingsKey) : kind);
}

/** 2bh as 2 working hours; what is no such time stays as it is. */
function useTime() {
  const { say } = useSettingsWords();
  return (text: string | null) => {
    const [, n, unit] = /^(\d+)(min|h|d|w|mo|bh|wd)$/.exec(text ?? '') ?? [];
    return unit ? say(`sla.unit.${unit}` as SettingsKey, { n: Number(n) }) : (text ?? '—');
  };
}

function Rows({ found, kept, onOpen }: { found: Promised[]; kept: calls.Kept[]; onOpen: (one: Promised) => void }) {
  const { say } = useSettingsWords();
  const kindOf = useKind();
  const kinds = [...new Set(found.map((one) => one.kind))];
  const cell = (kind: string, place: Place) => {
    const own = found.filter((one) => one.kind === kind && (one.place === place || (one.place === 'any' && place !== 'urgent')));
    return own.map((one) => <Cell key={one.rule} of={one} place={place} kept={kept} onOpen={() => onOpen(one)} />);
  };
  return (
    <Sheet
      rowKey="kind"
      bordered
      pagination={false}
      dataSource={kinds.map((kind) => ({ kind }))}
      columns={[
        { title: say('sla.kind'), render: (_, { kind }) => <Typography.Text strong>{kindOf(kind)}</Typography.Text> },
        ...PLACES.map((place) => ({ key: String(place), title: place === 'urgent' ? say('sla.urgent') : say('sla.band', { n: place }), render: (_: unknown, { kind }: { kind: string }) => cell(kind, place) })),
      ]}
    />
  );
}

function Cell({ of, place, kept, onOpen }: { of: Promised; place: Place; kept: calls.Kept[]; onOpen: () => void }) {
  const { say } = useSettingsWords();
  const kindOf = useKind();
  const time = useTime();
  const told = `${time(of.first_response)} / ${time(of.resolution)}`;
  const median = (target: string) => kept.find((one) => one.kind === of.kind && one.target === target && one.band === place)?.gross?.median;
  return (
    <button type="button" onClick={onOpen} aria-label={say('sla.edit', { kind: `${kindOf(of.kind)} ${told}` })} style={{ all: 'unset', cursor: 'pointer', display: 'block', outline: 'revert' }}>
      <Typography.Text style={{ fontVariantNumeric: 'tabular-nums', color: '#0958d9' }}>{told}</Typography.Text>
      {TARGETS.map((target) => {
        const minutes = median(target);
        return minutes === undefined ? null : (
          <div key={target} style={{ fontSize: 12, color: '#4b5563' }}>
            {say(target === 'first_response' ? 'sla.response' : 'sla.resolution')} · {say('sla.median', { time: minutes < 90 ? say('sla.minutes', { n: Math.round(minutes) }) : say('sla.hours', { n: Math.round(minutes / 60) }) })}
          </div>
        );
      })}
    </button>
  );
}

type Times = Record<'first_response' | 'resolution' | 'calendar', string>;

function TimesForm({ of, file, xml, onClose }: { of: Promised; file: string; xml: string; onClose: () => void }) {
  const { say } = useSettingsWords();
  const kindOf = useKind();
  const go = useNavigate();
  const [form] = Form.useForm<Times>();
  const calendars = useQuery({ queryKey: ['settings', 'calendars'], queryFn: calls.calendars });
  const save = useSave(
    (given: Times) => drafts.save([{ name: file, content: write(xml, withTimes(read(xml)!, of.rule, { first_response: given.first_response ?? '', resolution: given.resolution ?? '', calendar: given.calendar })) }]),
    (draft) => void go(`/drafts/${draft.id}`),
  );
  const named = ['clock', 'business'].map((value) => ({ value, label: say(`sla.${value}` as SettingsKey) }));
  const others = (calendars.data?.items ?? []).map((one) => ({ value: one.name, label: one.name }));
  return (
    <Modal open title={say('sla.edit', { kind: kindOf(of.kind) })} onCancel={onClose} onOk={form.submit} okText={say('sla.draft')} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" initialValues={of} onFinish={(given) => save.mutate(given)}>
        <Form.Item name="first_response" label={say('sla.response')} extra={say('calendars.textWhy')}>
          <Input />
        </Form.Item>
        <Form.Item name="resolution" label={say('sla.resolution')}>
          <Input />
        </Form.Item>
        <Form.Item name="calendar" label={say('sla.calendar')}>
          <Select options={[...named, ...others]} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

const SWITCHES = ['promise_first_response', 'promise_resolution', 'acknowledge', 'pause_cap', 'reopen'] as const;

function Promises() {
  const held = useQuery({ queryKey: ['settings', 'promises'], queryFn: calls.promises });
  const { say } = useSettingsWords();
  return (
    <Card title={say('sla.promises')} style={{ marginTop: 16 }}>
      <WhenLoaded of={held}>{(found) => <PromisesForm found={found} />}</WhenLoaded>
    </Card>
  );
}

type Switched = Awaited<ReturnType<typeof calls.promises>> & { reason: string };

function PromisesForm({ found }: { found: Awaited<ReturnType<typeof calls.promises>> }) {
  const { say, t } = useSettingsWords();
  const [form] = Form.useForm<Switched>();
  const save = useSave((given: Switched) => calls.changePromises(given), () => form.resetFields(['reason']));
  return (
    <Form form={form} layout="vertical" initialValues={found} onFinish={(given) => save.mutate(given)}>
      <Form.Item name="promise" label={say('sla.promise')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Flex gap={16} wrap>
        {SWITCHES.map((key) => (
          <Form.Item key={key} name={key} label={say(`sla.${key}`)} style={{ width: 170 }}>
            <Input />
          </Form.Item>
        ))}
      </Flex>
      <Form.Item name="reason" label={say('settings.reason')} rules={[{ required: true, whitespace: true, message: t('invalid.required') }]} style={{ maxWidth: 420 }}>
        <Input />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {say('settings.save')}
      </Button>
    </Form>
  );
}
