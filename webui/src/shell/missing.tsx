/** What is shown at an address that leads nowhere. */
import { Button, Result } from 'antd';
import { Link } from 'react-router';
import { useWords } from '../text/language';

export function Component() {
  const { t } = useWords();
  return (
    <Result
      status="404"
      title={<h1 style={{ fontSize: 'inherit', fontWeight: 'inherit', margin: 0 }}>{t('app.notFound')}</h1>}
      subTitle={t('app.notFoundWhy')}
      extra={
        <Link to="/inbox">
          <Button type="primary">{t('app.home')}</Button>
        </Link>
      }
    />
  );
}
