/** Undo, redo, and files in and out of the modeler. */
import { DownloadOutlined, FolderOpenOutlined, PlayCircleOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Modal, Skeleton, Tooltip, Upload } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Board } from '../../model/modeler';
import { useWords } from '../../text/language';
import { saveAs } from '../drafts/files';

const Simulation = lazy(() => import('../../model/simulation'));

interface Props {
  board: Board | null;
  able: { undo: boolean; redo: boolean };
  file: string;
  text: () => Promise<string>;
  onOpen: (text: string) => void;
}

export function Tools({ board, able, file, text, onOpen }: Props) {
  const { t } = useWords();
  const [played, setPlayed] = useState<string | null>(null);
  const stack = () => board?.get<{ undo: () => void; redo: () => void }>('commandStack');
  return (
    <>
      <Tooltip title={t('model.undo')}>
        <Button icon={<UndoOutlined />} aria-label={t('model.undo')} disabled={!able.undo} onClick={() => stack()?.undo()} />
      </Tooltip>
      <Tooltip title={t('model.redo')}>
        <Button icon={<RedoOutlined />} aria-label={t('model.redo')} disabled={!able.redo} onClick={() => stack()?.redo()} />
      </Tooltip>
      <Tooltip title={t('model.simulate')}>
        <Button icon={<PlayCircleOutlined />} aria-label={t('model.simulate')} disabled={!board} onClick={() => void text().then(setPlayed)} />
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
      {played !== null && (
        <Modal open title={t('model.simulate')} footer={null} onCancel={() => setPlayed(null)} width="92vw" centered styles={{ body: { height: '76vh' } }} destroyOnHidden>
          <Suspense fallback={<Skeleton active />}>
            <Simulation xml={played} label={t('model.simulate')} />
          </Suspense>
        </Modal>
      )}
    </>
  );
}
