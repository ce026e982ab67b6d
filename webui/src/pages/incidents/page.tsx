/** Running the cases: what is stuck and why, and many cases steered at once. */
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { PageHead } from '../../parts/page';
import { useWords } from '../../text/language';
import { Many } from './many';
import { Stuck } from './stuck';

export function Component() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'cases' ? 'cases' : 'stuck';
  return (
    <>
      <PageHead title={t('incidents.title')} beside={<Segmented value={view} onChange={(next) => setSearch(next === 'cases' ? { view: next } : {})} options={(['stuck', 'cases'] as const).map((value) => ({ value, label: t(`bulk.${value}`) }))} />} />
      {view === 'cases' ? <Many /> : <Stuck />}
    </>
  );
}
