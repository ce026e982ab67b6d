/** What the server finds wrong with a model: each at its element, with what to do about it. */
import { CheckCircleOutlined } from '@ant-design/icons';
import { Flex, Spin, theme, Typography } from 'antd';
import type { Finding } from '../../api/types';
import { Mark } from '../../parts/mark';
import { useWords } from '../../text/language';

export function Findings({ findings, checking, onShow }: { findings: Finding[]; checking: boolean; onShow: (element: string) => void }) {
  const { t, name } = useWords();
  const { token } = theme.useToken();
  return (
    <Flex vertical style={{ padding: '0 14px 14px' }} gap={4}>
      {checking && (
        <Typography.Text type="secondary" role="status">
          <Spin size="small" /> {t('model.checking')}
        </Typography.Text>
      )}
      {!checking && findings.length === 0 && (
        <Typography.Text type="success">
          <CheckCircleOutlined /> {t('model.clean')}
        </Typography.Text>
      )}
      {findings.map((finding, at) => {
        const { element } = finding;
        return (
          <div key={`${finding.code}${element}${at}`} style={{ borderTop: `1px solid ${token.colorBorderSecondary}`, padding: '8px 0' }}>
            <Mark tone={finding.severity === 'warning' ? 'warn' : 'bad'}>{finding.severity === 'warning' ? t('model.warning') : t('model.error')}</Mark>{' '}
            {element && <Typography.Link onClick={() => onShow(element)}>{element}</Typography.Link>}
            <div>{name(finding, 'message') || finding.code}</div>
            <Typography.Text type="secondary">{name(finding, 'remedy')}</Typography.Text>
          </div>
        );
      })}
    </Flex>
  );
}
