/** A field of the panel: kept when it is left or with Enter, one change of the model each time; formulas are checked while one types. */
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input, Typography } from 'antd';
import { use, useEffect, useState, type ReactNode } from 'react';
import { checkFormula, type How } from '../api/modeling';
import { useWords } from '../text/language';
import { DrawnScope } from './scope';

const QUIET = 350;

export function Row({ label, hint, children, id }: { label: string; hint?: string; children: ReactNode; id: string }) {
  return (
    <div style={{ marginBottom: 12 }}>
      <label htmlFor={id} style={{ display: 'block', fontSize: 13, fontWeight: 500, marginBottom: 4 }}>
        {label}
      </label>
      {children}
      {hint && (
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {hint}
        </Typography.Text>
      )}
    </div>
  );
}

interface Props {
  id: string;
  value: string;
  long?: boolean | 'formula';
  options?: { value: string; label: string }[];
  /** How the text is read; without it, it is plain. */
  how?: How;
  onKeep: (value: string) => void;
}

export function Kept({ id, value, long, options, how, onKeep }: Props) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const { t } = useWords();
  const { wrong, doubts } = useCheck(typed, how);
  const keep = (text = typed) => text !== value && onKeep(text.trim());
  const noted = wrong ? ({ status: 'error', 'aria-invalid': true, 'aria-describedby': `${id}-wrong` } as const) : {};
  const shared = { id, value: typed, onBlur: () => keep(), ...noted };
  const field = options ? (
    <AutoComplete {...shared} options={options} onChange={(text: string) => setTyped(text ?? '')} onSelect={(text: string) => onKeep(text)} style={{ width: '100%' }} allowClear showSearch={{ filterOption: (text, option) => `${option?.value} ${option?.label}`.toLowerCase().includes(text.toLowerCase()) }} />
  ) : long ? (
    <Input.TextArea {...shared} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(event) => setTyped(event.target.value)} style={long === 'formula' ? { fontFamily: 'ui-monospace, monospace', fontSize: 12.5 } : undefined} />
  ) : (
    <Input {...shared} onChange={(event) => setTyped(event.target.value)} onPressEnter={() => keep()} />
  );
  return (
    <>
      {field}
      {wrong && <Wrong id={`${id}-wrong`} text={typed} {...wrong} />}
      {doubts.map(([name, meant]) => (
        <div key={name} role="status" style={{ fontSize: 12.5, color: '#874d00', marginTop: 4 }}>
          {t('field.doubt', { name, meant })}
        </div>
      ))}
    </>
  );
}

const FRESH = 5_000;

/** What the server finds wrong with a formula once the writer pauses, and the names that are probably others. */
function useCheck(text: string, how: How | undefined) {
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const later = setTimeout(() => setAsked(text), QUIET);
    return () => clearTimeout(later);
  }, [text]);
  const scope = use(DrawnScope);
  const found = useQuery({ queryKey: ['formula', how, asked], queryFn: ({ signal }) => checkFormula(asked, how ?? 'always', scope(), signal), enabled: how !== undefined && asked.trim() !== '', staleTime: FRESH, retry: false });
  const told = asked === text && text.trim() !== '' ? found.data : undefined;
  return { wrong: told?.message ? { message: told.message, remedy: told.remedy, position: told.position } : null, doubts: Object.entries(told?.doubts ?? {}) };
}

const AROUND = 18;

/** The sentence, and the text around the place where it goes wrong. */
function Wrong({ id, text, message, position }: { id: string; text: string; message: string; position: number | null }) {
  const { t } = useWords();
  return (
    <div id={id} role="alert" style={{ fontSize: 12.5, color: '#a01622', marginTop: 4 }}>
      {message}
      {position !== null && (
        <code style={{ display: 'block', color: '#3d4654', whiteSpace: 'pre-wrap', wordBreak: 'break-all' }}>
          {text.slice(Math.max(0, position - AROUND), position)}
          <mark style={{ background: '#fde8e9', color: '#a01622', borderBottom: '2px solid #c41d2b' }}>{text.slice(position, position + 1) || t('field.here')}</mark>
          {text.slice(position + 1, position + 1 + AROUND)}
        </code>
      )}
    </div>
  );
}
