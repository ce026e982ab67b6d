/** Fields of forms beyond the usual ones: looked up while typing (`"ui:widget": "customer"`, `"person"`), chosen from what there is (`group`, `course`), words one by one (`words`, read-only `marks`), a record that may be the same customer (`twin`), another tier of the case's scheme (`member`), what stands about one (`record`). */
import type { WidgetProps } from '@rjsf/utils';
import { Flex, Radio, Select, Tag } from 'antd';
import { useCourseNames } from '../parts/courses';
import { CallerPicker, PersonPicker, useNames } from '../parts/people';
import { useWords } from '../text/language';
import { Record } from './record';

function looked(Picker: typeof CallerPicker) {
  return function Looked({ id, value, placeholder, disabled, readonly, onChange, label }: WidgetProps) {
    return <Picker id={id} value={value as string | undefined} placeholder={placeholder} label={label} disabled={disabled ?? readonly} onChange={(next: string | undefined) => onChange(next)} />;
  };
}

function listed(useChoices: () => { value: string; label: string }[]) {
  return function Listed({ id, value, placeholder, disabled, readonly, onChange, label }: WidgetProps) {
    return <Select id={id} showSearch={{ optionFilterProp: 'label' }} options={useChoices()} value={value as string | undefined} placeholder={placeholder} aria-label={label} disabled={disabled ?? readonly} onChange={(next: string | undefined) => onChange(next)} allowClear style={{ width: '100%' }} />;
  };
}

function useGroupChoices() {
  const names = useNames();
  return names.groups.map((key) => ({ value: key, label: names.group(key) }));
}

/** Free words, one after the other; all taken away is an answer, too. */
function Words({ id, value, placeholder, disabled, readonly, required, onChange, label }: WidgetProps) {
  return <Select mode="tags" id={id} open={false} suffixIcon={null} value={(value as string[] | undefined) ?? []} placeholder={placeholder} aria-label={label} disabled={disabled ?? readonly} onChange={(next: string[]) => onChange(next.length || !required ? next.map((word) => word.trim()).filter(Boolean) : undefined)} style={{ width: '100%' }} />;
}

/** What a list of codes says, to be read only. */
function Marks({ value, options }: WidgetProps) {
  const { t } = useWords();
  const words = new Map((options.enumOptions ?? []).map((one) => [String(one.value), one.label]));
  const codes = (value as string[] | undefined) ?? [];
  if (codes.length === 0) return <output className="told">{t('kept.nothing')}</output>;
  return (
    <output className="told">
      {codes.map((code) => (
        <Tag key={code}>{words.get(code) ?? code}</Tag>
      ))}
    </output>
  );
}

interface Suspect {
  number: string;
  points: number;
  reasons: ('phone' | 'mail' | 'name')[];
}

/** Which record is the same customer: the suspects that the form knows of (`suspects`), or any other by name or number. */
function Twin({ id, value, disabled, readonly, onChange, label, registry }: WidgetProps) {
  const { t } = useWords();
  const data = (registry.formContext as { data?: { suspects?: Suspect[] } }).data;
  const suspects = data?.suspects ?? [];
  const off = disabled ?? readonly;
  return (
    <Flex vertical gap={8}>
      {suspects.length > 0 && (
        <Radio.Group value={(value as string | undefined) ?? ''} disabled={off} onChange={(event) => onChange((event.target.value as string) || undefined)}>
          <Flex vertical gap={4}>
            {suspects.map((one) => (
              <Radio key={one.number} value={one.number}>
                {one.number} · {t('kept.alike', { n: one.points })} · {one.reasons.map((reason) => t(`kept.by_${reason}`)).join(' · ')}
              </Radio>
            ))}
            <Radio value="">{t('kept.noTwin')}</Radio>
          </Flex>
        </Radio.Group>
      )}
      <CallerPicker id={id} value={value as string | undefined} label={label} disabled={off} onChange={(next: string | undefined) => onChange(next)} />
    </Flex>
  );
}

interface Tier {
  code: string;
  name: string;
  name_en: string;
}

/** Another tier, of those that the form knows of (`others`). */
function Member({ id, value, placeholder, disabled, readonly, onChange, label, registry }: WidgetProps) {
  const { name } = useWords();
  const tiers = (registry.formContext as { data?: { others?: Tier[] } }).data?.others ?? [];
  return <Select id={id} options={tiers.map((tier) => ({ value: tier.code, label: name(tier) }))} value={value as string | undefined} placeholder={placeholder} aria-label={label} disabled={disabled ?? readonly} onChange={(next: string | undefined) => onChange(next)} allowClear style={{ width: '100%' }} />;
}

export const widgets = { customer: looked(CallerPicker), person: looked(PersonPicker), group: listed(useGroupChoices), course: listed(() => useCourseNames().choices), words: Words, twin: Twin, member: Member };

/** What is only ever told, in a look of its own. */
export const tellings = { marks: Marks, record: Record };
