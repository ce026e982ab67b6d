/** Every deployed process with its latest version. */
import { Card, Flex, Table, Typography } from 'antd';
import { Link, useNavigate } from 'react-router';
import { Mark } from '../../parts/mark';
import { PageHead } from '../../parts/page';
import { useProcesses } from '../../parts/processes';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';

export function Component() {
  const { t, name } = useWords();
  const go = useNavigate();
  const processes = useProcesses();
  return (
    <>
      <PageHead title={t('processes.title')} />
      <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
        <WhenLoaded of={processes}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing text={t('processes.none')} />
            ) : (
              <Table
                size="small"
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
                  { title: '', width: 130, render: (_, process) => !process.executable && <Mark hint={t('processes.documentationWhy')}>{t('processes.documentation')}</Mark> },
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
