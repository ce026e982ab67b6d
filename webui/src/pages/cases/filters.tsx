/** What a list of cases is narrowed by, kept in the address: process, state, customer, age and, on demand, the rest. */
import { FilterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Flex, Grid, Select } from 'antd';
import dayjs from 'dayjs';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { CustomerPicker, PersonPicker } from '../../parts/people';
import { useProcessNames } from '../../parts/processes';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';

const NAMES = ['process', 'status', 'customer', 'older', 'started_from', 'started_until', 'stuck', 'department', 'owner'] as const;
type Name = (typeof NAMES)[number];
/** Behind the button, until one of them is set. */
const MORE: readonly Name[] = ['started_from', 'started_until', 'stuck', 'department', 'owner'];
const statuses = ['incident', 'waiting', 'running', 'suspended', 'completed', 'cancelled'] as const;
const AGES = [1, 3, 7, 14, 30, 90];

/** The filters of the address as the server takes them, and how one of them is set. */
export function useNarrowing() {
  const [search, setSearch] = useSearchParams();
  const held = (name: Name) => search.get(name) ?? undefined;
  const status = statuses.find((one) => one === held('status'));
  const older = Number(held('older')) || undefined;
  const query = { process: held('process'), status, customer: held('customer'), older, started_from: held('started_from'), started_until: held('started_until'), stuck: held('stuck'), department: held('department'), owner: held('owner') };
  const change = (next: Partial<Record<Name, string | undefined>>) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(next)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  return { query, change };
}

export function CaseFilters({ onChange }: { onChange?: () => void }) {
  const { t, name } = useWords();
  const narrow = Grid.useBreakpoint().md === false;
  const { query, change } = useNarrowing();
  const operates = useRole('process_owner', 'auditor');
  const processes = useProcessNames();
  const departments = useQuery({ queryKey: ['departments'], queryFn: calls.departments, staleTime: 300_000 });
  const [unfolded, setUnfolded] = useState(false);
  const more = unfolded || MORE.some((one) => query[one]);
  const kinds = useQuery({ queryKey: ['incident-kinds'], queryFn: calls.incidentKinds, enabled: more && operates });
  const set = (which: Name) => (value: string | number | null | undefined) => {
    onChange?.();
    change({ [which]: value ? String(value) : undefined });
  };
  const wide = (px: number) => ({ flex: narrow ? '1 1 45%' : `0 0 ${px}px`, minWidth: 0 });
  const field = (px: number, child: ReactNode) => <div style={wide(px)}>{child}</div>;
  const date = (which: 'started_from' | 'started_until') => <DatePicker aria-label={t(`cases.${which}`)} placeholder={t(`cases.${which}`)} value={query[which] ? dayjs(query[which]) : null} onChange={(day) => set(which)(day?.format('YYYY-MM-DD'))} style={{ width: '100%' }} />;
  return (
    <Flex gap={8} wrap style={{ marginBottom: 12 }}>
      <Select allowClear showSearch={{ optionFilterProp: 'label' }} aria-label={t('cases.process')} placeholder={t('inbox.anyProcess')} value={query.process} onChange={set('process')} style={wide(190)} options={processes.choices} />
      <Select allowClear aria-label={t('cases.status')} placeholder={t('cases.anyStatus')} value={query.status} onChange={set('status')} style={wide(130)} options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))} />
      {field(210, <CustomerPicker label={t('cases.customer')} placeholder={t('cases.customer')} value={query.customer} onChange={set('customer')} />)}
      <Select allowClear aria-label={t('cases.older')} placeholder={t('cases.older')} value={query.older} onChange={set('older')} style={wide(150)} options={AGES.map((n) => ({ value: n, label: t('cases.olderThan', { n }) }))} />
      {!more && (
        <Button icon={<FilterOutlined />} onClick={() => setUnfolded(true)}>
          {t('cases.more')}
        </Button>
      )}
      {more && (
        <>
          {field(150, date('started_from'))}
          {field(150, date('started_until'))}
          {operates && <Select allowClear aria-label={t('cases.stuck')} placeholder={t('cases.stuck')} value={query.stuck} onChange={set('stuck')} loading={kinds.isFetching} style={wide(260)} notFoundContent={t('incidents.none')} options={kinds.data?.map((one) => ({ value: one.code, label: `${one.message} (${one.count})` }))} />}
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} aria-label={t('cases.department')} placeholder={t('cases.department')} value={query.department} onChange={set('department')} style={wide(170)} options={departments.data?.items.map((one) => ({ value: one.key, label: name(one) }))} />
          {field(190, <PersonPicker label={t('cases.owner')} placeholder={t('cases.owner')} value={query.owner} onChange={set('owner')} />)}
          <Button onClick={() => { setUnfolded(false); onChange?.(); change(Object.fromEntries(NAMES.map((one) => [one, undefined]))); }}>{t('inbox.clear')}</Button>
        </>
      )}
    </Flex>
  );
}
