/** A field with its hint: what is wrong stands in front of the hint, which the library would show instead of it. */
import { Theme } from '@rjsf/antd';
import type { FieldTemplateProps } from '@rjsf/utils';
import type { ComponentType } from 'react';

const Asked = Theme.templates?.FieldTemplate as ComponentType<FieldTemplateProps>;

export function Field(props: FieldTemplateProps) {
  const { rawErrors, rawHelp, rawDescription, description } = props;
  if (!rawErrors?.length || !rawHelp) return <Asked {...props} />;
  return <Asked {...props} rawHelp={undefined} rawDescription={rawDescription || rawHelp} description={rawDescription ? description : <>{rawHelp}</>} />;
}
