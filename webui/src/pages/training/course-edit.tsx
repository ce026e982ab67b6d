/** Making a course, or changing what is given of it: what it is about, how it is held, what an exam asks for. */
import { Flex, Form, Input, InputNumber, Modal, Select, Switch } from 'antd';
import * as calls from '../../api/training';
import { useNames } from '../../parts/people';
import { useChange } from './courses';
import { useTrainingWords } from './words';

const formats = ['online', 'face_to_face', 'workshop'] as const;
const numbers = [
  ['draw', 0, 200],
  ['pass_mark', 1, 100],
  ['minutes', 1, 480],
  ['retakes', 0, 9],
  ['valid_months', 1, 120],
] as const;

export function CourseEdit({ of, onClose }: { of?: calls.Course; onClose: () => void }) {
  const { say } = useTrainingWords();
  const groups = useNames();
  const [form] = Form.useForm<calls.CourseBody & { key: string }>();
  const save = useChange(
    ({ key, ...body }: calls.CourseBody & { key: string }) => calls.saveCourse(of?.key ?? key, body),
    () => (onClose(), say('training.saved')),
  );
  const given = of ?? { format: 'online', draw: 0, pass_mark: 80, minutes: 30, retakes: 2, active: true, groups: [] };
  return (
    <Modal open width={680} title={say(of ? 'training.changeCourse' : 'training.newCourse')} onCancel={onClose} okText={say('training.save')} okButtonProps={{ loading: save.isPending }} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" initialValues={given} onFinish={save.mutate}>
        {!of && (
          <Form.Item name="key" label={say('training.key')} extra={say('training.keyHint')} rules={[{ required: true, pattern: /^[a-z][a-z0-9_]*$/ }]}>
            <Input maxLength={64} />
          </Form.Item>
        )}
        <Form.Item name="name" label={say('training.name')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="name_en" label={say('training.nameEn')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="about" label={say('training.about')}>
          <Input.TextArea autoSize />
        </Form.Item>
        <Form.Item name="about_en" label={say('training.aboutEn')}>
          <Input.TextArea autoSize />
        </Form.Item>
        <Form.Item name="format" label={say('training.formatOf')}>
          <Select options={formats.map((value) => ({ value, label: say(`training.format.${value}`) }))} />
        </Form.Item>
        <Form.Item name="groups" label={say('training.groups')} extra={say('training.groupsHint')}>
          <Select mode="multiple" options={groups.groups.map((one) => ({ value: one, label: groups.group(one) }))} />
        </Form.Item>
        <Flex gap={16} wrap>
          {numbers.map(([name, min, max]) => (
            <Form.Item key={name} name={name} label={say(`training.${name}`)}>
              <InputNumber min={min} max={max} precision={0} />
            </Form.Item>
          ))}
          <Form.Item name="active" label={say('training.active')} valuePropName="checked">
            <Switch />
          </Form.Item>
        </Flex>
      </Form>
    </Modal>
  );
}
