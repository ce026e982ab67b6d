import { App, Typography } from 'antd';
import { useState } from 'react';
import type { Setup } from '../../api/settings';
import { TakePeople } from '../settings/take';
import { useSettingsWords } from '../settings/words';

export function People({ setup }: { setup: Setup }) {
  const { say } = useSettingsWords();
  const { message } = App.useApp();
  const [again, setAgain] = useState(0);
  return (
    <>
      <Typography.Paragraph type="secondary">{say('setup.peopleWhy')}</Typography.Paragraph>
      <Typography.Paragraph>{say('setup.have', { people: setup.counts.people ?? 0, departments: setup.counts.departments ?? 0 })}</Typography.Paragraph>
      <TakePeople
        key={again}
        onDone={(told) => {
          setAgain(again + 1);
          void message.success(say('take.done', { n: told.rows.length }));
        }}
      />
    </>
  );
}
