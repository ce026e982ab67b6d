/** People and departments from a spreadsheet: every row looked at first, then all of them, or those that can be taken. */
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Flex, Tag, Upload } from 'antd';
import { useState } from 'react';
import { address } from '../../api/client';
import * as calls from '../../api/settings';
import { Sheet } from '../../parts/sheet';
import { useSave, useSettingsWords } from './words';

interface Row {
  row: number;
  what: string;
  result: 'new' | 'there' | 'refused';
  why: string;
}

const COLOURS = { new: 'success', there: 'processing', refused: 'error' } as const;

function rowsOf(told: calls.Taken): Row[] {
  const bad = new Map([...told.refused].reverse().map((note) => [note.row, note.message])); // the first reason of a row counts
  const good = told.rows.filter((one) => !bad.has(one.row)).map((one): Row => ({ row: one.row, what: [one.who, one.name].filter(Boolean).join(' · '), result: one.new ? 'new' : 'there', why: '' }));
  return [...good, ...[...bad].map(([row, why]): Row => ({ row, what: '', result: 'refused', why }))].sort((a, b) => a.row - b.row);
}

export function TakePeople({ onDone }: { onDone: (told: calls.Taken) => void }) {
  const { say } = useSettingsWords();
  const [file, setFile] = useState<File | null>(null);
  const [told, setTold] = useState<calls.Taken | null>(null);
  const look = useSave((chosen: File) => calls.takePeople(chosen, { dry_run: true }), setTold, true);
  const take = useSave((partial: boolean) => calls.takePeople(file!, { partial }), onDone);
  const rows = told ? rowsOf(told) : [];
  const good = rows.filter((row) => row.result !== 'refused').length;
  return (
    <Flex vertical gap={12}>
      <Flex gap={8} wrap>
        <Upload
          accept=".xlsx,.csv"
          showUploadList={false}
          beforeUpload={(chosen) => {
            setTold(null);
            setFile(chosen);
            look.mutate(chosen);
            return false;
          }}
        >
          <Button icon={<UploadOutlined />} loading={look.isPending}>
            {file?.name ?? say('take.file')}
          </Button>
        </Upload>
        <Button icon={<DownloadOutlined />} href={address('/people/template', {})}>
          {say('take.template')}
        </Button>
      </Flex>
      {told && (
        <>
          <Alert type={told.refused.length ? 'warning' : 'success'} title={say('take.told', { people: told.people, departments: told.departments, existing: told.existing, refused: rows.length - good })} />
          <Sheet
            rowKey="row"
            pagination={rows.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
            dataSource={rows}
            columns={[
              { title: say('take.row'), dataIndex: 'row' },
              { title: say('take.who'), dataIndex: 'what' },
              { title: say('take.result'), render: (_, row) => <><Tag color={COLOURS[row.result]}>{say(`take.${row.result}`)}</Tag> {row.why}</> },
            ]}
          />
          <Flex gap={8}>
            {told.refused.length === 0 && (
              <Button type="primary" disabled={good === 0} loading={take.isPending} onClick={() => take.mutate(false)}>
                {say('take.all')}
              </Button>
            )}
            {told.refused.length > 0 && good > 0 && (
              <Button loading={take.isPending} onClick={() => take.mutate(true)}>
                {say('take.good', { n: good })}
              </Button>
            )}
          </Flex>
        </>
      )}
    </Flex>
  );
}
