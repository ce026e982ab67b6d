/** What is shown when a page fails or does not exist. */
import { Button, Result } from 'antd';
import { Link } from 'react-router';
import { useWords } from '../text/language';

export function Broken() {
  const { t } = useWords();
  return (
    <Result
      status="error"
      title={t('app.broken')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('app.reload')}
        </Button>
      }
    />
  );
}

export function NotFound() {
  const { t } = useWords();
  return (
    <Result
      status="404"
      title={t('app.notFound')}
      subTitle={t('app.notFoundWhy')}
      extra={
        <Link to="/inbox">
          <Button type="primary">{t('app.home')}</Button>
        </Link>
      }
    />
  );
}
