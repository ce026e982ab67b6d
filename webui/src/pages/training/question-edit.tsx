/** Writing a question or changing one: its words in both languages, what may be chosen, what is right and why. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Flex, Form, Input, Modal, Segmented } from 'antd';
import * as calls from '../../api/training';
import { spoken } from '../../text/spoken';
import { training } from '../../text/training';
import { useChange } from './courses';
import { useTrainingWords } from './words';

type Kind = 'single' | 'multiple' | 'truefalse';
interface Choice {
  key: string;
  text: string;
  text_en?: string;
  right?: boolean;
}
interface Told {
  kind: Kind;
  text: string;
  text_en?: string;
  options?: Choice[];
  truth: 'true' | 'false';
  explanation?: string;
  explanation_en?: string;
}
const kinds = ['single', 'multiple', 'truefalse'] as const;
const keys = 'abcdefghij';

export function QuestionEdit({ course, of, onClose }: { course: string; of?: calls.Question; onClose: () => void }) {
  const { say } = useTrainingWords();
  const [form] = Form.useForm<Told>();
  const kind = Form.useWatch('kind', form) ?? (of?.kind as Kind | undefined) ?? 'single';
  const save = useChange(
    (body: calls.QuestionBody) => calls.saveQuestion(course, body, of?.id),
    () => (onClose(), say('training.saved')),
  );
  const given: Told = {
    kind: (of?.kind as Kind | undefined) ?? 'single',
    text: of?.text ?? '',
    text_en: of?.text_en,
    truth: of?.right?.[0] === 'false' ? 'false' : 'true',
    options: of && of.kind !== 'truefalse' ? of.options.map((one) => ({ ...one, right: of.right?.includes(one.key) })) : [{ key: 'a', text: '' }, { key: 'b', text: '' }],
    explanation: of?.explanation,
    explanation_en: of?.explanation_en,
  };
  const send = (told: Told) => {
    const free = [...keys].filter((key) => !told.options?.some((one) => one.key === key));
    const options = (told.options ?? []).map((one) => ({ ...one, key: one.key || (free.shift() ?? '') }));
    save.mutate({
      kind: told.kind,
      text: told.text,
      text_en: told.text_en ?? '',
      explanation: told.explanation ?? '',
      explanation_en: told.explanation_en ?? '',
      ...(told.kind === 'truefalse'
        ? { options: (['true', 'false'] as const).map((key) => ({ key, text: spoken('zh', training[`training.${key}`]), text_en: spoken('en', training[`training.${key}`]) })), right: [told.truth] }
        : { options: options.map(({ key, text, text_en }) => ({ key, text, text_en: text_en ?? '' })), right: options.filter((one) => one.right).map((one) => one.key) }),
    });
  };
  return (
    <Modal open width={680} title={say(of ? 'training.changeQuestion' : 'training.newQuestion')} onCancel={onClose} okText={say('training.save')} okButtonProps={{ loading: save.isPending }} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" initialValues={given} onFinish={send}>
        <Form.Item name="kind" label={say('training.kind')}>
          <Segmented options={kinds.map((value) => ({ value, label: say(`exam.${value}`) }))} />
        </Form.Item>
        <Form.Item name="text" label={say('training.text')} rules={[{ required: true, whitespace: true }]}>
          <Input.TextArea autoSize maxLength={1000} />
        </Form.Item>
        <Form.Item name="text_en" label={say('training.textEn')}>
          <Input.TextArea autoSize maxLength={1000} />
        </Form.Item>
        {kind === 'truefalse' ? (
          <Form.Item name="truth" label={say('training.right')}>
            <Segmented options={(['true', 'false'] as const).map((value) => ({ value, label: say(`training.${value}`) }))} />
          </Form.Item>
        ) : (
          <Form.List name="options">
            {(fields, { add, remove }) => (
              <Flex vertical gap={8} style={{ marginBottom: 16 }} role="group" aria-label={say('training.options')}>
                {fields.map((field, at) => (
                  <Flex key={field.key} gap={8} align="center" wrap>
                    <Form.Item name={[field.name, 'right']} valuePropName="checked" noStyle>
                      <Checkbox aria-label={say('training.rightOf', { n: at + 1 })} />
                    </Form.Item>
                    <Form.Item name={[field.name, 'text']} noStyle rules={[{ required: true, whitespace: true }]}>
                      <Input style={{ flex: '1 1 200px' }} aria-label={say('training.optionOf', { n: at + 1 })} placeholder={say('training.optionOf', { n: at + 1 })} />
                    </Form.Item>
                    <Form.Item name={[field.name, 'text_en']} noStyle>
                      <Input style={{ flex: '1 1 200px' }} aria-label={say('training.optionEnOf', { n: at + 1 })} placeholder={say('training.optionEnOf', { n: at + 1 })} />
                    </Form.Item>
                    <Button type="text" icon={<DeleteOutlined />} aria-label={say('training.dropOption', { n: at + 1 })} disabled={fields.length <= 2} onClick={() => remove(field.name)} />
                  </Flex>
                ))}
                <Button size="small" icon={<PlusOutlined />} style={{ alignSelf: 'start' }} disabled={fields.length >= keys.length} onClick={() => add({ key: '', text: '' })}>
                  {say('training.addOption')}
                </Button>
              </Flex>
            )}
          </Form.List>
        )}
        <Form.Item name="explanation" label={say('training.reason')}>
          <Input.TextArea autoSize maxLength={1000} />
        </Form.Item>
        <Form.Item name="explanation_en" label={say('training.reasonEn')}>
          <Input.TextArea autoSize maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
