/** Everything about one field: its words, what may be filled in, when it is asked. */
import { Alert, Button, Checkbox, Collapse, Flex, Input, Popconfirm, Segmented, Typography } from 'antd';
import { useState } from 'react';
import type { Finding } from '../../api/types';
import { Conditions } from './when';
import { columnsOf, fieldsOf, folded, isFolded, remove, rename, required, setUnit, whole, type Field, type Place } from './fields';
import { FindingWords } from './findings';
import { put, type Files } from './files';
import { BothRow, Labelled, Limit, Plain } from './inputs';
import { Options } from './options';
import { Order, Palette } from './order';
import type { Change } from './state';
import { said } from './texts';
import { useFormWords } from './words';

interface Props {
  files: Files;
  change: Change;
  field: Field;
  place?: Place;
  findings?: Finding[];
  onRenamed: (name: string) => void;
  onGone: () => void;
}

const limits: Partial<Record<Field['kind'], readonly (readonly [string, 'sheet.minLength' | 'sheet.maxLength' | 'sheet.minimum' | 'sheet.maximum' | 'sheet.minItems' | 'sheet.maxItems'])[]>> = {
  text: [['minLength', 'sheet.minLength'], ['maxLength', 'sheet.maxLength']],
  long: [['minLength', 'sheet.minLength'], ['maxLength', 'sheet.maxLength']],
  number: [['minimum', 'sheet.minimum'], ['maximum', 'sheet.maximum']],
  whole: [['minimum', 'sheet.minimum'], ['maximum', 'sheet.maximum']],
  choices: [['minItems', 'sheet.minItems'], ['maxItems', 'sheet.maxItems']],
  table: [['minItems', 'sheet.minItems'], ['maxItems', 'sheet.maxItems']],
};
const decides = new Set(['choice', 'choices', 'yesno']);
const typed = new Set(['text', 'long', 'number', 'whole', 'customer', 'person']);

export function Sheet({ files, change, field, place = whole, findings = [], onRenamed, onGone }: Props) {
  const { say } = useFormWords();
  const { name, at, look, kind } = field;
  const edit = { files, change };
  const own = limits[kind] ?? [];
  const inForm = place === whole;
  return (
    <div>
      {findings.length > 0 && <Alert type="warning" style={{ marginBottom: 12 }} title={findings.map((one, n) => <FindingWords key={n} of={one} />)} />}
      {kind === 'other' && <Alert type="info" showIcon title={say('build.restOfFile')} style={{ marginBottom: 12 }} />}
      <BothRow {...edit} label="sheet.title" path={[...at, 'title']} wish={name} />
      <Flex gap={16} wrap style={{ marginBottom: 12 }}>
        <Checkbox checked={field.required} onChange={(event) => change((now) => required(now, name, event.target.checked, place))}>
          {say('sheet.required')}
        </Checkbox>
        <Flag {...edit} path={[...at, 'readOnly']} label="sheet.shownOnly" />
        {['text', 'long'].includes(kind) && <Flag {...edit} path={[...at, 'x-personal']} label="sheet.personal" />}
        {inForm && (
          <Checkbox checked={isFolded(files, name)} onChange={(event) => change((now) => folded(now, name, event.target.checked))}>
            {say('sheet.folded')}
          </Checkbox>
        )}
      </Flex>
      {kind === 'choice' && <Looks {...edit} field={field} />}
      {(kind === 'choice' || kind === 'choices') && <Options {...edit} path={[...at, ...(kind === 'choice' ? [] : ['items']), 'oneOf']} />}
      {kind === 'table' && <Columns files={files} change={change} of={columnsOf(place, name)} />}
      <BothRow {...edit} label="sheet.help" path={[...look, 'ui:help']} wish={`${name}.help`} />
      {typed.has(kind) && <BothRow {...edit} label="sheet.placeholder" path={[...look, 'ui:placeholder']} wish={`${name}.placeholder`} />}
      {kind === 'number' && <Unit {...edit} field={field} />}
      <Flex gap={12} wrap>
        {own.map(([keyword, label]) => (
          <Limit key={keyword} {...edit} path={[...at, keyword]} label={label} whole={keyword.length > 7 || kind === 'whole'} min={keyword.length > 7 ? 0 : undefined} />
        ))}
        {kind === 'long' && <Limit {...edit} path={[...look, 'ui:options', 'rows']} label="sheet.rows" whole min={1} />}
      </Flex>
      {(inForm || kind === 'text') && (
        <Collapse
          ghost
          defaultActiveKey={['when']}
          styles={{ header: { paddingInline: 0 }, body: { padding: 0 } }}
          items={[
            ...(inForm ? [{ key: 'when', label: <strong>{say('when.title')}</strong>, children: <Conditions {...edit} field={field} /> }] : []),
            {
              key: 'more',
              label: <strong>{say('sheet.more')}</strong>,
              children: (
                <>
                  {kind === 'text' && <Plain {...edit} path={[...at, 'pattern']} label="sheet.pattern" />}
                  {inForm && !decides.has(kind) && <Plain {...edit} path={[...at, 'x-value']} label="sheet.value" hint="sheet.valueWhy" />}
                  <Name name={name} onKeep={(to) => { change((now) => rename(now, name, to, place)); onRenamed(to); }} taken={fieldsOf(files, place).map((one) => one.name)} />
                </>
              ),
            },
          ]}
        />
      )}
      <Popconfirm title={say('build.remove')} description={say('build.removeWhy')} okText={say('build.remove')} cancelText={say('build.notDo')} onConfirm={() => { onGone(); change((now) => remove(now, name, place)); }}>
        <Button danger type="text" style={{ marginTop: 8 }}>
          {say('build.remove')}
        </Button>
      </Popconfirm>
    </div>
  );
}

function Flag({ files, change, path, label }: { files: Files; change: Change; path: (string | number)[]; label: 'sheet.shownOnly' | 'sheet.personal' }) {
  const { say } = useFormWords();
  const on = path.reduce<unknown>((place, key) => (place as Record<string | number, unknown> | undefined)?.[key], files) === true;
  return (
    <Checkbox checked={on} onChange={(event) => change((now) => put(now, path, event.target.checked || undefined))}>
      {say(label)}
    </Checkbox>
  );
}

function Looks({ change, field }: { files: Files; change: Change; field: Field }) {
  const { say } = useFormWords();
  return (
    <div style={{ marginBottom: 12 }}>
      <Segmented
        aria-label={say('sheet.look')}
        size="small"
        value={field.ui['ui:widget'] === 'radio' ? 'radio' : 'select'}
        onChange={(next) => change((now) => put(now, [...field.look, 'ui:widget'], next === 'radio' ? 'radio' : undefined))}
        options={[{ value: 'radio', label: say('sheet.radio') }, { value: 'select', label: say('sheet.select') }]}
      />
    </div>
  );
}

function Unit({ files, change, field }: { files: Files; change: Change; field: Field }) {
  const { say } = useFormWords();
  const path = [...field.look, 'ui:options', 'unit'];
  const words = said(files, path);
  const input = (language: 'zh' | 'en') => (
    <Input value={words[language]} lang={language === 'zh' ? 'zh-CN' : 'en'} aria-label={`${say('sheet.unit')} (${say(`sheet.${language}`)})`} onChange={(event) => change((now) => setUnit(now, field.look, { ...said(now, path), [language]: event.target.value }), path.join('/'))} style={{ width: 110 }} />
  );
  return (
    <div role="group" aria-label={say('sheet.unit')} style={{ marginBottom: 12 }}>
      <div style={{ fontSize: 13, fontWeight: 500, marginBottom: 4 }}>{say('sheet.unit')}</div>
      <Flex gap={8}>
        {input('zh')}
        {input('en')}
      </Flex>
    </div>
  );
}

function Name({ name, taken, onKeep }: { name: string; taken: string[]; onKeep: (name: string) => void }) {
  const { say } = useFormWords();
  const [typed, setTyped] = useState(name);
  const fits = typed === name || (/^[a-z][a-z0-9_]*$/i.test(typed) && !taken.includes(typed));
  const keep = () => (typed !== name && fits ? onKeep(typed) : setTyped(name));
  return (
    <Labelled label={say('sheet.name')} hint={fits ? say('sheet.nameWhy') : say('forms.keyWrong')}>
      {(id) => <Input id={id} value={typed} status={fits ? undefined : 'error'} onChange={(event) => setTyped(event.target.value)} onBlur={keep} onPressEnter={keep} style={{ fontFamily: 'ui-monospace, monospace', fontSize: 12.5 }} />}
    </Labelled>
  );
}

function Columns({ files, change, of }: { files: Files; change: Change; of: Place }) {
  const { say } = useFormWords();
  const [chosen, setChosen] = useState('');
  const column = fieldsOf(files, of).find((one) => one.name === chosen);
  return (
    <div role="group" aria-label={say('sheet.columns')} style={{ marginBottom: 12, padding: '8px 12px', border: '1px solid #e6e9ef', borderRadius: 6 }}>
      <Typography.Text strong>{say('sheet.columns')}</Typography.Text>
      <Order files={files} change={change} place={of} chosen={chosen} onChoose={(name) => setChosen(name === chosen ? '' : name)} />
      <Palette change={change} place={of} onAdded={setChosen} />
      {column && (
        <div style={{ marginTop: 12, paddingTop: 12, borderTop: '1px solid #e6e9ef' }}>
          <Sheet key={column.name} files={files} change={change} field={column} place={of} onRenamed={setChosen} onGone={() => setChosen('')} />
        </div>
      )}
    </div>
  );
}
