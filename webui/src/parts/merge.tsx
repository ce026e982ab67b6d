/** One merge: what became part of whom, by whom, and undoing it or why that is no longer possible. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Input, Popconfirm, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../api/records';
import type { Merge } from '../api/records';
import { useWords } from '../text/language';
import { texts, type TextKey } from '../text/texts';
import { counted, useTableName } from './beside';
import { useNames } from './people';
import { useProblemText } from './states';
import { minute } from './time';

export function MergeLine({ of: one }: { of: Merge }) {
  const { t } = useWords();
  const names = useNames();
  const table = useTableName();
  const why = useWhy();
  return (
    <Flex justify="space-between" align="center" gap={12} wrap>
      <Flex vertical gap={4}>
        {one.into ? <Link to={`/customers/${one.into.id}`}>{t('kept.into', { number: one.number, name: one.into.name })}</Link> : <span>{t('kept.gone', { number: one.number })}</span>}
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {t('kept.by', { who: names.person(one.merged_by), at: minute(one.merged_at) })}
        </Typography.Text>
        <Flex gap={4} wrap>
          {counted(Object.entries(one.moved), table)}
        </Flex>
      </Flex>
      {one.undone_at ? (
        <Typography.Text type="secondary">{t('kept.undone', { who: names.person(one.undone_by ?? ''), at: minute(one.undone_at) })}</Typography.Text>
      ) : one.against.length ? (
        <Typography.Text type="secondary">{t('kept.against', { why: one.against.map(why).join(t('kept.listComma')) })}</Typography.Text>
      ) : (
        one.may_undo && <Undo of={one} />
      )}
    </Flex>
  );
}

function Undo({ of: one }: { of: Merge }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const problem = useProblemText();
  const [reason, setReason] = useState('');
  const undo = useMutation({
    mutationFn: () => calls.undo(one.id, reason.trim()),
    onSuccess: () => {
      void message.success(t('kept.undoDone'));
      void cache.invalidateQueries();
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Popconfirm
      title={t('kept.undoWhy')}
      description={<Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} aria-label={t('kept.undoWhy')} />}
      okText={t('kept.undo')}
      okButtonProps={{ disabled: !reason.trim() }}
      onConfirm={() => undo.mutateAsync().catch(() => undefined)}
    >
      <Button loading={undo.isPending}>{t('kept.undo')}</Button>
    </Popconfirm>
  );
}

/** What stands against an undo, in words. */
function useWhy(): (code: string) => string {
  const { t } = useWords();
  const table = useTableName();
  return (code) => {
    if (code.startsWith('changed_')) return t('kept.against_changed', { field: t(`kept.field_${code.slice(8)}` as TextKey) });
    if (code.startsWith('gone_')) return t('kept.against_gone', { table: table(code.slice(5)) });
    return `kept.against_${code}` in texts ? t(`kept.against_${code}` as TextKey) : code;
  };
}
