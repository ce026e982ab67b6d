/** Lines of a table in a form: what takes one away stands at its head, quieter than what the form asks; so does what adds one. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { getTemplate, getUiOptions, type ArrayFieldItemTemplateProps, type IconButtonProps } from '@rjsf/utils';
import { Button } from 'antd';
import { useWords } from '../text/language';
import './lines.css';

export function Line({ children, buttonsProps, hasToolbar, registry, uiSchema }: ArrayFieldItemTemplateProps) {
  const Tools = getTemplate('ArrayFieldItemButtonsTemplate', registry, getUiOptions(uiSchema));
  return (
    <div className={buttonsProps.schema.type === 'object' ? 'form-line whole' : 'form-line'}>
      <div className="form-line-asked">{children}</div>
      {hasToolbar && (
        <div className="form-line-tools">
          <Tools {...buttonsProps} />
        </div>
      )}
    </div>
  );
}

export function AddLine({ id, disabled, onClick, className }: IconButtonProps) {
  const { t } = useWords();
  return (
    <Button id={id} type="dashed" block icon={<PlusOutlined />} disabled={disabled} className={className} onClick={onClick as never}>
      {t('form.add')}
    </Button>
  );
}

export function RemoveLine({ id, disabled, onClick, className }: IconButtonProps) {
  const { t } = useWords();
  return <Button id={id} type="text" danger icon={<DeleteOutlined />} aria-label={t('form.remove')} title={t('form.remove')} disabled={disabled} className={className} onClick={onClick as never} />;
}
