/** One form: in force, from a draft, or not there yet; loaded and handed to the builder. */
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import * as calls from '../../api/calls';
import * as drafts from '../../api/drafts';
import { WhenLoaded } from '../../parts/states';
import { Builder } from './builder';
import { empty, parts, type Files, type Json } from './files';
import { say } from './texts';

type Loaded = Awaited<ReturnType<typeof calls.form>>;

function filesOf(form: Loaded): Files {
  const texts = form.texts as { zh?: Json; en?: Json };
  return { schema: form.schema as Json, ui: form.ui as Json, zh: texts.zh ?? {}, en: texts.en ?? {} };
}

/** The parts of a form among a draft's files, the rest as it is in force. */
function fromDraft(key: string, draft: drafts.Draft, before: Files): Files {
  const found = (part: string) => Object.entries(draft.contents).find(([name]) => name.split('/').at(-1) === `${key}.${part}.json`)?.[1];
  return Object.fromEntries(parts.map((part) => [part, JSON.parse(found(part) ?? JSON.stringify(before[part])) as Json])) as unknown as Files;
}

export function Component() {
  const { key = '' } = useParams();
  const [search] = useSearchParams();
  const isNew = search.get('new') === '1';
  const source = isNew ? (search.get('of') ?? '') : key;
  const draft = search.get('draft') ?? '';
  const loaded = useQuery({
    queryKey: ['form', key, source, draft],
    queryFn: async () => {
      const form = source ? await calls.form(source) : null;
      const title = { zh: search.get('zh') ?? key, en: search.get('en') ?? key };
      const base = form ? filesOf(form) : empty(key, title.zh, title.en);
      const files = isNew && form ? say(base, ['schema', 'title'], title, key) : base;
      const saved = draft ? await drafts.draft(draft) : null;
      return { files: saved ? fromDraft(key, saved, files) : files, used: isNew || !form ? [] : form.used, others: saved ? Object.entries(saved.contents).filter(([name]) => !name.split('/').at(-1)?.startsWith(`${key}.`)).map(([name, content]) => ({ name, content })) : [] };
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  return <WhenLoaded of={loaded}>{({ files, used, others }) => <Builder key={`${key} ${source}`} formKey={key} start={files} used={used} others={others} draft={draft || undefined} isNew={isNew} />}</WhenLoaded>;
}
