/** When something is due, in the server's words, with why it is due then. */
import { ClockCircleOutlined, WarningFilled } from '@ant-design/icons';
import { theme, Tooltip } from 'antd';
import { useState } from 'react';
import type { Due } from '../api/types';
import { useWords } from '../text/language';
import { minute } from './time';

export function DueWords({ due }: { due: Due | null | undefined }) {
  const { t, name } = useWords();
  const { token } = theme.useToken();
  const [near, setNear] = useState(false); // a list has fifty of these: the hint is made for the one that is pointed at
  if (!due?.at) return <span style={{ color: token.colorTextDescription }}>{t('due.none')}</span>;
  const why = name(due, 'derivation');
  const hint = (
    <>
      <div>{minute(due.at)}</div>
      {why && <div>{why}</div>}
      {due.provisional && <div>{t('due.provisional')}</div>}
    </>
  );
  const words = (
    <span onMouseEnter={() => setNear(true)} style={{ color: due.overdue ? token.colorError : token.colorTextSecondary, fontWeight: due.overdue ? 600 : 400 }}>
      {due.overdue ? <WarningFilled /> : <ClockCircleOutlined />} {name(due, 'words') || minute(due.at)}
      {due.provisional && ' *'}
    </span>
  );
  return near ? (
    <Tooltip title={hint} defaultOpen>
      {words}
    </Tooltip>
  ) : (
    words
  );
}
