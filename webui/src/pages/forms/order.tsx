/** The fields in their order: moved by dragging, and by buttons for the keyboard. */
import { ArrowDownOutlined, ArrowUpOutlined, HolderOutlined, PlusOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Dropdown, Flex, theme, Typography } from 'antd';
import { useState } from 'react';
import { add, fieldsOf, move, palette, whole, type Field, type Place } from './fields';
import type { Files } from './files';
import { starting } from './starting';
import type { Change } from './state';
import { said } from './texts';
import { useFormWords } from './words';

interface Props {
  files: Files;
  change: Change;
  place?: Place;
  chosen: string;
  onChoose: (name: string) => void;
  /** Names of fields that something is wrong with. */
  wrong?: Set<string>;
}

/** Tables stand in the form itself, not in other tables. */
const inTables = palette.filter((kind) => kind !== 'table' && kind !== 'choices');

export function Palette({ change, place = whole, onAdded }: { change: Change; place?: Place; onAdded: (name: string) => void }) {
  const { say } = useFormWords();
  const kinds = place === whole ? palette : inTables;
  const take = (kind: (typeof palette)[number]) =>
    change((files) => {
      const [next, name] = add(files, kind, starting(kind), place);
      queueMicrotask(() => onAdded(name));
      return next;
    });
  return (
    <Dropdown trigger={['click']} menu={{ items: kinds.map((kind) => ({ key: kind, label: say(`kind.${kind}`) })), onClick: ({ key }) => take(key as (typeof palette)[number]), style: { maxHeight: 360, overflow: 'auto' } }}>
      <Button icon={<PlusOutlined />} type="dashed" block={place === whole}>
        {say('build.add')}
      </Button>
    </Dropdown>
  );
}

export function Order({ files, change, place = whole, chosen, onChoose, wrong }: Props) {
  const { say } = useFormWords();
  const { token } = theme.useToken();
  const fields = fieldsOf(files, place);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const drop = () => {
    if (dragged !== null && over !== null) change((now) => move(now, dragged, over, place));
    setDragged(null);
    setOver(null);
  };
  if (fields.length === 0) return <Typography.Text type="secondary">{say('build.empty')}</Typography.Text>;
  return (
    <ol aria-label={say(place === whole ? 'build.fields' : 'sheet.columns')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {fields.map((field, at) => (
        <li
          key={field.name}
          draggable
          onDragStart={() => setDragged(at)}
          onDragEnter={() => setOver(at)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={drop}
          onDragEnd={() => setDragged(null)}
          style={{
            display: 'flex', alignItems: 'center', borderRadius: token.borderRadius, marginBottom: 2, opacity: dragged === at ? 0.5 : 1,
            background: field.name === chosen ? '#e8f0fe' : undefined, boxShadow: dragged !== null && over === at && dragged !== at ? `inset 0 ${dragged < at ? -2 : 2}px 0 ${token.colorPrimary}` : undefined,
          }}
        >
          <HolderOutlined title={say('build.drag')} aria-hidden style={{ cursor: 'grab', padding: '8px 4px', color: token.colorTextDescription }} />
          <Row files={files} field={field} chosen={field.name === chosen} wrong={wrong?.has(field.name) ?? false} onChoose={() => onChoose(field.name)} />
          <Step files={files} field={field} up disabled={at === 0} onMove={() => change((now) => move(now, at, at - 1, place))} />
          <Step files={files} field={field} disabled={at === fields.length - 1} onMove={() => change((now) => move(now, at, at + 1, place))} />
        </li>
      ))}
    </ol>
  );
}

function useTitle(files: Files, field: Field): string {
  const { language } = useFormWords();
  return said(files, [...field.at, 'title'])[language] || field.name;
}

function Row({ files, field, chosen, wrong, onChoose }: { files: Files; field: Field; chosen: boolean; wrong: boolean; onChoose: () => void }) {
  const { say } = useFormWords();
  const { token } = theme.useToken();
  const title = useTitle(files, field);
  return (
    <button type="button" aria-pressed={chosen} onClick={onChoose} style={{ all: 'unset', boxSizing: 'border-box', flex: 1, minWidth: 0, padding: '6px 4px', cursor: 'pointer', outline: 'revert', borderRadius: token.borderRadius }}>
      <Flex align="baseline" gap={8}>
        <span style={{ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontWeight: 500 }}>
          {title}
          {field.required && <span style={{ color: token.colorError }}> *</span>}
        </span>
        <span style={{ fontSize: 12, color: token.colorTextDescription, whiteSpace: 'nowrap' }}>{say(`kind.${field.kind}`)}</span>
        {wrong && <WarningFilled style={{ color: token.colorWarning }} />}
      </Flex>
    </button>
  );
}

function Step({ files, field, up, disabled, onMove }: { files: Files; field: Field; up?: boolean; disabled: boolean; onMove: () => void }) {
  const { say } = useFormWords();
  const name = useTitle(files, field);
  return <Button type="text" size="small" icon={up ? <ArrowUpOutlined /> : <ArrowDownOutlined />} aria-label={say(up ? 'build.up' : 'build.down', { name })} aria-disabled={disabled} onClick={() => !disabled && onMove()} style={{ opacity: disabled ? 0.35 : 1 }} />;
}
