/** Tier schemes: those in use with what each tier takes, the samples that could be used, and what every figure means. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Flex, Popconfirm, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/tiers';
import { Mark, MemberMark } from '../../parts/mark';
import { useSegment } from '../../parts/segment';
import { Nothing, WhenLoaded } from '../../parts/states';
import { useRole } from '../../shell/session';
import '../../parts/rows.css';
import { Changes } from './changes';
import { useSave, useSettingsWords, type SettingsKey } from './words';

export function Tiers() {
  const { say } = useSettingsWords();
  const schemes = useQuery({ queryKey: ['tiers', 'schemes'], queryFn: calls.schemes });
  return (
    <>
      <WhenLoaded of={schemes}>
        {({ items }) => {
          const used = items.filter((one) => one.used);
          return (
            <Flex vertical gap={12}>
              {used.length === 0 && <Nothing text={say('tiers.none')} />}
              {used.map((one) => (
                <Used key={one.key} scheme={one} />
              ))}
              <Samples of={items.filter((one) => !one.used)} />
            </Flex>
          );
        }}
      </WhenLoaded>
      <Figures />
      <Changes about="schemes" />
    </>
  );
}

function Used({ scheme }: { scheme: calls.TierScheme }) {
  const { say, name } = useSettingsWords();
  const segment = useSegment();
  return (
    <Card
      size="small"
      styles={{ title: { whiteSpace: 'normal' }, header: { paddingBlock: 6 } }}
      title={
        <Flex gap={8} align="center" wrap>
          <span>{name(scheme) || scheme.key}</span>
          <Mark tone={scheme.leading ? 'good' : undefined}>{say(scheme.leading ? 'tiers.leads' : 'tiers.beside')}</Mark>
          {scheme.segment && <Mark>{say('tiers.segment', { segment: segment(scheme.segment) })}</Mark>}
        </Flex>
      }
      extra={
        <Flex gap={12}>
          <Link to={`/decisions/${scheme.table}`}>{say('tiers.table')}</Link>
          {scheme.score && <Link to={`/decisions/${scheme.score}`}>{say('tiers.score')}</Link>}
        </Flex>
      }
    >
      <table className="rows">
        <thead>
          <tr>
            <th scope="col" style={{ width: '36%' }}>
              {say('tiers.tier')}
            </th>
            <th scope="col">{say('tiers.takes')}</th>
          </tr>
        </thead>
        <tbody>
          {scheme.tiers.map((tier) => (
            <tr key={tier.code}>
              <td>
                <MemberMark member={tier} />
              </td>
              <td>{name(tier, 'entry') || say('tiers.base')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Samples({ of: samples }: { of: calls.TierScheme[] }) {
  const { say, name } = useSettingsWords();
  const cache = useQueryClient();
  const owner = useRole('process_owner');
  const save = useSave(({ key, leading }: { key: string; leading: boolean }) => calls.use(key, leading), () => void cache.invalidateQueries({ queryKey: ['tiers'] }));
  if (samples.length === 0) return null;
  return (
    <Card size="small" title={say('tiers.samples')} styles={{ body: { padding: 0 } }}>
      {samples.map((one) => (
        <Flex key={one.key} gap={12} align="center" wrap style={{ padding: '10px 16px', borderTop: '1px solid #e6e9ef' }}>
          <div style={{ flex: '1 1 240px', minWidth: 0 }}>
            <div style={{ fontWeight: 500 }}>{name(one)}</div>
            <Typography.Text type="secondary" style={{ fontSize: 13 }}>
              {name(one, 'about')}
            </Typography.Text>
          </div>
          {owner && (
            <Flex gap={8}>
              <Button size="small" disabled={save.isPending} onClick={() => save.mutate({ key: one.key, leading: false })}>
                {say('tiers.use')}
              </Button>
              <Popconfirm title={say('tiers.leadWhy')} okText={say('tiers.lead')} onConfirm={() => save.mutate({ key: one.key, leading: true })}>
                <Button size="small" disabled={save.isPending}>
                  {say('tiers.lead')}
                </Button>
              </Popconfirm>
            </Flex>
          )}
        </Flex>
      ))}
    </Card>
  );
}

function Figures() {
  const { say, name } = useSettingsWords();
  const figures = useQuery({ queryKey: ['tiers', 'figures'], queryFn: calls.figures, staleTime: Infinity });
  return (
    <Card size="small" title={say('tiers.figures')} style={{ marginTop: 12 }}>
      <WhenLoaded of={figures}>
        {({ items }) => (
          <table className="rows">
            <thead>
              <tr>
                <th scope="col" style={{ width: '36%' }}>
                  {say('tiers.figure')}
                </th>
                <th scope="col">{say('tiers.formula')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.key}>
                  <td>
                    {name(one)}
                    <div>
                      <Typography.Text type="secondary" style={{ fontSize: 13 }}>
                        {say(`tiers.unit.${one.unit}` as SettingsKey)}
                        {one.falls && ` · ${say('tiers.falls')}`}
                      </Typography.Text>
                    </div>
                  </td>
                  <td>
                    {name(one, 'formula')}
                    <div>
                      <Typography.Text type="secondary" style={{ fontSize: 13 }}>
                        {say('tiers.from', { source: name(one, 'source') })}
                      </Typography.Text>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </WhenLoaded>
    </Card>
  );
}
