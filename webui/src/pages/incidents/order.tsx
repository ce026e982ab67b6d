/** What is to be done with many cases, and why; moving asks from which step to which. */
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useMemo } from 'react';
import * as calls from '../../api/calls';
import { elementNames } from '../../model/names';
import { useProcesses } from '../../parts/processes';
import { useWords } from '../../text/language';

export type Verb = 'retry' | 'move' | 'suspend' | 'resume' | 'cancel';
export interface Order {
  verb: Verb;
  reason: string;
  element?: string;
  to?: string;
}

export function SteerMany({ verb, n, process, busy, onClose, onOrder }: { verb: Verb; n: number; process: string; busy: boolean; onClose: () => void; onOrder: (order: Order) => void }) {
  const { t } = useWords();
  const [form] = Form.useForm<Omit<Order, 'verb'>>();
  const needed = [{ required: true, whitespace: true, message: t('invalid.required') }];
  return (
    <Modal open title={`${t(`bulk.${verb}`)} · ${t('bulk.chosen', { n })}`} onCancel={onClose} onOk={form.submit} okText={t(`bulk.${verb}`)} confirmLoading={busy} okButtonProps={{ danger: verb === 'cancel' }} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(given) => onOrder({ verb, ...given })}>
        {verb === 'move' && <Steps process={process} />}
        <Form.Item name="reason" label={t('bulk.reason')} rules={needed}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Steps({ process }: { process: string }) {
  const { t, language } = useWords();
  const version = useProcesses().data?.items.find((one) => one.key === process)?.version ?? 0;
  const xml = useQuery({ queryKey: ['bpmn', process, version], queryFn: () => calls.bpmn(process, version), staleTime: Infinity, enabled: version > 0 });
  const options = useMemo(() => [...elementNames(xml.data ?? '', language)].map(([value, label]) => ({ value, label: `${label} (${value})` })), [xml.data, language]);
  const needed = [{ required: true, message: t('invalid.required') }];
  return (
    <>
      <Form.Item name="element" label={t('bulk.from')} rules={needed}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
      </Form.Item>
      <Form.Item name="to" label={t('bulk.to')} rules={needed}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
      </Form.Item>
    </>
  );
}
