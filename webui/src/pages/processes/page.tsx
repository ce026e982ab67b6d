/** One process: its versions to look at and to download, and for process owners the modeler and the way back. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Grid, Select, Skeleton, Tooltip } from 'antd';
import { lazy, Suspense } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import { Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { WhenLoaded } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { GoBack } from '../drafts/back';
import { saveAs } from '../drafts/files';
import { Studio } from './studio';

type Process = Awaited<ReturnType<typeof calls.process>>;

const DiagramViewer = lazy(() => import('../../model/viewer'));
const HEIGHT = 'calc(100dvh - 150px)';

export function Component() {
  const { key = '' } = useParams();
  const process = useQuery({ queryKey: ['process', key], queryFn: () => calls.process(key) });
  return <WhenLoaded of={process}>{(loaded) => <Known key={key} process={loaded} />}</WhenLoaded>;
}

function Known({ process }: { process: Process }) {
  const { t, name } = useWords();
  const wide = Grid.useBreakpoint().lg !== false;
  const owner = useRole('process_owner');
  const [search, setSearch] = useSearchParams();
  const version = Number(search.get('version')) || process.version;
  const editing = owner && wide && search.get('edit') === '1';
  const xml = useQuery({ queryKey: ['bpmn', process.key, version], queryFn: () => calls.bpmn(process.key, version), staleTime: Infinity });
  const versions = process.versions.map((one) => one.version);
  const title = name(process) || process.key;
  const show = (next: Record<string, string>) => setSearch({ ...(version === process.version ? {} : { version: String(version) }), ...next }, { replace: true });
  const head = (
    <Flex gap={8} align="center" wrap>
      <Select value={version} onChange={(value) => setSearch(value === process.version ? {} : { version: String(value) }, { replace: true })} disabled={editing} aria-label={t('processes.version')} style={{ minWidth: 140 }} options={versions.map((n) => ({ value: n, label: n === process.version ? t('processes.latest', { n }) : t('app.version', { n }) }))} />
      {!process.executable && <Mark hint={t('processes.documentationWhy')}>{t('processes.documentation')}</Mark>}
    </Flex>
  );
  if (editing && xml.data) return <Studio key={version} title={title} file={`${process.key}.bpmn`} xml={xml.data} head={head} onLeave={() => show({})} />;
  return (
    <>
      <PageHead title={title} beside={head}>
        <Link to={`/cases?process=${process.key}`}>{t('processes.cases')}</Link>
        {xml.data && (
          <Tooltip title={t('model.download')}>
            <Button icon={<DownloadOutlined />} aria-label={t('model.download')} onClick={() => saveAs(`${process.key}.bpmn`, xml.data)} />
          </Tooltip>
        )}
        {owner && version !== process.version && <GoBack kind="process" of={process.key} version={version} />}
        {owner && wide && (
          <Button type="primary" onClick={() => show({ edit: '1' })}>
            {t('model.edit')}
          </Button>
        )}
      </PageHead>
      {owner && !wide && <Alert type="info" showIcon title={t('model.narrow')} style={{ marginBottom: 12 }} />}
      <Card styles={{ body: { padding: 0 } }}>
        <WhenLoaded of={xml}>
          {(text) => (
            <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
              <DiagramViewer xml={text} height={HEIGHT} />
            </Suspense>
          )}
        </WhenLoaded>
      </Card>
    </>
  );
}
