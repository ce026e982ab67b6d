/** The table out to a spreadsheet and back: what comes back is shown cell by cell before it is taken. */
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Modal, Tooltip, Upload } from 'antd';
import { useState } from 'react';
import * as rules from '../../api/rules';
import { useProblemText } from '../../parts/states';
import { TableDiff } from './diff';
import { sheets, taken, type Taken } from './sheet';
import type { Table } from './table';
import { useRuleWords } from './words';

export function Workbook({ table, onTake }: { table: Table; onTake: ((table: Table) => void) | null }) {
  const { say, language } = useRuleWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const [found, setFound] = useState<Taken | null>(null);
  const onError = (failure: unknown) => void message.error(problem(failure));
  const give = useMutation({ mutationFn: () => rules.giveWorkbook(table.key, sheets(table, language, { plain: say('sheet.plain'), feel: 'FEEL', note: say('grid.note') })), onError });
  const take = useMutation({
    mutationFn: (file: File) => rules.readWorkbook(table.key, file),
    onError,
    onSuccess: (read) => {
      const came = taken(table, read.sheets, language);
      if (came) setFound(came);
      else message.error(say('sheet.strange'));
    },
  });
  return (
    <>
      <Tooltip title={say('sheet.give')}>
        <Button icon={<DownloadOutlined />} aria-label={say('sheet.give')} loading={give.isPending} onClick={() => give.mutate()}>
          Excel
        </Button>
      </Tooltip>
      {onTake && (
        <Upload accept=".xlsx" showUploadList={false} beforeUpload={(file) => { take.mutate(file); return false; }}>
          <Tooltip title={say('sheet.take')}>
            <Button icon={<UploadOutlined />} loading={take.isPending} aria-label={say('sheet.take')} />
          </Tooltip>
        </Upload>
      )}
      {found && (
        <Modal open width={1000} title={say('sheet.found')} okText={say('sheet.apply')} onCancel={() => setFound(null)} onOk={() => { onTake?.(found.table); setFound(null); }}>
          <Flex vertical gap={10}>
            {found.problems.length > 0 && (
              <Alert
                type="error"
                showIcon
                title={say('sheet.problems', { n: found.problems.length })}
                description={
                  <ul style={{ maxHeight: 180, overflow: 'auto', paddingInlineStart: 18, margin: 0 }}>
                    {found.problems.map((one) => (
                      <li key={`${one.row}/${one.column}`}>{say('sheet.problem', { row: one.row, column: one.column, why: one.why === 'unknown' ? '' : say(`why.${one.why}`, one.params) })}</li>
                    ))}
                  </ul>
                }
              />
            )}
            <TableDiff before={table} after={found.table} />
          </Flex>
        </Modal>
      )}
    </>
  );
}
