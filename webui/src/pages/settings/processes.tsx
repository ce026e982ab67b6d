/** Which processes are switched on: off, nobody and nothing starts them, and what runs goes on. Who switched when stands below. */
import { useQueryClient } from '@tanstack/react-query';
import { Card, Flex, Switch, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/settings';
import { useProcesses } from '../../parts/processes';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Changes } from './changes';
import { useSave, useSettingsWords } from './words';

export function Processes() {
  const { say, name } = useSettingsWords();
  const cache = useQueryClient();
  const processes = useProcesses();
  const save = useSave(({ key, on }: { key: string; on: boolean }) => calls.switchProcess(key, on), () => void cache.invalidateQueries({ queryKey: ['processes'] }));
  return (
    <>
      <Card styles={{ body: { padding: 0 } }}>
        <Typography.Paragraph type="secondary" style={{ margin: 0, padding: '12px 16px' }}>
          {say('switch.why')}
        </Typography.Paragraph>
        <WhenLoaded of={processes}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing text={say('switch.none')} />
            ) : (
              items.map((one) => (
                <Flex key={one.key} gap={16} align="center" style={{ padding: '10px 16px', borderTop: '1px solid #e6e9ef' }}>
                  <div style={{ flex: 1, minWidth: 0 }}>
                    <Link to={`/processes/${one.key}`} style={{ fontWeight: 500 }}>
                      {name(one) || one.key}
                    </Link>
                    <div>
                      <Typography.Text type="secondary" style={{ fontSize: 13 }}>
                        {name(one, 'description')}
                      </Typography.Text>
                    </div>
                  </div>
                  <Switch checked={!one.off} aria-label={name(one) || one.key} disabled={!one.executable} loading={save.isPending && save.variables.key === one.key} checkedChildren={say('switch.on')} unCheckedChildren={say('switch.off')} onChange={(on) => save.mutate({ key: one.key, on })} />
                </Flex>
              ))
            )
          }
        </WhenLoaded>
      </Card>
      <Changes about="processes" />
    </>
  );
}
