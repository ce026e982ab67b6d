/** For auditors: find any case, what was missed and why, where a process is hot, samples, proof, and who changed the settings. */
import { Grid, Select, Skeleton, Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { PageHead } from '../../parts/page';
import { useWords } from '../../text/language';
import { Breaches } from './breaches';
import { Proof } from './proof';
import { Sampling } from './sample';
import { Settings } from './settings';
import { Trace } from './trace';

const HeatMap = lazy(() => import('./heat'));

export function Component() {
  const { t } = useWords();
  const narrow = Grid.useBreakpoint().md === false;
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') ?? (search.get('seed') ? 'sample' : 'trace');
  const show = (next: string) => setSearch({ view: next });
  const views = [
    { key: 'trace', label: t('trace.find'), children: <Trace /> },
    { key: 'breaches', label: t('breach.title'), children: <Breaches /> },
    { key: 'heat', label: t('heat.title'), children: <Suspense fallback={<Skeleton active />}><HeatMap /></Suspense> },
    { key: 'sample', label: t('sample.title'), children: <Sampling /> },
    { key: 'proof', label: t('proof.title'), children: <Proof /> },
    { key: 'settings', label: t('audit.settings'), children: <Settings /> },
  ];
  return (
    <>
      <PageHead title={t('audit.title')}>
        {narrow && <Select aria-label={t('audit.title')} value={view} onChange={show} options={views.map(({ key, label }) => ({ value: key, label }))} style={{ minWidth: 150 }} />}
      </PageHead>
      {narrow ? views.find(({ key }) => key === view)?.children : <Tabs activeKey={view} onChange={show} destroyOnHidden items={views} />}
    </>
  );
}
