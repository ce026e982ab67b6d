/** What somebody answered in a form, to be read: labels and words of the form's own file, only what was answered. */
import { Typography } from 'antd';
import { shown } from '../form/texts';
import type { TaskForm } from '../api/types';
import { useWords } from '../text/language';

type Json = Record<string, unknown>;
type Say = { yes: string; no: string };

/** An answer in the form's words: a choice by its label, yes and no, lists one after the other. */
export function told(value: unknown, field: Json, say: Say): string {
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (Array.isArray(value)) return value.map((one) => told(one, (field.items as Json | undefined) ?? {}, say)).join(', ');
  if (typeof value === 'object' && value !== null) {
    const inner = (field.properties as Record<string, Json> | undefined) ?? {};
    return Object.entries(value).map(([name, one]) => `${String(inner[name]?.title ?? name)} ${told(one, inner[name] ?? {}, say)}`).join(' · ');
  }
  const choice = (field.oneOf as Json[] | undefined)?.find((one) => one.const === value);
  return String(choice?.title ?? value ?? '');
}

export function Answers({ form, data }: { form: TaskForm; data: Json }) {
  const { t, language } = useWords();
  const file = shown(form, language);
  const properties = (file.schema.properties ?? {}) as Record<string, Json>;
  const names = Object.keys(properties).filter((name) => name !== 'customer' && data[name] !== undefined && data[name] !== null && data[name] !== '' && data[name] !== false);
  return (
    <dl style={{ display: 'grid', gridTemplateColumns: 'fit-content(40%) 1fr', gap: '4px 12px', margin: 0 }}>
      {names.map((name) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>
            <Typography.Text type="secondary">{String(properties[name]?.title ?? name)}</Typography.Text>
          </dt>
          <dd style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{told(data[name], properties[name] ?? {}, { yes: t('app.yes'), no: t('app.no') })}</dd>
        </div>
      ))}
    </dl>
  );
}
