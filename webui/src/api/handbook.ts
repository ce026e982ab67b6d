/** The calls of the handbook. */
import { address, known, server, type Known } from './client';
import type { components } from './schema';

const V1 = '/api/v1' as const;
type Schemas = components['schemas'];
type Answer<Name extends keyof Schemas> = Known<Schemas[Name]>;
export type Change = Answer<'HandbookChange'>;
export type Block = Partial<Answer<'HandbookBlock'>> & { kind: string };
export type Chapter = Omit<Answer<'HandbookChapter'>, 'blocks'> & { blocks: Block[] };
export type Effect = Answer<'HandbookEffect'>;
export type CaseStudy = Answer<'CaseStudyItem'>;
export type Book = Omit<Answer<'HandbookPage'>, 'chapters' | 'published' | 'read'> & {
  chapters: Chapter[];
  published: Answer<'HandbookCopyItem'> | null;
  read: Answer<'HandbookRead'> | null;
};

export const books = ['tiers', 'flow'] as const;
const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;

export const book = (key: string, number?: number) => as<Book>(known(server.GET(`${V1}/handbooks/{key}`, { params: { path: { key }, query: number ? { number } : {} } })));
export const mine = () => as<Chapter>(known(server.GET(`${V1}/handbooks/mine`)));
export const effect = (key: string, number: number) => as<Effect>(known(server.GET(`${V1}/handbooks/{key}/effect/{number}`, { params: { path: { key, number } } })));
export const cases = (q: string) => as<{ items: CaseStudy[] }>(known(server.GET(`${V1}/handbooks/cases`, { params: { query: { q } } })));
export const acknowledge = (key: string, number: number) => known(server.POST(`${V1}/handbooks/{key}/acknowledge`, { params: { path: { key } }, body: { number } }));
export const file = (key: string, format: 'pdf' | 'docx' | 'html', language: string, number?: number) => address(`/handbooks/${key}/${format}`, { language, ...(number ? { number: String(number) } : {}) });
export const figure = (process: string, version: number, language: string) => address(`/handbooks/figures/${process}/${version}`, { language });
