/** When something is due, in the server's words, with why it is due then. */
import { ClockCircleOutlined, WarningFilled } from '@ant-design/icons';
import { theme, Tooltip } from 'antd';
import type { Due } from '../api/types';
import { useWords } from '../text/language';
import { minute } from './time';

export function DueWords({ due }: { due: Due | null | undefined }) {
  const { t, name } = useWords();
  const { token } = theme.useToken();
  if (!due?.at) return <span style={{ color: token.colorTextDescription }}>{t('due.none')}</span>;
  const why = name(due, 'derivation');
  const hint = (
    <>
      <div>{minute(due.at)}</div>
      {why && <div>{why}</div>}
      {due.provisional && <div>{t('due.provisional')}</div>}
    </>
  );
  return (
    <Tooltip title={hint}>
      <span style={{ color: due.overdue ? token.colorError : token.colorTextSecondary, fontWeight: due.overdue ? 600 : 400 }}>
        {due.overdue ? <WarningFilled /> : <ClockCircleOutlined />} {name(due, 'words') || minute(due.at)}
        {due.provisional && ' *'}
      </span>
    </Tooltip>
  );
}
