/** Being away: from when to when and who stands in; open tasks go over on the first day. */
import { DeleteOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Flex, Form, Modal, Typography } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import * as calls from '../api/calls';
import { PersonPicker, useNames } from '../parts/people';
import { useProblemText, WhenLoaded } from '../parts/states';
import { day } from '../parts/time';
import { useWords } from '../text/language';
import { useClock } from './clock';

interface Given {
  days: [Dayjs, Dayjs];
  substitute?: string;
}

/** For the reader, or, by a head, for a person of the department. */
export function AbsenceOf({ person, onClose }: { person: string; onClose: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const names = useNames();
  const today = useClock().data?.now;
  const [form] = Form.useForm<Given>();
  const absences = useQuery({ queryKey: ['absences'], queryFn: calls.absences });
  const mine = absences.data?.items.filter((one) => one.person === person) ?? [];
  const done = {
    onSuccess: async () => {
      await Promise.all(['absences', 'tasks'].map((what) => cache.invalidateQueries({ queryKey: [what] })));
    },
    onError: (failure: unknown) => void message.error(problem(failure), 6),
  };
  const record = useMutation({
    mutationFn: ({ days: [from, to], substitute }: Given) => calls.recordAbsence(person, { from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD'), ...(substitute ? { substitute } : {}) }),
    ...done,
    onSuccess: async () => {
      message.success(t('away.recorded'));
      form.resetFields();
      await done.onSuccess();
    },
  });
  const end = useMutation({ mutationFn: calls.endAbsence, ...done });
  const start = today ? dayjs(day(today)) : undefined;
  return (
    <Modal open title={t('away.title', { who: names.person(person) })} onCancel={onClose} onOk={form.submit} okText={t('away.save')} confirmLoading={record.isPending}>
      <Typography.Paragraph type="secondary">{t('away.why')}</Typography.Paragraph>
      <WhenLoaded of={absences} rows={2}>
        {() => (
          <Flex vertical gap={6} style={{ marginBottom: 12 }}>
            {mine.map((one) => (
              <Flex key={one.id} gap={8} align="center">
                <span style={{ flex: 1 }}>
                  {one.from} – {one.to} {one.substitute && <Typography.Text type="secondary">{t('away.by', { who: names.person(one.substitute) })}</Typography.Text>}
                </span>
                <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('away.end')} loading={end.isPending} onClick={() => end.mutate(one.id)} />
              </Flex>
            ))}
          </Flex>
        )}
      </WhenLoaded>
      <Form form={form} layout="vertical" onFinish={record.mutate}>
        <Form.Item name="days" label={t('away.days')} rules={[{ required: true, message: t('invalid.required') }]}>
          <DatePicker.RangePicker style={{ width: '100%' }} minDate={start} defaultPickerValue={start ? [start, start] : undefined} />
        </Form.Item>
        <Form.Item name="substitute" label={t('away.substitute')} extra={t('away.noSubstitute')}>
          <PersonPicker />
        </Form.Item>
      </Form>
    </Modal>
  );
}
