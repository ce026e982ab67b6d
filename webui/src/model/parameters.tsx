/** What a service takes, parameter by parameter, kept as the one mapping that the model holds. */
import { Button, Typography } from 'antd';
import { useState } from 'react';
import type { Parameter, Service } from '../api/modeling';
import { useWords } from '../text/language';
import type { TextKey } from '../text/texts';
import { entriesOf, mappingOf } from './context';
import { Kept, Row } from './kept';

const kinds: Record<string, TextKey> = { string: 'type.string', integer: 'type.number', number: 'type.number', boolean: 'type.boolean', array: 'type.list', object: 'type.object' };

interface Props {
  service: Service;
  value: string;
  onKeep: (value: string) => void;
}

export function Parameters({ service, value, onKeep }: Props) {
  const { t } = useWords();
  const [raw, setRaw] = useState(false);
  const entries = entriesOf(value);
  const more = (entries ?? []).filter(({ name }) => service.parameters.every((one) => one.name !== name));
  if (raw || entries === null)
    return (
      <Row id="field-in" label={t('field.in')} hint={t('field.inHint')}>
        <Kept id="field-in" value={value} long="formula" how="always" onKeep={onKeep} />
        {entries !== null && <Switch text={t('field.byParameter')} onClick={() => setRaw(false)} />}
      </Row>
    );
  const set = (name: string, formula: string) => {
    const known = entries.some((one) => one.name === name);
    onKeep(mappingOf(known ? entries.map((one) => (one.name === name ? { name, formula } : one)) : [...entries, { name, formula }]));
  };
  return (
    <fieldset style={{ border: 0, padding: 0, margin: '0 0 12px' }}>
      <legend style={{ fontSize: 13, fontWeight: 600, marginBottom: 6 }}>{t('field.parameters')}</legend>
      {service.parameters.map((one) => (
        <One key={one.name} of={one} value={entries.find(({ name }) => name === one.name)?.formula ?? ''} onKeep={(formula) => set(one.name, formula)} />
      ))}
      {more.map(({ name, formula }) => (
        <Row key={name} id={`parameter-${name}`} label={name} hint={t('field.parameterUnknown')}>
          <Kept id={`parameter-${name}`} value={formula} how="always" onKeep={(text) => set(name, text)} />
        </Row>
      ))}
      <Switch text={t('field.asFormula')} onClick={() => setRaw(true)} />
    </fieldset>
  );
}

function One({ of: one, value, onKeep }: { of: Parameter; value: string; onKeep: (formula: string) => void }) {
  const { t } = useWords();
  const kind = one.types.map((type) => t(kinds[type] ?? 'type.object')).join(' / ');
  const options = one.choices.length ? one.choices.map((choice) => ({ value: JSON.stringify(choice), label: choice })) : undefined;
  const missing = one.required && value === '';
  return (
    <Row id={`parameter-${one.name}`} label={`${one.name}${one.required ? ' *' : ''}`} hint={missing ? `${kind} · ${t('field.parameterMissing')}` : kind}>
      <Kept id={`parameter-${one.name}`} value={value} how="always" options={options} onKeep={onKeep} />
    </Row>
  );
}

function Switch({ text, onClick }: { text: string; onClick: () => void }) {
  return (
    <Button type="link" size="small" onClick={onClick} style={{ paddingInline: 0 }}>
      <Typography.Text style={{ color: 'inherit', fontSize: 12 }}>{text}</Typography.Text>
    </Button>
  );
}
