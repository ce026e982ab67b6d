/** A head's page: who has how much in hand, what is late, and handing work over; and what has escalated. */
import { CoffeeOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Drawer, Flex, Grid, Progress, Segmented, Typography, type TableColumnsType } from 'antd';
import { useState, type Key } from 'react';
import { useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { teamFile } from '../../api/reports';
import type { Desk } from '../../api/types';
import { DueWords } from '../../parts/due';
import { Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Sheets } from '../../parts/taking';
import { minute } from '../../parts/time';
import { AbsenceOf } from '../../shell/absence';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { BulkVerbs } from '../inbox/selection';
import { Escalated } from './escalated';
import { Tiles } from './tiles';

export function Component() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'escalated' ? 'escalated' : 'desks';
  return (
    <>
      <PageHead
        title={t('team.title')}
        beside={<Segmented value={view} onChange={(value) => setSearch(value === 'desks' ? {} : { view: value })} options={(['desks', 'escalated'] as const).map((value) => ({ value, label: t(`team.${value}`) }))} />}
      >
        {view === 'desks' && <Sheets of={teamFile} />}
      </PageHead>
      {view === 'escalated' ? <Escalated /> : <Desks person={search.get('person')} onPerson={(person) => setSearch(person ? { person } : {})} />}
    </>
  );
}

function Desks({ person, onPerson }: { person: string | null; onPerson: (person: string | null) => void }) {
  const { t } = useWords();
  const names = useNames();
  const narrow = Grid.useBreakpoint().md === false;
  const desks = useQuery({ queryKey: ['tasks', 'team'], queryFn: calls.team, refetchInterval: 20_000 });
  const absences = useQuery({ queryKey: ['absences'], queryFn: calls.absences, staleTime: 60_000 });
  const [awayOf, setAwayOf] = useState<string | null>(null);
  const able = useRole('staff', 'process_owner');
  const items = desks.data?.items ?? [];
  const most = Math.max(1, ...items.map((desk) => desk.open));
  const away = (desk: Desk) => absences.data?.items.find((one) => one.person === desk.person);
  const columns: TableColumnsType<Desk> = [
    {
      title: t('team.person'),
      render: (_, desk) => (
        <Flex vertical>
          <span>
            <Typography.Text strong>{desk.display_name}</Typography.Text> {away(desk) && <Mark tone="warn" hint={`${away(desk)?.from} – ${away(desk)?.to}`}>{t('team.away')}</Mark>}
          </span>
          <Typography.Text type="secondary" style={{ fontSize: 12 }}>
            {desk.department && names.departmentOf(desk.department)}
          </Typography.Text>
        </Flex>
      ),
    },
    {
      title: t('team.load'),
      width: 260,
      render: (_, desk) => <Progress percent={(100 * desk.open) / most} size="small" status="normal" format={() => desk.open} aria-label={t('team.load')} />,
    },
    { title: t('inbox.overdue'), width: 84, render: (_, desk) => (desk.overdue ? <Mark tone="bad">{desk.overdue}</Mark> : '0') },
    { title: t('inbox.urgent'), width: 84, render: (_, desk) => (desk.urgent ? <Mark tone="warn">{desk.urgent}</Mark> : '0') },
    { title: t('tile.escalated'), width: 104, render: (_, desk) => (desk.escalated ? <Mark tone="bad">{desk.escalated}</Mark> : '0') },
    { title: t('team.nextDue'), width: 160, render: (_, desk) => minute(desk.next_due) },
    {
      title: '',
      width: 100,
      render: (_, desk) =>
        able && (
          <Button size="small" type="text" icon={<CoffeeOutlined />} onClick={(event) => { event.stopPropagation(); setAwayOf(desk.person); }}>
            {t('team.away')}
          </Button>
        ),
    },
  ];
  return (
    <WhenLoaded of={desks}>
      {() => (
        <>
          <Tiles />
          <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
            {items.length === 0 ? <Nothing text={t('team.none')} /> : <Sheet rowKey="person" dataSource={items} columns={columns} pagination={false} tableLayout="fixed" onRow={(desk) => ({ onClick: () => onPerson(desk.person), style: { cursor: 'pointer' } })} />}
          </Card>
          <Drawer open={person !== null} onClose={() => onPerson(null)} title={person ? names.person(person) : ''} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 640} destroyOnHidden>
            {person && <OnDesk person={person} />}
          </Drawer>
          {awayOf && <AbsenceOf person={awayOf} onClose={() => setAwayOf(null)} />}
        </>
      )}
    </WhenLoaded>
  );
}

function OnDesk({ person }: { person: string }) {
  const { t, name } = useWords();
  const [selected, setSelected] = useState<Key[]>([]);
  const able = useRole('staff', 'process_owner');
  const tasks = useQuery({ queryKey: ['tasks', 'desk', person], queryFn: () => calls.tasks({ status: 'team', assignee: person, limit: 200 }) });
  return (
    <WhenLoaded of={tasks}>
      {({ items }) => (
        <Flex vertical gap={12}>
          {selected.length > 0 && <BulkVerbs ids={selected.map(String)} verbs={['reassign']} onDone={() => setSelected([])} />}
          {items.length === 0 ? (
            <Nothing text={t('team.nothing')} />
          ) : (
            <Sheet
              rowKey="id"
              pagination={false}
              dataSource={items}
              rowSelection={able ? { selectedRowKeys: selected, onChange: setSelected, getCheckboxProps: (task) => ({ 'aria-label': `${name(task)} ${task.customer?.name ?? ''}` }) as object } : undefined}
              columns={[
                { title: t('inbox.task'), render: (_, task) => <Flex vertical><span>{name(task)}</span><Typography.Text type="secondary" style={{ fontSize: 12 }}>{task.customer?.name ?? name(task, 'process_name')}</Typography.Text></Flex> },
                { title: t('inbox.due'), width: 190, render: (_, task) => <DueWords due={task.due} /> },
              ]}
            />
          )}
        </Flex>
      )}
    </WhenLoaded>
  );
}
