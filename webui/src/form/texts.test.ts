import { expect, test } from 'vitest';
import { asked, shown } from './texts';

const form = {
  schema: {
    type: 'object',
    required: ['why', 'approved'],
    properties: { why: { type: 'object', 'x-display': 'explanation' }, approved: { type: 'boolean', title: 'Approved' }, note: { title: 'Note' } },
  },
  ui: { 'ui:order': ['why', 'approved'], note: { 'ui:placeholder': 'Say why' } },
  texts: { zh: { Approved: '同意', note: '备注', 'Say why': '请说明' }, en: {} },
};

test('words come from the file, by the text or by the property', () => {
  const { schema, ui } = shown(form, 'zh');
  expect(schema.properties).toEqual({ approved: { type: 'boolean', title: '同意' }, note: { title: '备注' } });
  expect(ui.note).toEqual({ 'ui:placeholder': '请说明' });
});

test('a yes or no that must be answered is asked as such; what must be ticked is a box', () => {
  expect(shown(form, 'zh').ui.approved).toEqual({ 'ui:widget': 'radio' });
  const read = { schema: { type: 'object', required: ['read'], properties: { read: { type: 'boolean', const: true }, more: { type: 'boolean' } } }, ui: {}, texts: {} };
  expect(shown(read, 'zh').ui).toEqual({});
});

test('what explains is taken out of the questions', () => {
  const out = shown(form, 'en');
  expect(out.explanations).toEqual(['why']);
  expect(out.schema.required).toEqual(['approved']);
  expect(out.ui['ui:order']).toEqual(['approved', '*']);
  expect(asked(out, { why: {}, approved: true, note: null, other: 1 })).toEqual({ approved: true });
});

test('what is told in another language is left to its readers', () => {
  const told = { schema: { type: 'object', properties: { about: { 'x-language': 'zh' }, about_en: { 'x-language': 'en' }, read: {} } }, ui: { 'ui:order': ['about', 'about_en', 'read'] }, texts: {} };
  expect(Object.keys(shown(told, 'en').schema.properties as object)).toEqual(['about_en', 'read']);
  expect(shown(told, 'zh').ui['ui:order']).toEqual(['about', 'read', '*']);
});

test('a column in another language is left to its readers', () => {
  const table = { type: 'array', items: { type: 'object', properties: { figure: { 'x-language': 'zh' }, figure_en: { 'x-language': 'en' }, after: {} } } };
  const told = shown({ schema: { type: 'object', properties: { figures: table } }, ui: {}, texts: {} }, 'en').schema.properties as { figures: typeof table };
  expect(Object.keys(told.figures.items.properties)).toEqual(['figure_en', 'after']);
});
