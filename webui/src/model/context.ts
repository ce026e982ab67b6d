/** A mapping as models write it, `{name: formula, …}`, taken apart into its entries and put together again. */

export interface Entry {
  name: string;
  formula: string;
}

const CLOSES: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** The parts of a text between top-level separators; null when brackets or quotes do not close. */
function apart(text: string, separator: string, limit = Infinity): string[] | null {
  const parts: string[] = [];
  const open: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (quoted) {
      if (letter === '\\') at++;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter in CLOSES) open.push(CLOSES[letter]!);
    else if (')]}'.includes(letter)) {
      if (open.pop() !== letter) return null;
    } else if (letter === separator && open.length === 0 && parts.length < limit) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  if (quoted || open.length) return null;
  return [...parts, text.slice(from)];
}

/** The entries of a mapping in their order; null when the text is none (a formula that makes one, say). */
export function entriesOf(text: string): Entry[] | null {
  const bare = text.trim().replace(/^=\s*/, '');
  if (bare === '') return [];
  if (!bare.startsWith('{') || !bare.endsWith('}')) return null;
  const inside = bare.slice(1, -1).trim();
  if (inside === '') return [];
  const entries: Entry[] = [];
  for (const part of apart(inside, ',') ?? ['']) {
    const halves = apart(part, ':', 1);
    if (halves?.length !== 2) return null;
    const name = halves[0]!.trim().replace(/^"(.*)"$/, '$1');
    if (!name || /["{}()[\],]/.test(name)) return null;
    entries.push({ name, formula: halves[1]!.trim() });
  }
  return entries;
}

/** A mapping of the entries that say something. */
export function mappingOf(entries: Entry[]): string {
  const said = entries.filter(({ formula }) => formula.trim() !== '');
  if (said.length === 0) return '';
  return `{${said.map(({ name, formula }) => `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) ? name : JSON.stringify(name)}: ${formula.trim()}`).join(', ')}}`;
}
