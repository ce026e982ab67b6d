/** Every deployed process with its latest version. */
import { Card, Flex, Typography } from 'antd';
import { Link, useNavigate } from 'react-router';
import { Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useProcesses } from '../../parts/processes';
import { Sheet } from '../../parts/sheet';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useRole } from '../../shell/session';
import { useWords } from '../../text/language';
import { NewDefinition } from '../drafts/new';

export function Component() {
  const { t, name } = useWords();
  const go = useNavigate();
  const owner = useRole('process_owner');
  const processes = useProcesses();
  const marks = ({ executable, off }: { executable: boolean; off: boolean }) =>
    executable ? off && <Mark hint={t('processes.offWhy')}>{t('processes.off')}</Mark> : <Mark hint={t('processes.documentationWhy')}>{t('processes.documentation')}</Mark>;
  return (
    <>
      <PageHead title={t('processes.title')}>{owner && <NewDefinition kind="process" taken={processes.data?.items ?? []} />}</PageHead>
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={processes}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing text={t('processes.none')} />
            ) : (
              <Sheet
                rowKey="key"
                pagination={false}
                dataSource={items}
                onRow={(process) => ({ onClick: () => void go(`/processes/${process.key}`), style: { cursor: 'pointer' } })}
                columns={[
                  {
                    title: t('processes.name'),
                    render: (_, process) => (
                      <Flex vertical>
                        <Link to={`/processes/${process.key}`} onClick={(event) => event.stopPropagation()} style={{ fontWeight: 500 }}>
                          {name(process) || process.key}
                        </Link>
                        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                          {process.key}
                        </Typography.Text>
                      </Flex>
                    ),
                  },
                  { title: t('processes.version'), width: 110, render: (_, process) => t('app.version', { n: process.version }) },
                  { title: '', width: 130, render: (_, process) => marks(process) },
                  { title: t('processes.deployed'), width: 160, responsive: ['lg'], render: (_, process) => minute(process.deployed_at) },
                ]}
              />
            )
          }
        </WhenLoaded>
      </Card>
    </>
  );
}
