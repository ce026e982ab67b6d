/** A number with what it is counted in behind it: `"ui:widget": "quantity", "ui:options": {"unit": "…"}`. */
import type { WidgetProps } from '@rjsf/utils';
import { InputNumber } from 'antd';

export function Quantity({ id, value, placeholder, disabled, readonly, onChange, schema, options }: WidgetProps) {
  return (
    <InputNumber<number>
      id={id}
      value={(value as number | undefined) ?? null}
      min={schema.minimum}
      max={schema.maximum}
      suffix={typeof options.unit === 'string' ? options.unit : undefined}
      placeholder={placeholder}
      disabled={disabled ?? readonly}
      changeOnWheel={false}
      onChange={(next) => onChange(next ?? undefined)}
      style={{ width: '100%' }}
    />
  );
}
