/** A span of the day, from and to, as `HH:MM`. */
import { TimePicker } from 'antd';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';

dayjs.extend(customParseFormat);
const FORM = 'HH:mm';
export type Span = [from: string, to: string];

export function Hours({ value, onChange, id }: { value?: Span; onChange?: (value: Span) => void; id?: string }) {
  return (
    <TimePicker.RangePicker
      id={id}
      order={false}
      format={FORM}
      minuteStep={30}
      allowClear={false}
      value={value ? [dayjs(value[0], FORM), dayjs(value[1], FORM)] : null}
      onChange={(span) => span?.[0] && span[1] && onChange?.([span[0].format(FORM), span[1].format(FORM)])}
    />
  );
}
