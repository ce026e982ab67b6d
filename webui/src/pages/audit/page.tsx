/** For auditors: who changed what in the settings, proof that the ledger is whole, and the ledger to take along. */
import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Grid, Table, Tooltip, Typography } from 'antd';
import * as calls from '../../api/calls';
import { address } from '../../api/client';
import { useSentence } from '../../parts/facts';
import { PageHead } from '../../parts/page';
import { useNames } from '../../parts/people';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';
import { FindTrace } from './find';
import { Sampling } from './sample';

const formats = ['xes', 'ocel', 'csv'] as const;

export function Component() {
  const { t } = useWords();
  const wide = Grid.useBreakpoint().lg !== false;
  return (
    <>
      <PageHead title={t('audit.title')} />
      <Flex vertical gap={16}>
        <Flex gap={16} vertical={!wide}>
          <FindTrace />
          <Proof />
          <Card title={t('audit.export')} style={{ flex: 1 }}>
            <Typography.Paragraph type="secondary">{t('audit.exportWhy')}</Typography.Paragraph>
            <Flex gap={8}>
              {formats.map((format) => (
                <Button key={format} icon={<DownloadOutlined />} href={address('/ledger/export', { format })} download>
                  {format.toUpperCase()}
                </Button>
              ))}
            </Flex>
          </Card>
        </Flex>
        <Sampling />
        <Settings />
      </Flex>
    </>
  );
}

function Proof() {
  const { t } = useWords();
  const problem = useProblemText();
  const verify = useMutation({ mutationFn: calls.verify });
  return (
    <Card title={t('audit.verify')} style={{ flex: 1 }}>
      <Typography.Paragraph type="secondary">{t('audit.verifyWhy')}</Typography.Paragraph>
      <Button type="primary" icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('audit.verify')}
      </Button>
      <div role="status" style={{ marginTop: 12 }}>
        {verify.data && <Alert type={verify.data.sound ? 'success' : 'error'} showIcon title={verify.data.message} />}
        {verify.error && <Alert type="error" showIcon title={problem(verify.error)} />}
      </div>
    </Card>
  );
}

function Settings() {
  const narrow = Grid.useBreakpoint().md === false;
  const { t } = useWords();
  const sentence = useSentence();
  const names = useNames();
  const ledger = useInfiniteQuery({
    queryKey: ['ledger', 'settings'],
    queryFn: ({ pageParam }) => calls.settingsLedger({ limit: 50, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const entries = ledger.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('audit.settings')} styles={{ body: { padding: 0 } }}>
      <Typography.Paragraph type="secondary" style={{ margin: 0, padding: '10px 16px' }}>
        {t('audit.settingsWhy')}
      </Typography.Paragraph>
      <WhenLoaded of={ledger}>
        {() =>
          entries.length === 0 ? (
            <Nothing text={t('audit.none')} />
          ) : (
            <Table
              size="small"
              rowKey="seq"
              pagination={false}
              tableLayout="fixed"
              dataSource={entries}
              expandable={{ expandedRowRender: (entry) => <pre style={{ margin: 0, fontSize: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{JSON.stringify(entry.data, null, 2)}</pre> }}
              columns={[
                { title: t('ledger.at'), width: narrow ? 104 : 140, render: (_, entry) => minute(entry.at) },
                { title: t('ledger.what'), render: (_, entry) => <span style={{ overflowWrap: 'anywhere' }}>{sentence(entry)}</span> },
                { title: t('ledger.actor'), width: narrow ? 84 : 110, render: (_, entry) => entry.actor ? names.person(entry.actor) : t('ledger.system') },
                { title: t('ledger.fact'), width: 190, responsive: ['lg'], render: (_, entry) => <Typography.Text type="secondary">{entry.fact}</Typography.Text> },
                {
                  title: t('ledger.hash'),
                  width: 120,
                  responsive: ['lg'],
                  render: (_, entry) => entry.hash && <Tooltip title={<span style={{ overflowWrap: 'anywhere' }}>{entry.hash}</span>}><Typography.Text code>{entry.hash.slice(0, 8)}</Typography.Text></Tooltip>,
                },
              ]}
            />
          )
        }
      </WhenLoaded>
      {ledger.hasNextPage && (
        <Flex justify="center" style={{ padding: 12 }}>
          <Button onClick={() => void ledger.fetchNextPage()} loading={ledger.isFetchingNextPage}>
            {t('app.loadMore')}
          </Button>
        </Flex>
      )}
    </Card>
  );
}
