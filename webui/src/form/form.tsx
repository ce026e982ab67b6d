/** A form from its JSON Schema file, in the reader's language; what the server refuses is shown at the field it names. */
import { withTheme, type IChangeEvent } from '@rjsf/core';
import { Theme } from '@rjsf/antd';
import { englishStringTranslator, TranslatableString, type ErrorSchema, type RJSFSchema, type WidgetProps } from '@rjsf/utils';
import { useMemo, useRef, type ComponentType, type ReactNode } from 'react';
import type { FieldError } from '../api/client';
import { useWords } from '../text/language';
import type { TextKey } from '../text/texts';
import type { ShownForm } from './texts';
import { behaviour } from './behaviour';
import { Field } from './field';
import { Folding } from './fold';
import { AddLine, Line, RemoveLine } from './lines';
import { Quantity } from './quantity';
import { changed, visible } from './visible';
import { fields } from './fields';
import { orRead, readable } from './read';
import { tellings, widgets } from './widgets';
import { FormValidator } from './validator';

type Data = Record<string, unknown>;
const templates = { ...Theme.templates, FieldTemplate: Field, BaseInputTemplate: orRead(Theme.templates?.BaseInputTemplate as ComponentType<WidgetProps>), ObjectFieldTemplate: Folding, ArrayFieldItemTemplate: Line, ButtonTemplates: { ...Theme.templates?.ButtonTemplates, AddButton: AddLine, RemoveButton: RemoveLine } };
const Form = withTheme<Data>({ ...Theme, templates, fields: { ...Theme.fields, ...fields }, widgets: { ...Theme.widgets, ...readable({ ...widgets, quantity: Quantity }), ...tellings } });

/** Titles stand where reading begins. */
const look = { labelAlign: 'left', colon: false };

const strings: Partial<Record<TranslatableString, TextKey>> = {
  [TranslatableString.AddItemButton]: 'form.add',
  [TranslatableString.AddButton]: 'form.add',
  [TranslatableString.RemoveButton]: 'form.remove',
  [TranslatableString.MoveUpButton]: 'form.up',
  [TranslatableString.MoveDownButton]: 'form.down',
  [TranslatableString.CopyButton]: 'form.copy',
  [TranslatableString.ClearButton]: 'form.clear',
  [TranslatableString.ClearLabel]: 'form.clear',
  [TranslatableString.YesLabel]: 'app.yes',
  [TranslatableString.NoLabel]: 'app.no',
  [TranslatableString.NowLabel]: 'form.now',
  [TranslatableString.ArrayItemTitle]: 'form.item',
  [TranslatableString.EmptyArray]: 'form.noItems',
  [TranslatableString.IncrementAriaLabel]: 'form.more',
  [TranslatableString.DecrementAriaLabel]: 'form.less',
  [TranslatableString.ErrorsLabel]: 'error.invalid',
};

/** The server's `[{path, message}]` as the tree that the form shows at its fields. */
export function errorTree(errors: FieldError[]): ErrorSchema {
  const tree: Record<string, unknown> = {};
  for (const { path, message } of errors) {
    const words = (Array.isArray(path) ? path.map(String) : path.split(/[/.]/)).filter((word) => word !== '' && word !== '$' && word !== 'data');
    let place = tree;
    for (const word of words) place = (place[word] ??= {}) as Record<string, unknown>;
    place.__errors = [...((place.__errors as string[] | undefined) ?? []), message];
  }
  return tree as ErrorSchema;
}

interface Props {
  form: ShownForm;
  data: Data;
  onChange: (data: Data) => void;
  onSubmit: (data: Data) => void;
  refused?: FieldError[];
  disabled?: boolean;
  readOnly?: boolean;
  id?: string;
  children: ReactNode;
}

export function SchemaForm({ form, data, onChange, onSubmit, refused, disabled, readOnly, id = 'form', children }: Props) {
  const { t, language } = useWords();
  const validator = useMemo(() => new FormValidator(language), [language]);
  const extra = useMemo(() => (refused?.length ? errorTree(refused) : undefined), [refused]);
  const box = useRef<HTMLDivElement>(null);
  const now = visible(form.schema, form.ui, data);
  return (
    <div ref={box} onKeyDown={(event) => event.key === 'Enter' && (event.target as HTMLElement).closest('.ant-picker') && event.preventDefault()}>
      <Form
        idPrefix={id}
        schema={{ ...now.schema, title: undefined, description: undefined } as RJSFSchema}
        uiSchema={form.ui}
        formData={now.data}
        validator={validator}
        formContext={{ ...look, data: now.data } as never}
        extraErrors={extra}
        extraErrorsBlockSubmit={false}
        disabled={disabled}
        readonly={readOnly}
        noHtml5Validate
        showErrorList={false}
        experimental_defaultFormStateBehavior={behaviour}
        translateString={(text, values) => (strings[text] ? t(strings[text]) : englishStringTranslator(text, values))}
        onChange={(change: IChangeEvent<Data>) => onChange(changed(form.schema, form.ui, data, change.formData ?? {}))}
        onSubmit={(change: IChangeEvent<Data>) => onSubmit(visible(form.schema, form.ui, change.formData ?? {}).data)}
        onError={() => box.current?.querySelector<HTMLElement>('.ant-form-item-has-error input, .ant-form-item-has-error textarea')?.focus()}
      >
        {children}
      </Form>
    </div>
  );
}
