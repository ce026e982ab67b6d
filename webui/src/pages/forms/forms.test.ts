/** What the builder may do to a form is seen on every form of the house: what was not changed stays letter by letter. */
import { describe, expect, test } from 'vitest';
import { requiredWhen, setRequiredWhen, setShownWhen, shownWhen } from './conditions';
import { add, fieldsOf, folded, isFolded, move, NAME, palette, remove, rename, required } from './fields';
import { named, parts, type Files, type Json } from './files';
import { starting } from './starting';
import { places, said, say, tidy } from './texts';

const texts = import.meta.glob('../../../../forms/*/*.json', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
const text = (key: string, part: string) => texts[`../../../../forms/${key}/${key}.${part}.json`] ?? '';
const keys = [...new Set(Object.keys(texts).map((path) => path.split('/').at(-2) as string))];
const load = (key: string) => Object.fromEntries(parts.map((part) => [part, JSON.parse(text(key, part)) as Json])) as unknown as Files;
const letters = (files: Files) => JSON.stringify(files);

test('there are forms', () => expect(keys.length).toBeGreaterThan(50));

describe.each(keys)('%s', (key) => {
  const files = load(key);
  const before = letters(files);
  const fields = fieldsOf(files);
  const names = fields.map((field) => field.name);

  test('is written as it was read, byte by byte', () => {
    for (const { name, content } of named(key, files)) expect(content).toBe(text(key, name.split('.').at(-2) as string));
  });

  test('every word has a place and every place its words', () => {
    expect(letters(tidy(files))).toBe(before);
    for (const place of places(files)) expect(Object.values(said(files, place)).every(Boolean)).toBe(true);
  });

  test('a field moved there and back, added and removed, renamed and named again, leaves no trace', () => {
    for (const [at] of names.entries()) expect(letters(move(move(files, at, names.length - 1), names.length - 1, at))).toBe(before);
    for (const kind of palette) {
      const [more, name] = add(files, kind, starting(kind));
      expect(fieldsOf(more).at(-1)?.name).toBe(name);
      expect(letters(remove(more, name))).toBe(before);
    }
    for (const name of names) expect(letters(rename(rename(files, name, 'quite_another'), 'quite_another', name))).toBe(before);
  });

  test('required, folded, shown and conditions are taken back without a trace', () => {
    for (const { name, required: now } of fields) {
      if (!now) expect(letters(required(required(files, name, true), name, false))).toBe(before);
      if (!isFolded(files, name)) expect(letters(folded(folded(files, name, true), name, false))).toBe(before);
      expect(letters(setShownWhen(setShownWhen(files, name, { field: 'x', values: [1] }), name, shownWhen(files, name)))).toBe(before);
      const own = requiredWhen(files, name);
      for (const [at, when] of own.entries()) expect(setRequiredWhen(files, name, at, when)).toBe(files);
      const more = setRequiredWhen(files, name, own.length, { field: 'x', values: ['y'] });
      expect(requiredWhen(more, name)).toHaveLength(own.length + 1);
      expect(letters(setRequiredWhen(more, name, own.length, null))).toBe(before);
    }
  });

  test('a text changed and changed back leaves no trace where it is said once', () => {
    for (const place of places(files)) {
      const now = said(files, place);
      const changed = say(files, place, { zh: `${now.zh}!` }, 'new');
      expect(said(changed, place)).toEqual({ ...now, zh: `${now.zh}!` });
      for (const other of places(files)) if (other.join() !== place.join()) expect(said(changed, other)).toEqual(said(files, other));
      if (Object.keys(changed.zh).length === Object.keys(files.zh).length) expect(letters(say(changed, place, now, 'new'))).toBe(before);
    }
  });
});

test('the builder knows nearly every field of the house', () => {
  const unknown = keys.flatMap((key) => fieldsOf(load(key)).filter((field) => field.kind === 'other').map((field) => `${key}.${field.name}`));
  expect(unknown).toEqual(['advisory_choose.members', 'batch_confirm.exceptions', 'care_campaign.customers', 'cross_dept_task.departments', 'cross_dept_task.helpers', 'data_check.needs', 'data_check.tags', 'data_merge.plan', 'handbook_charter.audience', 'privacy_hold.holds', 'privacy_hold.until', 'training_request.people', 'training_request.groups', 'transfer_accept.cases', 'transfer_accept.contracts', 'transfer_handover.cases', 'transfer_handover.contracts']);
});

test('conditions are read from the form of a decision, and changed at one field without touching another', () => {
  const files = load('quote');
  expect(requiredWhen(files, 'lost_reason')).toEqual([{ field: 'outcome', values: ['lost'] }]);
  expect(requiredWhen(files, 'lines')).toEqual([{ field: 'outcome', values: ['go_on'] }]);
  const changed = setRequiredWhen(files, 'lines', 0, { field: 'outcome', values: ['lost'] });
  expect(requiredWhen(changed, 'lines')).toEqual([{ field: 'outcome', values: ['lost'] }]);
  expect(requiredWhen(changed, 'discount')).toEqual([{ field: 'outcome', values: ['go_on'] }]);
});

test('a field that goes takes its conditions along', () => {
  const left = remove(load('quote'), 'outcome');
  expect(left.schema.allOf).toBeUndefined();
  const shown = setShownWhen(load('quote'), 'lost_reason', { field: 'outcome', values: ['lost'] });
  expect(shownWhen(remove(shown, 'outcome'), 'lost_reason')).toBeNull();
});

test('a text that is required by a condition must say something', () => {
  const [files, name] = add(load('quote'), 'long', starting('long'));
  const asked = setRequiredWhen(files, name, 0, { field: 'outcome', values: ['lost'] });
  expect((asked.schema.allOf as Json[])[0]).toMatchObject({ then: { required: ['lost_reason', name], properties: { [name]: { pattern: '\\S' } } } });
});

test('names are such as processes can use', () => {
  expect(keys.flatMap((key) => fieldsOf(load(key)).map((field) => field.name)).filter((name) => !NAME.test(name))).toEqual([]);
});
