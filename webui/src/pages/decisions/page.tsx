/** One decision model, by version; for process owners also to be changed (`?edit=1`, a draft with `&draft=<id>`). */
import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Typography } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { Problem } from '../../api/client';
import { draft as draftOf } from '../../api/drafts';
import { PageHead } from '../../parts/page';
import { WhenLoaded } from '../../parts/states';
import { useRole } from '../../shell/session';
import { Forecast } from './forecast';
import { Reading } from './reading';
import { read } from './table';
import { useRuleWords } from './words';

const Studio = lazy(() => import('./studio').then(({ Studio: Component }) => ({ default: Component })));

/** The table's file in a draft, and the other files there; the file in force where there is no draft. */
function from(contents: Record<string, string>, key: string, file: string, base: string) {
  const name = Object.keys(contents).find((one) => one.split('/').at(-1) === file) ?? Object.keys(contents).find((one) => one.endsWith('.dmn') && read(contents[one]!)?.key === key);
  const others = Object.entries(contents).flatMap(([other, content]) => (other === name ? [] : [{ name: other, content }]));
  return { file: name ?? file, xml: name === undefined ? base : contents[name]!, others };
}

/** A table that stands in a draft alone. */
function Fresh({ tableKey, draft }: { tableKey: string; draft: string }) {
  const { name } = useRuleWords();
  const go = useNavigate();
  const kept = useQuery({ queryKey: ['draft-file', draft], queryFn: () => draftOf(draft), staleTime: Infinity, gcTime: 0 });
  return (
    <WhenLoaded of={kept}>
      {(found) => {
        const mine = from(found.contents, tableKey, `${tableKey}.dmn`, '');
        const subject = found.subjects.find((one) => one.kind === 'decision' && one.key === tableKey);
        const title = (subject && name(subject)) || tableKey;
        return (
          <Suspense>
            <Studio key={tableKey} subject={{ key: tableKey, title, base: mine.xml, draft, ...mine }} head={null} onLeave={() => void go(`/drafts/${draft}`)} onSaved={() => undefined} />
          </Suspense>
        );
      }}
    </WhenLoaded>
  );
}

export function Component() {
  const { key = '' } = useParams();
  const { t, name, say } = useRuleWords();
  const [search, setSearch] = useSearchParams();
  const owner = useRole('process_owner');
  const decision = useQuery({ queryKey: ['decision', key], queryFn: () => calls.decision(key) });
  const latest = decision.data?.version ?? 0;
  const version = Number(search.get('version')) || latest;
  const draft = search.get('draft');
  const [own, setOwn] = useState<string | null>(null); // a draft saved here is on the screen already
  const editing = owner && search.get('edit') !== null;
  const xml = useQuery({ queryKey: ['dmn', key, version], queryFn: () => calls.dmn(key, version), enabled: version > 0, staleTime: Infinity });
  const kept = useQuery({ queryKey: ['draft-file', draft], queryFn: () => draftOf(draft ?? ''), enabled: editing && draft !== null, staleTime: Infinity, gcTime: 0 });
  if (editing && draft !== null && decision.error instanceof Problem && decision.error.status === 404) return <Fresh tableKey={key} draft={draft} />;
  return (
    <WhenLoaded of={decision}>
      {(loaded) => {
        const title = name(loaded) || loaded.key;
        const versions = (
          <Select value={version} onChange={(value) => setSearch(value === latest ? {} : { version: String(value) }, { replace: true })} aria-label={t('processes.version')} style={{ minWidth: 140 }} options={Array.from({ length: latest }, (_, at) => latest - at).map((n) => ({ value: n, label: n === latest ? t('processes.latest', { n }) : t('app.version', { n }) }))} />
        );
        const file = loaded.file.split('/').at(-1) ?? `${key}.dmn`;
        return (
          <WhenLoaded of={xml}>
            {(base) =>
              editing ? (
                <WhenLoaded of={draft === null || draft === own ? { data: null, error: null, refetch: () => undefined } : kept}>
                  {(found) => (
                    <Suspense>
                      <Studio
                        key={`${key}/${version}`}
                        subject={{ key, title, base, draft, ...from(found?.contents ?? {}, key, file, base) }}
                        head={<Typography.Text type="secondary">{t('app.version', { n: version })}</Typography.Text>}
                        onLeave={() => setSearch({})}
                        onSaved={(id) => {
                          setOwn(id);
                          setSearch({ edit: '1', draft: id }, { replace: true });
                        }}
                      />
                    </Suspense>
                  )}
                </WhenLoaded>
              ) : (
                <>
                  <PageHead title={title} beside={versions}>
                    <Forecast decision={key} version={version} />
                    {owner && version === latest && (
                      <Button type="primary" icon={<EditOutlined />} onClick={() => setSearch({ edit: '1' })}>
                        {say('studio.edit')}
                      </Button>
                    )}
                  </PageHead>
                  <Reading xml={base} />
                </>
              )
            }
          </WhenLoaded>
        );
      }}
    </WhenLoaded>
  );
}
