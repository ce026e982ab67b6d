/** What somebody answered in a form, to be read: labels and words of the form's own file, only what was answered. */
import { Typography } from 'antd';
import { shown } from '../form/texts';
import type { TaskForm } from '../api/types';
import { useWords } from '../text/language';
import { lookup } from './called';
import { useCourseNames } from './courses';
import { useNames } from './people';
import { useProcessNames } from './processes';
import { offered, told } from './told';

type Json = Record<string, unknown>;

/** `told` in the reader's words. */
export function useTold() {
  const { t } = useWords();
  const names = useNames();
  const processes = useProcessNames();
  const courses = useCourseNames();
  return (value: unknown, field: Json) => told(value, field, { yes: t('app.yes'), no: t('app.no'), names: { person: names.person, group: names.group, process: processes.of, course: courses.of } });
}

/** The fields of a form that were answered, without those named in `except`. */
export function answered(form: TaskForm, data: Json, except?: Set<string>): string[] {
  const properties = (form.schema.properties ?? {}) as Record<string, Json>;
  return Object.keys(properties).filter((name) => name !== 'customer' && !except?.has(name) && data[name] !== undefined && data[name] !== null && data[name] !== '' && data[name] !== false && offered(properties[name], data[name]));
}

/** What was answered, without the fields named in `except`. */
export function Answers({ form, data, except }: { form: TaskForm; data: Json; except?: Set<string> }) {
  const { language } = useWords();
  const told = useTold();
  const file = shown(form, language);
  const properties = (file.schema.properties ?? {}) as Record<string, Json>;
  const names = answered(form, data, except);
  const said = (value: unknown, field: Json) => {
    const Called = typeof value === 'string' ? lookup(field) : undefined;
    return Called ? <Called value={value as string} /> : told(value, field);
  };
  return (
    <dl style={{ display: 'grid', gridTemplateColumns: 'fit-content(40%) 1fr', gap: '4px 12px', margin: 0 }}>
      {names.map((name) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>
            <Typography.Text type="secondary">{String(properties[name]?.title ?? name)}</Typography.Text>
          </dt>
          <dd style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{said(data[name], properties[name] ?? {})}</dd>
        </div>
      ))}
    </dl>
  );
}
