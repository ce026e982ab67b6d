/** The button that adds a line to a table: says what it does, and is quieter than the form's own. */
import { PlusOutlined } from '@ant-design/icons';
import type { IconButtonProps } from '@rjsf/utils';
import { Button } from 'antd';
import { useWords } from '../text/language';

export function AddLine({ id, disabled, onClick, className }: IconButtonProps) {
  const { t } = useWords();
  return (
    <Button id={id} type="dashed" block icon={<PlusOutlined />} disabled={disabled} className={className} onClick={onClick as never}>
      {t('form.add')}
    </Button>
  );
}
