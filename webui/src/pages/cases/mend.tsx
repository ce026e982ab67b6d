/** Mending a case by hand: going on at another step, changing one of its values, saying that stuck work was done. All on record. */
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal, Select, Typography } from 'antd';
import * as calls from '../../api/calls';
import type { Incident, Instance } from '../../api/types';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';
import { useRefresh } from '../inbox/state';

interface Props {
  instance: Instance;
  names: Map<string, string>;
  onClose: () => void;
}

function Reason() {
  const { t } = useWords();
  return (
    <Form.Item name="reason" label={t('case.reason')} rules={[{ required: true, whitespace: true, message: t('case.needReason') }]}>
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
    </Form.Item>
  );
}

function useMend<Given>(send: (given: Given) => Promise<unknown>, onClose: () => void) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: send,
    onSuccess: async () => {
      message.success(t('case.steered'));
      onClose();
      await refresh();
    },
    onError: (failure) => void message.error(problem(failure), 6),
  });
}

/** A value as typed: JSON where it is JSON, else the text itself. */
export function valueOf(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

export function MoveToken({ instance, names, onClose }: Props) {
  const { t } = useWords();
  const [form] = Form.useForm<{ element: string; to: string; reason: string }>();
  const move = useMend((given: { element: string; to: string; reason: string }) => calls.moveToken(instance.id, given), onClose);
  const options = [...names].map(([value, label]) => ({ value, label: label === value ? value : `${label} (${value})` }));
  const here = instance.tokens.map((token) => ({ value: token.token, label: names.get(token.element) ?? token.element }));
  return (
    <Modal open title={t('case.move')} onCancel={onClose} onOk={form.submit} confirmLoading={move.isPending}>
      <Typography.Paragraph type="secondary">{t('case.moveWhy')}</Typography.Paragraph>
      <Form form={form} layout="vertical" initialValues={{ element: here[0]?.value }} onFinish={move.mutate}>
        <Form.Item name="element" label={t('case.moveFrom')} rules={[{ required: true, message: t('case.needStep') }]}>
          <Select options={here} />
        </Form.Item>
        <Form.Item name="to" label={t('case.moveTo')} rules={[{ required: true, message: t('case.needStep') }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
        </Form.Item>
        <Reason />
      </Form>
    </Modal>
  );
}

export function SetValue({ instance, onClose }: Omit<Props, 'names'>) {
  const { t } = useWords();
  const [form] = Form.useForm<{ name: string; value: string; reason: string }>();
  const set = useMend((given: { name: string; value: string; reason: string }) => calls.setVariables(instance.id, { [given.name]: valueOf(given.value) }, given.reason), onClose);
  const pick = (name: string) => {
    const value = instance.variables[name];
    form.setFieldValue('value', typeof value === 'string' ? value : JSON.stringify(value));
  };
  return (
    <Modal open title={t('case.setValue')} onCancel={onClose} onOk={form.submit} confirmLoading={set.isPending}>
      <Form form={form} layout="vertical" onFinish={set.mutate}>
        <Form.Item name="name" label={t('case.valueName')} rules={[{ required: true, message: t('case.needName') }]}>
          <Select showSearch onChange={pick} options={Object.keys(instance.variables).map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="value" label={t('case.value')} rules={[{ required: true, message: t('case.needValue') }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Reason />
      </Form>
    </Modal>
  );
}

export function ResolveIncident({ incident, called, onClose }: { incident: Incident; called: string; onClose: () => void }) {
  const { t, name } = useWords();
  const [form] = Form.useForm<{ result: string; reason: string }>();
  const resolve = useMend((given: { result?: string; reason: string }) => calls.resolve(incident.id, { result: given.result ? (valueOf(given.result) as Record<string, unknown>) : {}, reason: given.reason }), onClose);
  const isObject = (typed: string) => {
    const value = valueOf(typed);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  };
  return (
    <Modal open title={t('case.resolve')} onCancel={onClose} onOk={form.submit} confirmLoading={resolve.isPending}>
      <Alert type="error" showIcon title={called} description={name(incident, 'message') || incident.code} style={{ marginBottom: 12 }} />
      <Typography.Paragraph type="secondary">{t('case.resolveWhy')}</Typography.Paragraph>
      <Form form={form} layout="vertical" onFinish={resolve.mutate}>
        <Form.Item name="result" label={t('case.result')} rules={[{ validator: (_, typed?: string) => (!typed || isObject(typed) ? Promise.resolve() : Promise.reject(new Error(t('case.needObject')))) }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} placeholder='{"ok": true}' />
        </Form.Item>
        <Reason />
      </Form>
    </Modal>
  );
}
