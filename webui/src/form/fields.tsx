/** Whole parts of forms that have a look of their own: `"ui:field": "merge"` shows two records beside each other. */
import type { FieldProps } from '@rjsf/utils';
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import type { Plan } from '../parts/beside';

/** Seldom wanted, so it comes when it is. */
const Beside = lazy(async () => ({ default: (await import('../parts/beside')).Beside }));

function Merge({ formData, onChange, disabled, readonly, fieldPathId }: FieldProps) {
  const value = (formData ?? {}) as Plan & { this?: string; other?: string };
  if (!value.this || !value.other) return null;
  return (
    <Suspense fallback={<Skeleton active />}>
      <fieldset disabled={disabled ?? readonly} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
        <Beside pair={{ this: value.this, other: value.other }} value={value} onChange={(plan) => onChange({ ...value, ...plan }, fieldPathId.path)} />
      </fieldset>
    </Suspense>
  );
}

export const fields = { merge: Merge };
