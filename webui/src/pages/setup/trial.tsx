/** The first evaluation, only to look at: how many customers would stand in which tier. */
import { Button, Table, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/settings';
import { day } from '../../parts/time';
import { useSave, useSettingsWords } from '../settings/words';

interface Tier {
  member: string;
  name_zh: string;
  name_en: string;
  customers_after: number;
}

export function Trial({ setup }: { setup: calls.Setup }) {
  const { say, name } = useSettingsWords();
  const [summary, setSummary] = useState<Record<string, unknown> | null>(null);
  const run = useSave(calls.trial, (told) => setSummary(told.summary), true);
  return (
    <>
      <Typography.Paragraph type="secondary">{say('setup.trialWhy')}</Typography.Paragraph>
      {setup.scheme && <Typography.Paragraph>{say('setup.scheme', { name: name(setup.scheme) })}</Typography.Paragraph>}
      <Button type={setup.tried_on ? 'default' : 'primary'} loading={run.isPending} onClick={() => run.mutate(undefined)}>
        {say('setup.try')}
      </Button>
      {setup.tried_on && !summary && <Typography.Text type="secondary"> {day(setup.tried_on)}</Typography.Text>}
      {summary && (
        <>
          <Typography.Paragraph style={{ marginTop: 16 }}>{say('setup.scored', { n: Number(summary.customers) })}</Typography.Paragraph>
          <Table<Tier>
            rowKey="member"
            size="small"
            pagination={false}
            style={{ maxWidth: 420 }}
            dataSource={summary.tiers as Tier[]}
            columns={[
              { title: say('setup.member'), render: (_, tier) => name(tier) },
              { title: say('setup.count'), dataIndex: 'customers_after', align: 'end' },
            ]}
          />
        </>
      )}
    </>
  );
}
