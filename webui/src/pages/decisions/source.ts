/**
 * An XML file as a tree that forgets nothing: every space, comment, attribute and prefix stands where it stood, so that
 * what nobody changed is written back letter by letter. Only what a changed cell touches is written anew.
 */
export interface Element {
  /** The name with its prefix, as written. */
  tag: string;
  /** All between the tag's name and its end, as written. */
  attributes: string;
  children: (Element | string)[];
  /** Written `<a/>`, and nothing inside. */
  short: boolean;
}

const PART = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!(?:[^>"']|"[^"]*"|'[^']*')*>|<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|[^<]+/g;

/** The file as the children of one nameless element; null when its tags do not close each other. */
export function parse(text: string): Element | null {
  const file: Element = { tag: '', attributes: '', children: [], short: false };
  const open = [file];
  for (const [whole, close, tag, attributes = '', short] of text.matchAll(PART)) {
    const here = open[open.length - 1]!;
    if (tag === undefined) here.children.push(whole);
    else if (close) {
      if (open.length === 1 || here.tag !== tag) return null;
      open.pop();
    } else {
      const made: Element = { tag, attributes, children: [], short: short !== '' };
      here.children.push(made);
      if (!made.short) open.push(made);
    }
  }
  return open.length === 1 ? file : null;
}

export function print(element: Element): string {
  const inside = element.children.map((child) => (typeof child === 'string' ? child : print(child))).join('');
  if (element.tag === '') return inside;
  if (element.short && inside === '') return `<${element.tag}${element.attributes}/>`;
  return `<${element.tag}${element.attributes.trimEnd()}>${inside}</${element.tag}>`;
}

/** The name without its prefix. */
export const local = (element: Element) => element.tag.slice(element.tag.indexOf(':') + 1);

export const elements = (of: Element, ...names: string[]) => of.children.filter((child): child is Element => typeof child !== 'string' && (names.length === 0 || names.includes(local(child))));

export function descendants(of: Element, name: string): Element[] {
  return elements(of).flatMap((child) => [...(local(child) === name ? [child] : []), ...descendants(child, name)]);
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export const decoded = (text: string) => text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, number, name) => (hex ? String.fromCodePoint(parseInt(hex, 16)) : number ? String.fromCodePoint(Number(number)) : (ENTITIES[name] ?? whole)));

export const encoded = (text: string) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);

const place = (name: string) => new RegExp(`(\\s${name}\\s*=\\s*)("[^"]*"|'[^']*')`);

export function attribute(of: Element, name: string): string {
  return decoded(place(name).exec(of.attributes)?.[2]?.slice(1, -1) ?? '');
}

/** Sets an attribute, or takes it away when the value is empty; touches nothing when it says that already. */
export function setAttribute(of: Element, name: string, value: string): void {
  if (attribute(of, name) === value) return;
  const written = `"${encoded(value).replace(/"/g, '&quot;')}"`;
  if (value === '') of.attributes = of.attributes.replace(place(name), '');
  else if (place(name).test(of.attributes)) of.attributes = of.attributes.replace(place(name), (_, before: string) => before + written);
  else of.attributes = `${of.attributes.trimEnd()} ${name}=${written}${/\s$/.test(of.attributes) ? ' ' : ''}`;
}

/** The character data inside, trimmed. */
export function content(of: Element | undefined): string {
  if (!of) return '';
  return of.children
    .map((child) => (typeof child !== 'string' ? '' : child.startsWith('<![CDATA[') ? child.slice(9, -3) : child.startsWith('<') ? '' : decoded(child)))
    .join('')
    .trim();
}

export function setContent(of: Element, text: string): void {
  if (content(of) === text) return;
  of.short = false;
  of.children = [encoded(text)];
}

export const made = (tag: string, attributes: Record<string, string>, children: (Element | string)[] = []): Element => {
  const element: Element = { tag, attributes: '', children, short: children.length === 0 };
  for (const [name, value] of Object.entries(attributes)) if (value) setAttribute(element, name, value);
  return element.short ? { ...element, attributes: `${element.attributes} ` } : element;
};

const blank = (child: Element | string | undefined): child is string => typeof child === 'string' && child.trim() === '';

/** Makes `wanted` the children of these names, in this order, behind what comes before them; a new child takes the
 * layout of its neighbours. Nothing is touched when they stand so already. */
export function arrange(of: Element, names: string[], wanted: Element[], before: string[]): void {
  const old = elements(of, ...names);
  if (old.length === wanted.length && old.every((child, at) => child === wanted[at])) return;
  const gone = new Set(old);
  const at = old[0] ? of.children.indexOf(old[0]) : behind(of, before);
  const indent = layout(of);
  const kept: (Element | string)[] = [];
  let cut = 0;
  of.children.forEach((child, index) => {
    if (typeof child !== 'string' && gone.has(child)) {
      if (blank(kept[kept.length - 1])) kept.pop();
    } else kept.push(child);
    if (index < at) cut = kept.length;
  });
  if (blank(kept[cut - 1]) && old[0]) cut -= 1;
  kept.splice(cut, 0, ...wanted.flatMap((child) => [indent, child]));
  if (!blank(kept[kept.length - 1])) kept.push(indent.replace(/ {1,2}$|\t$/, ''));
  of.children = kept;
  of.short = of.short && kept.length === 0;
}

function behind(of: Element, names: string[]): number {
  const last = elements(of, ...names).at(-1);
  return last ? of.children.indexOf(last) + 1 : 0;
}

/** What stands before a child: a new line and its indent. */
function layout(of: Element): string {
  const first = of.children.find(blank);
  return first && first.includes('\n') ? first.slice(first.lastIndexOf('\n')) : '';
}
