/** A form that asks for the least first: fields named in the file's `"ui:options": {"fold": […]}` wait behind one line. */
import { Theme } from '@rjsf/antd';
import type { ObjectFieldTemplateProps } from '@rjsf/utils';
import { Button } from 'antd';
import { useState, type ComponentType } from 'react';
import { useWords } from '../text/language';

const Plain = Theme.templates?.ObjectFieldTemplate as ComponentType<ObjectFieldTemplateProps>;

export function Folding(props: ObjectFieldTemplateProps) {
  const { t } = useWords();
  const fold = (props.uiSchema?.['ui:options'] as { fold?: string[] } | undefined)?.fold ?? [];
  const data = (props.formData ?? {}) as Record<string, unknown>;
  const wrong = (props.errorSchema ?? {}) as Record<string, unknown>;
  const told = fold.some((name) => data[name] !== undefined || wrong[name] !== undefined);
  const [open, setOpen] = useState(false);
  if (fold.length === 0 || open || told) return <Plain {...props} />;
  return (
    <>
      <Plain {...props} properties={props.properties.filter((one) => !fold.includes(one.name))} />
      <Button type="link" aria-expanded={false} onClick={() => setOpen(true)} style={{ padding: 0, marginBottom: 16 }}>
        {t('form.fold', { count: fold.length })}
      </Button>
    </>
  );
}
