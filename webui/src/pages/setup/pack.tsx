/** What the company sets out with: three packs side by side, and what is switched on already. */
import { Button, Card, Collapse, Flex, Tag, Typography } from 'antd';
import * as calls from '../../api/settings';
import { useSave, useSettingsWords } from '../settings/words';

export function Packs({ setup }: { setup: calls.Setup }) {
  const { say, name } = useSettingsWords();
  const choose = useSave((pack: string) => calls.choosePack(pack));
  return (
    <>
      <Typography.Paragraph type="secondary">{say('setup.packWhy')}</Typography.Paragraph>
      <Flex gap={12} wrap>
        {setup.packs.map((pack) => (
          <Card key={pack.key} size="small" style={{ flex: '1 1 220px', borderColor: setup.pack === pack.key ? '#0958d9' : undefined }} title={<Flex gap={8}>{name(pack)}{setup.pack === pack.key && <Tag color="success">{say('setup.chosen')}</Tag>}</Flex>}>
            <Flex vertical gap={8} style={{ height: '100%' }}>
              <span>{name(pack, 'about')}</span>
              {pack.groups.length > 0 && <span>{`${say('setup.five')} ${pack.groups.map((group) => name(group)).join(' · ')}`}</span>}
              <Typography.Text type="secondary">{say('setup.processes', { n: pack.processes.length })}</Typography.Text>
              <Button type={setup.pack ? 'default' : 'primary'} aria-label={`${say('setup.choose')} ${name(pack)}`} loading={choose.isPending && choose.variables === pack.key} disabled={choose.isPending} onClick={() => choose.mutate(pack.key)}>
                {say('setup.choose')}
              </Button>
            </Flex>
          </Card>
        ))}
      </Flex>
      {setup.scheme && <Typography.Paragraph style={{ marginTop: 16 }}>{say('setup.scheme', { name: name(setup.scheme) })}</Typography.Paragraph>}
      {setup.processes.length > 0 && (
        <Collapse
          ghost
          items={[
            {
              key: 'on',
              label: `${say('setup.on')} (${setup.processes.length})`,
              children: (
                <Flex vertical gap={8}>
                  {setup.processes.map((one) => (
                    <div key={one.key}>
                      <Typography.Text strong>{name(one)}</Typography.Text> <Typography.Text type="secondary">{name(one, 'description')}</Typography.Text>
                    </div>
                  ))}
                </Flex>
              ),
            },
          ]}
        />
      )}
    </>
  );
}
