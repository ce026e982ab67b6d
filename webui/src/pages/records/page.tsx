/** Records in order: what is due for review, and for data administrators what looks like one customer and what was merged. */
import { useQuery } from '@tanstack/react-query';
import { Skeleton, Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import * as calls from '../../api/records';
import { PageHead } from '../../parts/page';
import { useWords } from '../../text/language';
import { DueList } from './due';
import { Merges } from './merges';
import { TwinList } from './twins';

export function Component() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const due = useQuery({ queryKey: ['records', 'may'], queryFn: () => calls.due({ limit: 1 }), staleTime: 300_000 });
  const views = [
    { key: 'due', label: t('kept.due'), children: <DueList /> },
    ...(due.data?.may_merge
      ? [
          { key: 'twins', label: t('kept.twins'), children: <TwinList /> },
          { key: 'merges', label: t('kept.merges'), children: <Merges /> },
        ]
      : []),
  ];
  return (
    <>
      <PageHead title={t('kept.title')} />
      {due.isPending ? <Skeleton active /> : <Tabs activeKey={views.find(({ key }) => key === search.get('view'))?.key ?? 'due'} onChange={(view) => setSearch({ view })} items={views} destroyOnHidden />}
    </>
  );
}
