/** Who was erased with what proves it, and the copies that wait for who asked for them. */
import { useQuery } from '@tanstack/react-query';
import { App, Button, Card, Flex, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/privacy';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/people';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { Sheet } from '../../parts/sheet';
import { useChange, usePrivacyWords } from './words';

export function Erasures({ of }: { of: calls.Overview }) {
  const { say } = usePrivacyWords();
  const names = useNames();
  return (
    <Flex vertical gap={12}>
      <Card size="small" title={say('privacy.erased')} styles={{ body: { padding: 0 } }}>
        {of.erasures.length === 0 ? (
          <Nothing text={say('privacy.noErased')} />
        ) : (
          <Sheet
            label={say('privacy.erased')}
            rowKey={(one) => `${one.at} ${one.proof?.hash}`}
            dataSource={of.erasures}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            columns={[
              { title: say('privacy.when'), render: (_, one) => minute(one.at) },
              { title: say('privacy.customer'), render: (_, one) => one.customer && <Link to={`/customers/${one.customer}`}>{one.customer}</Link> },
              { title: say('privacy.case'), render: (_, one) => one.case_id && <Link to={`/cases/${one.case_id}`}>{one.case ?? one.case_id.slice(-8)}</Link> },
              { title: say('privacy.by'), render: (_, one) => names.person(one.by) },
              { title: say('privacy.scope'), render: (_, one) => say(one.whole ? 'privacy.whole' : 'privacy.one') },
              { title: say('privacy.reached'), render: (_, one) => say('privacy.reachedOf', counts(one.reached)) },
              { title: say('privacy.proof'), render: (_, one) => one.proof && <Proven of={one.proof} /> },
            ]}
          />
        )}
      </Card>
      <Copies officer={of.officer} />
    </Flex>
  );
}

function counts(reached: Record<string, number>) {
  const rows = Object.entries(reached).filter(([name]) => name.startsWith('rows.'));
  return { keys: reached.keys ?? 0, cases: reached.cases ?? 0, files: reached.files ?? 0, rows: rows.reduce((sum, [, count]) => sum + count, 0) };
}

function Proven({ of }: { of: NonNullable<calls.Erased['proof']> }) {
  const { say } = usePrivacyWords();
  return (
    <Flex gap={6} wrap align="center">
      <Mark tone={of.key_gone ? 'good' : 'bad'}>{say(of.key_gone ? 'privacy.keyGone' : 'privacy.keyLeft')}</Mark>
      <Typography.Text copyable={{ text: of.hash }}>{say('privacy.proofOf', { seq: of.seq, hash: `${of.hash.slice(0, 12)}…` })}</Typography.Text>
    </Flex>
  );
}

function Copies({ officer }: { officer: boolean }) {
  const { say } = usePrivacyWords();
  const { modal } = App.useApp();
  const copies = useQuery({ queryKey: ['privacy', 'copies'], queryFn: calls.copies });
  const handOut = useChange(calls.handOut, saved);
  return (
    <Card size="small" title={say('privacy.copies')} styles={{ body: { padding: 0 } }}>
      <WhenLoaded of={copies} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text={say('privacy.noCopies')} />
          ) : (
            <Sheet
              label={say('privacy.copies')}
              rowKey="id"
              dataSource={items}
              pagination={false}
              columns={[
                { title: say('privacy.case'), render: (_, one) => <Link to={`/cases/${one.case}`}>{one.number ?? one.case.slice(-8)}</Link> },
                { title: say('privacy.when'), render: (_, one) => minute(one.at) },
                { title: say('privacy.until'), render: (_, one) => minute(one.until) },
                { title: say('privacy.state'), render: (_, one) => <Mark tone={one.fetched ? 'good' : 'info'}>{say(one.fetched ? 'privacy.fetched' : 'privacy.waiting')}</Mark> },
                {
                  title: '',
                  render: (_, one) =>
                    officer && (
                      <Button size="small" onClick={() => modal.confirm({ title: say('privacy.handOut'), content: say('privacy.handSure'), okText: say('privacy.handOut'), onOk: () => handOut.mutateAsync(one.id).catch(() => undefined) })}>
                        {say('privacy.handOut')}
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </WhenLoaded>
    </Card>
  );
}

/** The browser keeps the file as it keeps a download. */
function saved(file: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'personal-data.zip';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
