/** What the selected element is and does, in the company's own terms. */
import { Checkbox, Collapse, Flex, Input, Select } from 'antd';
import { Link } from 'react-router';
import type { How, Service } from '../api/modeling';
import { useWords } from '../text/language';
import type { TextKey } from '../text/texts';
import { fieldsOf, hasHelp, type Choices, type Field } from './fields';
import { Kept, Row } from './kept';
import { Parameters } from './parameters';
import { DrawnScope, scopeIn } from './scope';
import * as model from './settings';
import type { Element, Services, TimerKind } from './settings';

interface Props {
  board: Services;
  element: Element;
  /** Counts the changes of the model, so that undo shows here, too. */
  change: number;
  choices: Partial<Record<Choices, { value: string; label: string }[]>>;
  services: Service[];
}

const folded = { body: { padding: '4px 0 0' }, header: { paddingInline: 0, paddingBlock: 8 } };

const timerKinds: [TimerKind, TextKey][] = [['timeDuration', 'field.timeDuration'], ['timeDate', 'field.timeDate'], ['timeCycle', 'field.timeCycle']];
const rootText: Record<string, TextKey> = { 'bpmn:Message': 'field.message', 'bpmn:Signal': 'field.signal', 'bpmn:Error': 'field.error', 'bpmn:Escalation': 'field.escalation' };

export function PropertiesPanel({ board, element, choices, services }: Props) {
  const { t } = useWords();
  const object = element.businessObject;
  const owner = element.type === 'bpmn:Participant' && object.processRef ? object.processRef : null;
  const isProcess = element.type === 'bpmn:Process' || owner !== null;
  const process = owner ?? object;
  const subject = isProcess ? process : object;
  const timer = model.timer(element);
  const ref = model.named(element);
  const loop = model.loop(element);
  const isDefault = model.isDefault(element);
  const isFlow = element.type === 'bpmn:SequenceFlow';
  const row = (key: string, label: TextKey, value: string, onKeep: (value: string) => void, more: { hint?: TextKey; long?: boolean | 'formula'; how?: How; options?: { value: string; label: string }[] } = {}) => (
    <Row key={key} id={`field-${key}`} label={t(label)} hint={more.hint && t(more.hint)}>
      <Kept key={`${element.id} ${key}`} id={`field-${key}`} value={value} long={more.long} how={more.how} options={more.options} onKeep={onKeep} />
    </Row>
  );
  const setting = (field: Field) => {
    const options = field.options?.map((value) => ({ value, label: value })) ?? (field.choices ? choices[field.choices] : undefined);
    const value = model.settingOf(object, field.setting) ?? '';
    const asked = row(field.setting, field.text, value, (next) => model.setSetting(board, element, field.setting, next), { hint: field.hint, long: field.long, how: field.how, options });
    if (field.choices !== 'forms' || !options?.some((option) => option.value === value)) return asked;
    return (
      <div key={field.setting}>
        {asked}
        <Link to={`/forms/${value}`} target="_blank" style={{ display: 'inline-block', margin: '-4px 0 12px' }}>
          {t('field.formOpen')}
        </Link>
      </div>
    );
  };
  const service = services.find(({ key }) => key === model.settingOf(object, 'service'));
  const fields = fieldsOf(element.type, ref?.type === 'bpmn:Message');

  const behaviour = [
    ...(timer
      ? [
          <Row key="timer" id="field-timerKind" label={t('field.timer')}>
            <Select id="field-timerKind" value={timer.kind} onChange={(kind) => model.setTimer(board, element, kind, timer.body)} style={{ width: '100%' }} options={timerKinds.map(([value, text]) => ({ value, label: t(text) }))} />
          </Row>,
          row('timerBody', timerKinds.find(([kind]) => kind === timer.kind)?.[1] ?? 'field.timer', timer.body, (body) => model.setTimer(board, element, timer.kind, body), { hint: 'field.timerHint', how: 'timer' }),
        ]
      : []),
    ...(ref ? [row('ref', rootText[ref.type] ?? 'field.message', ref.name, (name) => model.setNamed(board, element, name), { options: model.rootNames(board, ref.type).map((value) => ({ value, label: value })) })] : []),
    ...(isFlow ? [row('condition', 'field.condition', model.condition(element), (body) => model.setCondition(board, element, body), { hint: 'field.conditionHint', long: 'formula', how: 'always' })] : []),
    ...(isDefault === null
      ? []
      : [
          <Checkbox key="default" checked={isDefault} onChange={(event) => model.setDefault(board, element, event.target.checked)} style={{ marginBottom: 12 }}>
            {t('field.default')}
          </Checkbox>,
        ]),
    ...(element.type === 'bpmn:CallActivity' ? [row('called', 'field.called', object.calledElement ?? '', (value) => model.setAttribute(board, element, 'calledElement', value), { options: choices.processes })] : []),
    ...(element.type === 'bpmn:ScriptTask' ? [row('script', 'field.script', object.script ?? '', (value) => model.setAttribute(board, element, 'script', value), { hint: 'field.scriptHint', long: 'formula', how: 'always' })] : []),
    ...fields.map((field) => (field.setting === 'in' && service ? <Parameters key={`${element.id} ${service.key}`} service={service} value={model.settingOf(object, 'in') ?? ''} onKeep={(value) => model.setSetting(board, element, 'in', value)} /> : setting(field))),
    ...(loop ? [row('loop', 'field.loop', loop.body, (body) => model.setLoop(board, element, body), { hint: 'field.loopHint', how: 'always' })] : []),
  ];

  const general = [
    row('name', 'field.name', subject.name ?? '', (value) => (isProcess ? model.setProcessName(board, element, process, value) : model.setAttribute(board, element, 'name', value)), { long: false, hint: element.type === 'bpmn:Lane' ? 'field.laneHint' : undefined }),
    ...(element.type === 'bpmn:Lane' ? [] : [row('name_en', 'field.nameEn', model.settingOf(subject, 'name:en') ?? '', (value) => model.setSetting(board, element, 'name:en', value, subject))]),
    ...(isProcess
      ? [
          <Row key="key" id="field-key" label={t('field.key')} hint={t('field.keyHint')}>
            <Input id="field-key" value={process.id} readOnly />
          </Row>,
        ]
      : [
          <Row key="id" id="field-id" label={t('field.id')} hint={t('field.idHint')}>
            <Input id="field-id" value={element.id} readOnly />
          </Row>,
        ]),
    ...(hasHelp(element.type)
      ? [
          row('help', 'field.help', model.settingOf(object, 'help') ?? '', (value) => model.setSetting(board, element, 'help', value), { hint: 'field.helpHint', long: true }),
          row('help_en', 'field.helpEn', model.settingOf(object, 'help:en') ?? '', (value) => model.setSetting(board, element, 'help:en', value), { long: true }),
        ]
      : []),
    ...(isProcess ? [row('doc', 'field.documentation', model.documentation(process), (value) => model.setDocumentation(board, element, value, process), { long: true })] : []),
  ];

  return (
    <DrawnScope value={() => scopeIn(board)}>
      <Flex vertical style={{ padding: '0 14px 14px' }}>
      <Collapse
        ghost
        defaultActiveKey={['behaviour', 'general']}
        items={[
          { key: 'general', label: <strong>{t('field.general')}</strong>, children: general, styles: folded },
          ...(behaviour.length ? [{ key: 'behaviour', label: <strong>{t('field.behaviour')}</strong>, children: behaviour, styles: folded }] : []),
        ]}
      />
    </Flex>
    </DrawnScope>
  );
}
