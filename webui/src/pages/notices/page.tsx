/** Notices: one's own wishes; for admins the channels and the company's settings; texts to customers; public links. */
import { Card } from 'antd';
import { useSearchParams } from 'react-router';
import { PageHead } from '../../parts/page';
import { Strip } from '../../parts/strip';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { Channels } from './channels';
import { Company } from './company';
import { Links } from './links';
import { Mine } from './mine';
import { Templates } from './templates';

export function Component() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const [admin, staff] = [useRole('admin'), useRole('staff')];
  const tabs = [
    { key: 'mine', label: t('notice.mine'), children: <Mine />, shown: staff },
    { key: 'channels', label: t('notice.channels'), children: <Channels />, shown: admin },
    { key: 'company', label: t('notice.company'), children: <Company />, shown: admin },
    { key: 'texts', label: t('notice.texts'), children: <Templates />, shown: true },
    { key: 'links', label: t('notice.links'), children: <Links />, shown: staff },
  ].filter((tab) => tab.shown);
  const shown = tabs.find((tab) => tab.key === search.get('tab')) ?? tabs[0];
  return (
    <>
      <PageHead title={t('notice.settings')} />
      <Strip label={t('notice.settings')} value={shown?.key} onChange={(tab) => setSearch({ tab }, { replace: true })} options={tabs.map(({ key, label }) => ({ value: key, label }))} />
      <Card>{shown?.children}</Card>
    </>
  );
}
