/** Fields that are looked up while typing: `"ui:widget": "customer"` or `"person"` in a form's file. */
import type { WidgetProps } from '@rjsf/utils';
import { CallerPicker, PersonPicker } from '../parts/people';

function looked(Picker: typeof CallerPicker) {
  return function Looked({ id, value, placeholder, disabled, readonly, onChange, label }: WidgetProps) {
    return <Picker id={id} value={value as string | undefined} placeholder={placeholder} label={label} disabled={disabled ?? readonly} onChange={(next: string | undefined) => onChange(next)} />;
  };
}

export const widgets = { customer: looked(CallerPicker), person: looked(PersonPicker) };
