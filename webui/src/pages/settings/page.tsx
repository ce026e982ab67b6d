/** Settings of the house: people, departments, groups, absence, duty, calendars, service times; who changed what. */
import { CompassOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { PageHead } from '../../parts/page';
import { Strip } from '../../parts/strip';
import { useRole } from '../../shell/session';
import { Absences } from './absences';
import { Calendars } from './calendars';
import { Departments } from './departments';
import { Duty } from './duty';
import { Groups } from './groups';
import { People } from './people';
import { Processes } from './processes';
import { Sla } from './sla';
import { Tiers } from './tiers';
import { useSettingsWords } from './words';

const TABS = [
  { key: 'people', children: <People />, admin: true },
  { key: 'departments', children: <Departments />, admin: true },
  { key: 'groups', children: <Groups />, admin: true },
  { key: 'absences', children: <Absences />, admin: false },
  { key: 'duty', children: <Duty />, admin: false },
  { key: 'calendars', children: <Calendars />, admin: false },
  { key: 'sla', children: <Sla />, admin: false },
  { key: 'tiers', children: <Tiers />, admin: false },
  { key: 'processes', children: <Processes />, admin: false },
] as const;

export function Component() {
  const { say } = useSettingsWords();
  const [search, setSearch] = useSearchParams();
  const admin = useRole('admin');
  const tabs = TABS.filter((tab) => admin || !tab.admin);
  const shown = tabs.find((tab) => tab.key === search.get('tab')) ?? tabs[0];
  return (
    <>
      <PageHead title={say('settings.title')}>
        {admin && (
          <Link to="/setup">
            <Button icon={<CompassOutlined />} tabIndex={-1}>
              {say('settings.guide')}
            </Button>
          </Link>
        )}
      </PageHead>
      <Strip label={say('settings.title')} value={shown?.key} onChange={(tab) => setSearch({ tab }, { replace: true })} options={tabs.map(({ key }) => ({ value: key, label: say(`settings.tab.${key}`) }))} />
      {shown?.children}
    </>
  );
}
