/** What a form tells and does not ask (`readOnly`) is text, not a field that nobody may fill in. */
import { Theme } from '@rjsf/antd';
import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import type { ComponentType } from 'react';
import { useTold } from '../parts/answers';
import './read.css';

function Read({ id, value, schema, options }: WidgetProps) {
  const told = useTold();
  const named = options.enumOptions?.find((one) => one.value === value)?.label;
  return (
    <output id={id} className="told">
      {(named ?? told(value, schema as Record<string, unknown>)) || '–'}
    </output>
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
  return Object.fromEntries(Object.entries({ ...library, ...own }).map(([name, widget]) => [name, orRead(widget)]));
}
