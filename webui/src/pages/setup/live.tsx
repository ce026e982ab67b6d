import { Alert, Button, Popconfirm, Typography } from 'antd';
import { Link } from 'react-router';
import * as calls from '../../api/settings';
import { useSave, useSettingsWords } from '../settings/words';

export function Live({ setup }: { setup: calls.Setup }) {
  const { say } = useSettingsWords();
  const go = useSave(() => calls.goLive());
  if (setup.live_on) return <Alert type="success" title={say('setup.liveOn', { day: setup.live_on })} action={<Link to="/inbox">{say('setup.toInbox')}</Link>} />;
  return (
    <>
      <Typography.Paragraph type="secondary">{say('setup.liveWhy')}</Typography.Paragraph>
      <Popconfirm title={`${say('setup.go')}?`} onConfirm={() => go.mutate(undefined)}>
        <Button type="primary" loading={go.isPending}>
          {say('setup.go')}
        </Button>
      </Popconfirm>
    </>
  );
}
