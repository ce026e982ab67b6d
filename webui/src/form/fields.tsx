/** Whole parts of forms that have a look of their own: `"ui:field": "merge"` shows two records beside each other. */
import { getDefaultRegistry } from '@rjsf/core';
import type { FieldProps } from '@rjsf/utils';
import { Skeleton } from 'antd';
import { lazy, Suspense, type ComponentType } from 'react';
import { useTold } from '../parts/answers';
import type { Plan } from '../parts/beside';

type Row = Record<string, unknown>;
type Field = Record<string, unknown>;

/** Seldom wanted, so they come when they are. */
const Told = lazy(() => import('./told'));
const Beside = lazy(async () => ({ default: (await import('../parts/beside')).Beside }));

function Merge({ formData, onChange, disabled, readonly, fieldPathId, errorSchema }: FieldProps) {
  const value = (formData ?? {}) as Plan & { this?: string; other?: string };
  if (!value.this || !value.other) return null;
  return (
    <Suspense fallback={<Skeleton active />}>
      <fieldset disabled={disabled ?? readonly} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
        <Beside pair={{ this: value.this, other: value.other }} value={value} wrong={errorSchema?.into !== undefined} onChange={(plan) => onChange({ ...value, ...plan }, fieldPathId.path)} />
      </fieldset>
    </Suspense>
  );
}

const Asked = getDefaultRegistry().fields.ArrayField as ComponentType<FieldProps>;

/** A list that is told and not asked: a table of what its lines say, or a line each where they say one thing. */
function Listed({ schema, formData, fieldPathId }: FieldProps) {
  const told = useTold();
  const items = (formData ?? []) as Row[];
  const one = schema.items as Field;
  const columns = Object.entries((one.properties ?? {}) as Record<string, Field>).filter(([name]) => items.some((item) => (item[name] ?? '') !== ''));
  return (
    <div style={{ marginBottom: 16 }}>
      <div style={{ color: '#5c6370', fontSize: 13 }}>{schema.title}</div>
      <output id={fieldPathId.$id} className="told">
        {columns.length > 1 ? (
          <Suspense fallback={<Skeleton active />}>
            <Told items={items} columns={columns} />
          </Suspense>
        ) : (
          items.map((item, at) => <div key={at}>{told(item, one)}</div>)
        )}
      </output>
    </div>
  );
}

function Several(props: FieldProps) {
  return props.schema.readOnly && !props.uiSchema?.['ui:widget'] ? <Listed {...props} /> : <Asked {...props} />;
}

export const fields = { merge: Merge, ArrayField: Several };
