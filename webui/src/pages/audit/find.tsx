/** From a customer's number or name to everything on record about it. */
import { Card, Typography } from 'antd';
import { useNavigate } from 'react-router';
import { CustomerPicker } from '../../parts/people';
import { useWords } from '../../text/language';

export function FindTrace() {
  const { t } = useWords();
  const go = useNavigate();
  return (
    <Card title={t('trace.title')} style={{ flex: 1 }}>
      <Typography.Paragraph type="secondary">{t('trace.why')}</Typography.Paragraph>
      <CustomerPicker placeholder={t('customers.search')} onChange={(customer) => customer && void go(`/customers/${encodeURIComponent(customer)}`)} id="trace" label={t('customers.search')} />
    </Card>
  );
}
