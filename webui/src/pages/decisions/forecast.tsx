/** What a table will cost in work before it is in force: contacts and tasks a month, and for whom. */
import { BarChartOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Flex, Grid, Statistic, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import { Mark } from '../../parts/mark';
import { grouped, yuan } from '../../parts/numbers';
import { useProcessNames } from '../../parts/processes';
import { Nothing, WhenLoaded } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { texts, type TextKey } from '../../text/texts';
import '../../parts/rows.css';

/** Only these tables make work of themselves. */
const FORETOLD = ['followup_frequency', 'incentive'];

export function Forecast({ decision, version }: { decision: string; version: number }) {
  const { t } = useWords();
  const reads = useRole('process_owner', 'auditor');
  const narrow = Grid.useBreakpoint().md === false;
  const [open, setOpen] = useState(false);
  if (!reads || !FORETOLD.includes(decision)) return null;
  return (
    <>
      <Button icon={<BarChartOutlined />} onClick={() => setOpen(true)}>
        {t('forecast.show')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('forecast.title', { n: version })} placement={narrow ? 'bottom' : 'right'} size={narrow ? '92%' : 760} destroyOnHidden>
        <Foretold decision={decision} version={version} />
      </Drawer>
    </>
  );
}

function Foretold({ decision, version }: { decision: string; version: number }) {
  const { t } = useWords();
  const processes = useProcessNames();
  const found = useQuery({ queryKey: ['forecast', decision, version], queryFn: () => calls.forecast(decision, version), staleTime: 60_000 });
  const word = (key: string) => (key in texts ? t(key as TextKey) : key.slice(key.indexOf('.') + 1));
  return (
    <WhenLoaded of={found} rows={8}>
      {({ customers, touches_a_month: touches, tasks_a_month: tasks, cost_a_month: cost, rows }) => (
        <Flex vertical gap={16}>
          <Flex gap={32} wrap>
            <Statistic title={t('forecast.customers')} value={customers} />
            <Statistic title={t('forecast.touches')} value={touches} />
            <Statistic title={t('forecast.tasks')} value={tasks} />
            {cost > 0 && <Statistic title={t('forecast.cost')} value={yuan(cost)} />}
          </Flex>
          <Typography.Text type="secondary">{t('forecast.why')}</Typography.Text>
          {rows.length === 0 ? (
            <Nothing text={t('forecast.none')} />
          ) : (
            <div style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('forecast.rows')}>
              <table className="rows">
                <thead>
                  <tr>
                    <th scope="col">{t('forecast.who')}</th>
                    <th scope="col">{t('forecast.what')}</th>
                    <th scope="col" className="number">{t('forecast.customers')}</th>
                    <th scope="col" className="number">{t('forecast.share')}</th>
                    <th scope="col" className="number">{t('forecast.month')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={`${row.band}${row.prospect}${row.cell}${row.touch}`}>
                      <td>
                        {t('forecast.band', { n: row.band })} {row.prospect ? t('forecast.prospect') : row.cell ? word(`cell.${row.cell}`) : ''}
                      </td>
                      <td>
                        {word(`touch.${row.touch}`)} <span className="quiet small">{processes.of(row.process)}</span> {row.staff && <Mark tone="info">{t('forecast.byHand')}</Mark>}
                      </td>
                      <td className="number">{grouped(row.customers)}</td>
                      <td className="number">{row.share}%</td>
                      <td className="number">{grouped(row.a_month)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Flex>
      )}
    </WhenLoaded>
  );
}
