/** Undo, redo, and files in and out of the modeler. */
import { DownloadOutlined, FolderOpenOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Tooltip, Upload } from 'antd';
import type { Board } from '../../model/modeler';
import { useWords } from '../../text/language';
import { saveAs } from '../drafts/files';

interface Props {
  board: Board | null;
  able: { undo: boolean; redo: boolean };
  file: string;
  text: () => Promise<string>;
  onOpen: (text: string) => void;
}

export function Tools({ board, able, file, text, onOpen }: Props) {
  const { t } = useWords();
  const stack = () => board?.get<{ undo: () => void; redo: () => void }>('commandStack');
  return (
    <>
      <Tooltip title={t('model.undo')}>
        <Button icon={<UndoOutlined />} aria-label={t('model.undo')} disabled={!able.undo} onClick={() => stack()?.undo()} />
      </Tooltip>
      <Tooltip title={t('model.redo')}>
        <Button icon={<RedoOutlined />} aria-label={t('model.redo')} disabled={!able.redo} onClick={() => stack()?.redo()} />
      </Tooltip>
      <Upload
        accept=".bpmn,.xml"
        showUploadList={false}
        beforeUpload={(chosen) => {
          void chosen.text().then(onOpen);
          return false;
        }}
      >
        <Tooltip title={t('model.open')}>
          <Button icon={<FolderOpenOutlined />} aria-label={t('model.open')} />
        </Tooltip>
      </Upload>
      <Tooltip title={t('model.download')}>
        <Button icon={<DownloadOutlined />} aria-label={t('model.download')} onClick={() => void text().then((xml) => saveAs(file, xml))} />
      </Tooltip>
    </>
  );
}
