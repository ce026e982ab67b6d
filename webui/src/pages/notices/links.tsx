/** Making a signed link to one of the forms that stand open to people outside. */
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Form, InputNumber, Select, Typography } from 'antd';
import * as calls from '../../api/notices';
import { CustomerPicker } from '../../parts/people';
import { useProblemText } from '../../parts/states';
import { minute } from '../../parts/time';
import { useWords } from '../../text/language';

const PAGES = ['complaint', 'service', 'feedback', 'privacy'] as const;

export function Links() {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const make = useMutation({ mutationFn: calls.makeLink, onError: (failure) => void message.error(problem(failure)) });
  return (
    <Form layout="vertical" initialValues={{ page: 'complaint', days: 90 }} onFinish={(typed) => make.mutate(typed)} style={{ maxWidth: 520 }}>
      <Typography.Paragraph type="secondary">{t('notice.linksWhy')}</Typography.Paragraph>
      <Form.Item name="page" label={t('notice.page')}>
        <Select options={PAGES.map((value) => ({ value, label: t(`notice.page.${value}`) }))} />
      </Form.Item>
      <Form.Item name="customer" label={t('notice.customer')}>
        <CustomerPicker />
      </Form.Item>
      <Form.Item name="days" label={t('notice.days')}>
        <InputNumber min={1} max={366} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={make.isPending}>
        {t('notice.make')}
      </Button>
      {make.data && (
        <Alert
          type="success"
          style={{ marginTop: 16 }}
          title={
            <Typography.Link copyable={{ text: make.data.url }} href={make.data.url} target="_blank" style={{ wordBreak: 'break-all' }}>
              {make.data.url}
            </Typography.Link>
          }
          description={t('notice.until', { until: minute(make.data.until) })}
        />
      )}
    </Form>
  );
}
