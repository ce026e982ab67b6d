/** The files of a case: added by a button, by dropping or by pasting them; saved by their names. */
import { PaperClipOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, theme, Typography } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import * as calls from '../api/calls';
import { address } from '../api/client';
import { useRole } from '../shell/session';
import { useWords } from '../text/language';
import { useNames } from './people';
import { useProblemText, WhenLoaded } from './states';
import { minute } from './time';

const LARGEST = 20 * 1024 * 1024;

/** 812 KB, 1.4 MB */
export function weight(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function Files({ instance, able = true }: { instance: string; able?: boolean }) {
  const { t } = useWords();
  const names = useNames();
  const works = useRole('staff');
  const files = useQuery({ queryKey: ['instance', instance, 'files'], queryFn: () => calls.files(instance) });
  return (
    <WhenLoaded of={files} rows={1}>
      {(items) => (
        <Flex vertical gap={10}>
          {items.length === 0 && <Typography.Text type="secondary">{t('files.none')}</Typography.Text>}
          {items.map((file) => (
            <div key={file.id} style={{ minWidth: 0 }}>
              <a href={address(`/attachments/${file.id}`, {})} target="_blank" rel="noreferrer" style={{ overflowWrap: 'anywhere' }}>
                <PaperClipOutlined aria-hidden /> {file.name}
              </a>
              <div>
                <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                  {weight(file.size)} · {names.person(file.added_by)} · {minute(file.added_at)}
                </Typography.Text>
              </div>
            </div>
          ))}
          {able && works && <Adding instance={instance} />}
        </Flex>
      )}
    </WhenLoaded>
  );
}

function Adding({ instance }: { instance: string }) {
  const { t } = useWords();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const add = useMutation({
    mutationFn: async (chosen: File[]) => {
      for (const file of chosen) await calls.addFile(instance, file);
    },
    onSuccess: () => void message.success(t('files.added')),
    onError: (failure) => void message.error(problem(failure)),
    onSettled: () => Promise.all(['instance', 'history'].map((what) => cache.invalidateQueries({ queryKey: [what] }))),
  });
  const take = (list: FileList | null) => {
    const chosen = [...(list ?? [])];
    const large = chosen.find((file) => file.size > LARGEST);
    if (large) message.error(t('files.tooLarge', { name: large.name }));
    else if (chosen.length > 0) add.mutate(chosen);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <Flex
      align="center"
      gap={10}
      wrap
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={(event) => take(event.clipboardData.files)}
      style={{ border: `1px dashed ${over ? token.colorPrimary : token.colorBorder}`, borderRadius: token.borderRadius, padding: '8px 10px', background: over ? token.colorPrimaryBg : undefined }}
    >
      <input ref={input} type="file" multiple hidden aria-label={t('files.add')} onChange={(event) => { take(event.target.files); event.target.value = ''; }} />
      <Button size="small" icon={<PaperClipOutlined />} loading={add.isPending} onClick={() => input.current?.click()}>
        {t('files.add')}
      </Button>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {t('files.hint')}
      </Typography.Text>
    </Flex>
  );
}
