/** Fields that are shown only when another one has one of some values: `"ui:options": {"shown": {"outcome": ["lost"]}}`. */
type Json = Record<string, unknown>;

function shownWhen(ui: Json, name: string): [string, unknown[]] | null {
  const options = (ui[name] as Json | undefined)?.['ui:options'] as Json | undefined;
  const [first] = Object.entries((options?.shown as Json | undefined) ?? {});
  return first && Array.isArray(first[1]) ? [first[0], first[1]] : null;
}

/** The names of fields that are not shown for this data; what hangs on a hidden field is hidden, too. */
export function hidden(schema: Json, ui: Json, data: Json): Set<string> {
  const names = Object.keys((schema.properties as Json | undefined) ?? {});
  const found = new Set<string>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const name of names) {
      const when = shownWhen(ui, name);
      if (when && (found.has(when[0]) || !when[1].includes(data[when[0]]))) found.add(name);
    }
  }
  return found;
}

/** The schema and the data without what is not shown: nobody sends what they no longer see. */
export function visible(schema: Json, ui: Json, data: Json): { schema: Json; data: Json } {
  const gone = hidden(schema, ui, data);
  if (gone.size === 0) return { schema, data };
  const left = (of: unknown) => Object.fromEntries(Object.entries((of ?? {}) as Json).filter(([name]) => !gone.has(name)));
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => !gone.has(String(name))) : schema.required;
  return { schema: { ...schema, properties: left(schema.properties), required }, data: left(data) };
}

/** What the form says after a change, with what is not shown as it was: a field that is shown again, or for the first
 * time, has what the case or the reader gave it. */
export function changed(schema: Json, ui: Json, before: Json, after: Json): Json {
  const gone = hidden(schema, ui, before);
  return { ...Object.fromEntries(Object.entries(before).filter(([name]) => gone.has(name))), ...after };
}
