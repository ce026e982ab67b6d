/** Reports: the list by theme, one with its period and filters, as chart, table, definition and file; or the overview. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Grid, Menu, Select } from 'antd';
import { useNavigate, useParams } from 'react-router';
import * as calls from '../../api/reports';
import { PageHead } from '../../parts/page';
import { WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';
import { OneReport } from './one';
import { Overview } from './overview';
import { Period, usePeriod } from './period';

export function Component() {
  const { key = '' } = useParams();
  const { t, language } = useWords();
  const wide = Grid.useBreakpoint().lg !== false;
  const go = useNavigate();
  const { span, setSpan } = usePeriod();
  const reports = useQuery({ queryKey: ['reports', language], queryFn: calls.reports, staleTime: 300_000 });
  const open = (chosen: string) => void go({ pathname: chosen ? `/reports/${chosen}` : '/reports', search: window.location.search });
  const themes = Object.entries(Object.groupBy(reports.data ?? [], (one) => one.theme_title));
  const named = (one: calls.Report) => (one.number ? `${one.title} ${one.number}` : one.title);
  return (
    <>
      <PageHead title={t('reports.title')}>
        <Period value={span} onChange={setSpan} />
      </PageHead>
      <WhenLoaded of={reports}>
        {(items) => (
          <Flex gap={16} vertical={!wide} align={wide ? 'flex-start' : 'stretch'}>
            {wide ? (
              <Card styles={{ body: { padding: 4 } }} style={{ width: 264, flexShrink: 0 }}>
                <nav aria-label={t('reports.list')}>
                  <Menu
                    selectedKeys={[key]}
                    onClick={({ key: chosen }) => open(chosen === 'all' ? '' : chosen)}
                    style={{ borderInlineEnd: 0 }}
                    items={[
                      { key: 'all', label: t('reports.all'), className: key ? '' : 'ant-menu-item-selected' },
                      ...themes.map(([theme, some]) => ({ key: theme, type: 'group' as const, label: theme, children: (some ?? []).map((one) => ({ key: one.key, label: one.title, title: named(one) })) })),
                    ]}
                  />
                </nav>
              </Card>
            ) : (
              <Select
                aria-label={t('reports.pick')}
                value={key}
                onChange={open}
                showSearch={{ optionFilterProp: 'label' }}
                options={[{ value: '', label: t('reports.all') }, ...themes.map(([theme, some]) => ({ label: theme, options: (some ?? []).map((one) => ({ value: one.key, label: named(one) })) }))]}
              />
            )}
            <div style={{ flex: 1, minWidth: 0 }}>{key ? <OneReport key={key} of={key} span={span} /> : <Overview reports={items} span={span} onOpen={open} />}</div>
          </Flex>
        )}
      </WhenLoaded>
    </>
  );
}
