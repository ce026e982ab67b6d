/** A rule table as it stands: in plain words, with the FEEL behind it for those who want it. */
import { Card, Flex, Segmented, Skeleton, Switch, Typography } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Cards } from './cards';
import { useCells } from './cells';
import { Grid } from './grid';
import { read, type Table } from './table';
import { useRuleWords } from './words';
import { Workbook } from './workbook';

const DecisionViewer = lazy(() => import('../../model/decision'));
const nobody = () => undefined;

export function Reading({ xml }: { xml: string }) {
  const { say } = useRuleWords();
  const table = useMemo(() => read(xml), [xml]);
  const [expert, setExpert] = useState(false);
  const [feel, setFeel] = useState(false);
  return (
    <>
      {table && (
        <Flex gap={10} wrap align="center" style={{ marginBottom: 10 }}>
          <Segmented value={expert ? 'expert' : 'table'} onChange={(view) => setExpert(view === 'expert')} options={[{ value: 'table', label: say('studio.table') }, { value: 'expert', label: say('studio.expert') }]} />
          {!expert && (
            <>
              <Typography.Text type="secondary">
                {say('hit.label')}: {say(`hit.${table.hit}` as 'hit.UNIQUE')}
              </Typography.Text>
              <label>
                <Switch size="small" checked={feel} onChange={setFeel} /> {say('studio.feel')}
              </label>
              <Workbook table={table} onTake={null} />
            </>
          )}
        </Flex>
      )}
      {table && !expert ? (
        <AsTable table={table} feel={feel} />
      ) : (
        <Card styles={{ body: { padding: 0 } }}>
          <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>
            <DecisionViewer xml={xml} height="calc(100dvh - 200px)" />
          </Suspense>
        </Card>
      )}
    </>
  );
}

function AsTable({ table, feel }: { table: Table; feel: boolean }) {
  const cells = useCells(table, nobody);
  const view = { table, cells, edit: null, placed: [], verdicts: null, feel, onColumn: nobody, onUndo: nobody, onRedo: nobody };
  return (
    <>
      <Grid {...view} />
      <Cards {...view} />
    </>
  );
}
