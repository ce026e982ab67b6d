/** Undo, redo, files in and out, and the way to the draft. */
import { DownloadOutlined, FolderOpenOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { App, Button, Tooltip, Upload } from 'antd';
import { Link } from 'react-router';
import { Mark } from '../../parts/mark';
import { saveAs } from '../drafts/files';
import { isObject, named, parts, type Files, type Json } from './files';
import type { useEdited } from './state';
import { useFormWords } from './words';

interface Props {
  formKey: string;
  edited: ReturnType<typeof useEdited>;
  saving: boolean;
  unsaved: boolean;
  onSave: () => void;
  draft?: string;
}

async function read(files: File[]): Promise<Partial<Files>> {
  const found: Partial<Files> = {};
  for (const file of files) {
    const part = parts.find((one) => file.name.endsWith(`.${one}.json`));
    const value: unknown = part && JSON.parse(await file.text());
    if (part && isObject(value)) found[part] = value as Json;
  }
  return found;
}

export function Tools({ formKey, edited, saving, unsaved, onSave, draft }: Props) {
  const { say } = useFormWords();
  const { message } = App.useApp();
  const take = async (files: File[]) => {
    try {
      const found = await read(files);
      edited.change((now) => ({ ...now, ...found }));
      message.info(say('build.imported', { n: Object.keys(found).length }));
    } catch (failure) {
      message.error(say('json.wrong', { why: String((failure as Error).message) }));
    }
  };
  return (
    <>
      {edited.dirty && <Mark tone="warn">{say('build.changed')}</Mark>}
      <Tooltip title={say('build.undo')}>
        <Button icon={<UndoOutlined />} aria-label={say('build.undo')} disabled={!edited.able.undo} onClick={edited.undo} />
      </Tooltip>
      <Tooltip title={say('build.redo')}>
        <Button icon={<RedoOutlined />} aria-label={say('build.redo')} disabled={!edited.able.redo} onClick={edited.redo} />
      </Tooltip>
      <Upload
        multiple
        accept=".json"
        showUploadList={false}
        beforeUpload={(file, all) => {
          if (file === all.at(-1)) void take(all);
          return false;
        }}
      >
        <Tooltip title={say('build.import')}>
          <Button icon={<FolderOpenOutlined />} aria-label={say('build.import')} />
        </Tooltip>
      </Upload>
      <Tooltip title={say('build.download')}>
        <Button icon={<DownloadOutlined />} aria-label={say('build.download')} onClick={() => named(formKey, edited.files).forEach(({ name, content }) => saveAs(name, content))} />
      </Tooltip>
      {draft && !edited.dirty && <Link to={`/drafts/${draft}`}>{say('build.toDraft')}</Link>}
      <Button type="primary" loading={saving} disabled={!unsaved} onClick={onSave}>
        {say('build.save')}
      </Button>
    </>
  );
}
