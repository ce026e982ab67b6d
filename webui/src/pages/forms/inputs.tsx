/** The small inputs of the sheet: a text in both languages, a number that may be empty, a labelled row. */
import { Flex, Input, InputNumber, Typography } from 'antd';
import { useId, type ReactNode } from 'react';
import { get, put, type Files, type Path } from './files';
import type { Change } from './state';
import { said, say as setText } from './texts';
import { useFormWords, type FormKey } from './words';

interface Edit {
  files: Files;
  change: Change;
}

export function Labelled({ label, hint, children }: { label: string; hint?: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div style={{ marginBottom: 12, minWidth: 0 }}>
      <label htmlFor={id} style={{ display: 'block', fontSize: 13, fontWeight: 500, marginBottom: 4 }}>
        {label}
      </label>
      {children(id)}
      {hint && (
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {hint}
        </Typography.Text>
      )}
    </div>
  );
}

/** A text of the form, Chinese and English side by side. */
export function Both({ files, change, path, wish, label }: Edit & { path: Path; wish: string; label: string }) {
  const { say } = useFormWords();
  const words = said(files, path);
  const input = (language: 'zh' | 'en') => (
    <Input
      value={words[language]}
      lang={language === 'zh' ? 'zh-CN' : 'en'}
      prefix={<span style={{ fontSize: 12, color: '#5c6370', marginInlineEnd: 4 }}>{say(`sheet.${language}Mark`)}</span>}
      aria-label={`${label} (${say(`sheet.${language}`)})`}
      onChange={(event) => change((now) => setText(now, path, { [language]: event.target.value }, wish), `${path.join('/')} ${language}`)}
    />
  );
  return (
    <Flex gap={8} wrap>
      <div style={{ flex: '1 1 160px' }}>{input('zh')}</div>
      <div style={{ flex: '1 1 160px' }}>{input('en')}</div>
    </Flex>
  );
}

export function BothRow({ label, ...rest }: Edit & { path: Path; wish: string; label: FormKey }) {
  const { say } = useFormWords();
  return (
    <div role="group" aria-label={say(label)} style={{ marginBottom: 12 }}>
      <div style={{ fontSize: 13, fontWeight: 500, marginBottom: 4 }}>{say(label)}</div>
      <Both {...rest} label={say(label)} />
    </div>
  );
}

/** A limit that stands in the schema, or does not. */
export function Limit({ files, change, path, label, whole = false, min }: Edit & { path: Path; label: FormKey; whole?: boolean; min?: number }) {
  const { say } = useFormWords();
  return (
    <div style={{ flex: '1 1 120px' }}>
      <Labelled label={say(label)}>
        {(id) => <InputNumber<number> id={id} value={(get(files, path) as number | undefined) ?? null} precision={whole ? 0 : undefined} min={min} changeOnWheel={false} onChange={(next) => change((now) => put(now, path, next ?? undefined), path.join('/'))} style={{ width: '100%' }} />}
      </Labelled>
    </div>
  );
}

/** A text that stands in the schema as it is, such as a formula; empty takes it away. */
export function Plain({ files, change, path, label, hint }: Edit & { path: Path; label: FormKey; hint?: FormKey }) {
  const { say } = useFormWords();
  return (
    <Labelled label={say(label)} hint={hint && say(hint)}>
      {(id) => <Input id={id} value={String(get(files, path) ?? '')} onChange={(event) => change((now) => put(now, path, event.target.value || undefined), path.join('/'))} style={{ fontFamily: 'ui-monospace, monospace', fontSize: 12.5 }} />}
    </Labelled>
  );
}
