/** One decision model, by version. */
import { useQuery } from '@tanstack/react-query';
import { Card, Select, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useParams, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { PageHead } from '../../parts/page';
import { WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';

const DecisionViewer = lazy(() => import('../../model/decision'));

export function Component() {
  const { key = '' } = useParams();
  const { t, name } = useWords();
  const [search, setSearch] = useSearchParams();
  const decision = useQuery({ queryKey: ['decision', key], queryFn: () => calls.decision(key) });
  const latest = decision.data?.version ?? 0;
  const version = Number(search.get('version')) || latest;
  const xml = useQuery({ queryKey: ['dmn', key, version], queryFn: () => calls.dmn(key, version), enabled: version > 0, staleTime: Infinity });
  return (
    <WhenLoaded of={decision}>
      {(loaded) => (
        <>
          <PageHead
            title={name(loaded) || loaded.key}
            beside={<Select value={version} onChange={(value) => setSearch(value === latest ? {} : { version: String(value) }, { replace: true })} aria-label={t('processes.version')} style={{ minWidth: 140 }} options={Array.from({ length: latest }, (_, at) => latest - at).map((n) => ({ value: n, label: n === latest ? t('processes.latest', { n }) : t('app.version', { n }) }))} />}
          />
          <Card styles={{ body: { padding: 0 } }}>
            <WhenLoaded of={xml}>
              {(text) => (
                <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
                  <DecisionViewer xml={text} height="calc(100dvh - 150px)" />
                </Suspense>
              )}
            </WhenLoaded>
          </Card>
        </>
      )}
    </WhenLoaded>
  );
}
