/** When a field must be filled or is shown at all: another field, and the values that count. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Flex, Select, Typography } from 'antd';
import { requiredWhen, setRequiredWhen, setShownWhen, shownWhen, type When } from './conditions';
import { fieldsOf, type Field } from './fields';
import type { Files, Json } from './files';
import type { Change } from './state';
import { said } from './texts';
import { useFormWords } from './words';

/** What conditions may look at: fields whose values are few. */
function askable(files: Files, self: string): Field[] {
  return fieldsOf(files).filter((field) => field.name !== self && (field.kind === 'choice' || field.kind === 'yesno'));
}

function useValues(files: Files) {
  const { say, language } = useFormWords();
  return (field: Field | undefined): { value: string; label: string; is: unknown }[] => {
    if (!field) return [];
    if (field.kind === 'yesno') return [true, false].map((is) => ({ value: String(is), label: say(is ? 'when.yes' : 'when.no'), is }));
    return ((field.schema.oneOf ?? []) as Json[]).map((option, at) => ({ value: String(option.const), label: said(files, [...field.at, 'oneOf', at, 'title'])[language], is: option.const }));
  };
}

function Editor({ files, self, when, label, onChange }: { files: Files; self: string; when: When; label: string; onChange: (when: When | null) => void }) {
  const { say, language } = useFormWords();
  const valuesOf = useValues(files);
  const fields = askable(files, self);
  const field = fields.find((one) => one.name === when.field);
  const values = valuesOf(field);
  return (
    <Flex gap={6} align="center" role="group" aria-label={label} style={{ marginBottom: 8 }} wrap>
      <Select
        value={when.field}
        aria-label={`${label}: ${say('when.field')}`}
        onChange={(name) => onChange({ field: name, values: valuesOf(fields.find((one) => one.name === name)).slice(0, 1).map(({ is }) => is) })}
        options={fields.map((one) => ({ value: one.name, label: said(files, [...one.at, 'title'])[language] || one.name }))}
        style={{ flex: '1 1 130px' }}
      />
      <span>=</span>
      <Select
        mode="multiple"
        value={when.values.map(String)}
        aria-label={`${label}: ${say('when.values')}`}
        onChange={(chosen: string[]) => chosen.length && onChange({ ...when, values: values.filter(({ value }) => chosen.includes(value)).map(({ is }) => is) })}
        options={values.map(({ value, label: text }) => ({ value, label: text }))}
        style={{ flex: '2 1 180px' }}
      />
      <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={`${say('when.remove')}: ${label}`} onClick={() => onChange(null)} />
    </Flex>
  );
}

export function Conditions({ files, change, field }: { files: Files; change: Change; field: Field }) {
  const { say } = useFormWords();
  const valuesOf = useValues(files);
  const [first] = askable(files, field.name);
  const needed = requiredWhen(files, field.name);
  const shown = shownWhen(files, field.name);
  const suggestion = (): When => ({ field: first?.name ?? '', values: valuesOf(first).slice(0, 1).map(({ is }) => is) });
  if (!first && needed.length === 0 && !shown) return <Typography.Text type="secondary">{say('when.none')}</Typography.Text>;
  return (
    <>
      {needed.map((when, at) => (
        <div key={at}>
          <div style={{ fontSize: 13, marginBottom: 4 }}>{say('when.required')}</div>
          <Editor files={files} self={field.name} when={when} label={say('when.required')} onChange={(next) => change((now) => setRequiredWhen(now, field.name, at, next))} />
        </div>
      ))}
      {shown && (
        <>
          <div style={{ fontSize: 13, marginBottom: 4 }}>{say('when.shown')}</div>
          <Editor files={files} self={field.name} when={shown} label={say('when.shown')} onChange={(next) => change((now) => setShownWhen(now, field.name, next))} />
        </>
      )}
      <Flex gap={8} wrap>
        {!field.required && first && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => change((now) => setRequiredWhen(now, field.name, needed.length, suggestion()))}>
            {say('when.required')}
          </Button>
        )}
        {!shown && first && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => change((now) => setShownWhen(now, field.name, suggestion()))}>
            {say('when.shown')}
          </Button>
        )}
      </Flex>
    </>
  );
}
