/** What is shown when a page fails; it needs nothing that would have to be loaded first. */
import { CloseCircleFilled } from '@ant-design/icons';
import { Button, Flex, theme, Typography } from 'antd';
import { useWords } from '../text/language';

export function Broken() {
  const { t } = useWords();
  const { token } = theme.useToken();
  return (
    <Flex vertical align="center" gap={20} style={{ padding: '72px 16px' }} role="alert">
      <CloseCircleFilled aria-hidden style={{ fontSize: 64, color: token.colorError }} />
      <Typography.Text style={{ fontSize: 20 }}>{t('app.broken')}</Typography.Text>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('app.reload')}
      </Button>
    </Flex>
  );
}
