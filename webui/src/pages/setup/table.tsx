/** Customers or purchases from a table of whatever columns: mapped by hand where the names are foreign, checked, taken. */
import { UploadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Select, Table, Typography, Upload } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/settings';
import { useSave, useSettingsWords } from '../settings/words';

type Of = 'customers' | 'purchases';
interface Chosen {
  file: File;
  looked: calls.Looked;
  mapping: Record<string, string>;
}

export function TakeTable({ of, setup }: { of: Of; setup: calls.Setup }) {
  const { say } = useSettingsWords();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const look = useSave(
    async (file: File): Promise<Chosen> => {
      const looked = await calls.lookAt(of, file);
      return { file, looked, mapping: looked.guessed };
    },
    setChosen,
    true,
  );
  const customers = of === 'customers';
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say(customers ? 'setup.customersWhy' : 'setup.purchasesWhy')}</Typography.Text>
      <span>{say(customers ? 'setup.haveCustomers' : 'setup.havePurchases', { n: setup.counts[of] ?? 0 })}</span>
      <Upload
        accept=".xlsx,.csv"
        showUploadList={false}
        beforeUpload={(file) => {
          look.mutate(file);
          return false;
        }}
      >
        <Button icon={<UploadOutlined />} loading={look.isPending}>
          {chosen?.file.name ?? say('take.file')}
        </Button>
      </Upload>
      {chosen && <Mapping of={of} chosen={chosen} onMap={(mapping) => setChosen({ ...chosen, mapping })} onDone={() => setChosen(null)} />}
    </Flex>
  );
}

function Mapping({ of, chosen: { file, looked, mapping }, onMap, onDone }: { of: Of; chosen: Chosen; onMap: (mapping: Record<string, string>) => void; onDone: () => void }) {
  const { say } = useSettingsWords();
  const { message } = App.useApp();
  const template = useQuery({ queryKey: ['settings', 'template', of], queryFn: () => calls.template(of), staleTime: Infinity });
  const [report, setReport] = useState<calls.Report | null>(null);
  const check = useSave(() => calls.takeTable(of, file, mapping, { dry_run: true }), setReport, true);
  const take = useSave(
    () => calls.takeTable(of, file, mapping, { partial: (report?.counts.refused ?? 0) > 0 }),
    (told) => {
      void message.success(say('take.done', { n: (told.counts.rows ?? 0) - (told.counts.refused ?? 0) }));
      onDone();
    },
    true,
  );
  const used = new Set(Object.values(mapping));
  const missing = looked.required.filter((column) => !used.has(column));
  const columns = template.data?.columns ?? [];
  const choose = (theirs: string, ours: string | undefined) => {
    const { [theirs]: _, ...others } = mapping;
    setReport(null);
    onMap(ours ? { ...others, [theirs]: ours } : others);
  };
  return (
    <>
      <Table
        rowKey="header"
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={looked.header.map((header, n) => ({ header, example: looked.rows.map((row) => row[n]).find(Boolean) ?? '' }))}
        columns={[
          { title: say('setup.theirs'), dataIndex: 'header' },
          { title: say('setup.example'), dataIndex: 'example', render: (text: string) => <Typography.Text type="secondary">{text}</Typography.Text> },
          {
            title: say('setup.ours'),
            render: (_, { header }) => (
              <Select
                allowClear
                aria-label={`${say('setup.ours')} ${header}`}
                placeholder={say('setup.leave')}
                value={mapping[header]}
                onChange={(ours: string | undefined) => choose(header, ours)}
                style={{ minWidth: 180 }}
                options={columns.map((one) => ({ value: one.title, label: one.title, disabled: used.has(one.title) && mapping[header] !== one.title }))}
              />
            ),
          },
        ]}
      />
      {missing.length > 0 && <Alert type="warning" title={say('setup.missing', { columns: missing.join(', ') })} />}
      {report && <Told report={report} />}
      <Flex gap={8}>
        <Button type={report ? 'default' : 'primary'} disabled={missing.length > 0} loading={check.isPending} onClick={() => check.mutate(undefined)}>
          {say('setup.check')}
        </Button>
        {report && (report.counts.refused ?? 0) < (report.counts.rows ?? 0) && (
          <Button type="primary" loading={take.isPending} onClick={() => take.mutate(undefined)}>
            {report.counts.refused ? say('take.good', { n: (report.counts.rows ?? 0) - report.counts.refused }) : say('take.all')}
          </Button>
        )}
      </Flex>
    </>
  );
}

function Told({ report: { counts, refused } }: { report: calls.Report }) {
  const { say } = useSettingsWords();
  const [rows, bad] = [counts.rows ?? 0, counts.refused ?? 0];
  return (
    <Alert
      type={bad ? 'warning' : 'success'}
      title={say('setup.report', { rows, good: rows - bad, refused: bad })}
      description={
        refused.length > 0 && (
          <ul style={{ margin: 0, paddingInlineStart: 18 }}>
            {refused.slice(0, 20).map((note, n) => (
              <li key={n}>{`${say('settings.row', { n: note.row })} ${note.column ?? ''} ${note.message}`}</li>
            ))}
          </ul>
        )
      }
    />
  );
}
