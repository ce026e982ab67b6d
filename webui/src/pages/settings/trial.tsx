/** When something would be due in a calendar, and why: tried before anything depends on it. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, DatePicker, Flex, Input, Typography } from 'antd';
import type { Dayjs } from 'dayjs';
import { useDeferredValue, useState } from 'react';
import * as calls from '../../api/settings';
import { useProblemText } from '../../parts/states';
import { minute } from '../../parts/time';
import { useSettingsWords } from './words';

export function Trial({ calendar }: { calendar: string }) {
  const { say, language } = useSettingsWords();
  const problem = useProblemText();
  const [typed, setTyped] = useState('8bh');
  const [start, setStart] = useState<Dayjs | null>(null);
  const text = useDeferredValue(typed.trim());
  const from = start?.format('YYYY-MM-DDTHH:mm:00');
  const found = useQuery({ queryKey: ['settings', 'due', calendar, text, from], queryFn: () => calls.due(calendar, { text, start: from }), enabled: text !== '' && calendar !== '', retry: false });
  return (
    <Card size="small" style={{ marginTop: 16 }} title={say('calendars.try')}>
      <Flex gap={12} wrap align="start">
        <label>
          <div>{say('calendars.text')}</div>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} style={{ width: 120 }} />
        </label>
        <label>
          <div>{say('calendars.start')}</div>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" value={start} onChange={setStart} />
        </label>
        <div style={{ flex: '1 1 260px' }}>
          {found.data ? (
            <>
              <Typography.Text strong>{say('calendars.dueAt', { at: minute(found.data.at) })}</Typography.Text>
              <div>{language === 'zh' ? found.data.derivation_zh : found.data.derivation_en}</div>
              {found.data.provisional && <Alert type="warning" title={say('calendars.provisional')} />}
            </>
          ) : (
            found.error && <Typography.Text type="danger">{problem(found.error)}</Typography.Text>
          )}
        </div>
      </Flex>
      <Typography.Text type="secondary">{say('calendars.textWhy')}</Typography.Text>
    </Card>
  );
}
