/** What a form tells and does not ask (`readOnly`) is text, not a field that nobody may fill in. */
import { Theme } from '@rjsf/antd';
import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import type { ComponentType } from 'react';
import { Link } from 'react-router';
import { useTold } from '../parts/answers';
import { lookup } from '../parts/called';
import { CaseLink } from '../parts/case';
import './read.css';

function Read({ id, value, schema, options }: WidgetProps) {
  const told = useTold();
  const named = options.enumOptions?.find((one) => one.value === value)?.label;
  const field = schema as Record<string, unknown>;
  if (field['x-names'] === 'handbook' && named) return <output id={id} className="told"><Link to={`/handbook/${value}`}>{named}</Link></output>;
  const Called = typeof value === 'string' && value ? lookup(field) : undefined;
  return (
    <output id={id} className="told">
      {field['x-names'] === 'case' && typeof value === 'string' ? <CaseLink id={value} /> : Called ? <Called value={value as string} /> : (named ?? told(value, field)) || '–'}
    </output>
  );
}

/** A tick that nobody may set, as its question and the answer: in the library the box itself brings the question. */
function Ticked(props: WidgetProps) {
  const Box = Theme.widgets?.CheckboxWidget as ComponentType<WidgetProps>;
  if (!props.schema.readOnly) return <Box {...props} />;
  return (
    <>
      <div style={{ color: '#5c6370', fontSize: 13 }}>{props.label}</div>
      <Read {...props} />
    </>
  );
}

/** The widget, or text where there is nothing to ask. */
export function orRead(Asked: ComponentType<WidgetProps>) {
  return function Field(props: WidgetProps) {
    return props.schema.readOnly ? <Read {...props} /> : <Asked {...props} />;
  };
}

const SCALARS = ['TextWidget', 'TextareaWidget', 'DateWidget', 'DateTimeWidget', 'SelectWidget', 'RadioWidget', 'UpDownWidget'];

/** These widgets, and those of the library for single values, each as text where there is nothing to ask. */
export function readable(own: Record<string, ComponentType<WidgetProps>>): RegistryWidgetsType {
  const library = Object.fromEntries(SCALARS.flatMap((name) => (Theme.widgets?.[name] ? [[name, Theme.widgets[name] as ComponentType<WidgetProps>]] : [])));
  const fields = Object.fromEntries(Object.entries({ ...library, ...own }).map(([name, widget]) => [name, orRead(widget)]));
  return { ...fields, CheckboxWidget: Ticked };
}
