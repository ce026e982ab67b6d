/** The calls of the library. */
import { known, server, type Known } from './client';
import type { components } from './schema';

const V1 = '/api/v1' as const;
export type Item = Known<components['schemas']['LibraryItem']>;
export const kinds = ['template', 'white_paper', 'case'] as const;
export interface NewItem {
  title: string;
  title_en?: string;
  kind: (typeof kinds)[number];
  tags: string[];
  file: File;
}

const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;
const one = (item_id: string) => ({ params: { path: { item_id } } });

export const items = () => as<{ items: Item[]; keeps: boolean }>(known(server.GET(`${V1}/library`)));
export const fitting = (which: string) => as<{ items: Item[] }>(known(server.GET(`${V1}/customers/{which}/library`, { params: { path: { which } } })));
export const retire = (id: string) => known(server.DELETE(`${V1}/library/{item_id}`, one(id)));
export const change = ({ id, tags }: { id: string; tags: string[] }) => known(server.PATCH(`${V1}/library/{item_id}`, { ...one(id), body: { tags } }));
export const file = (id: string) => `/api/v1/library/${id}/file`;
export const add = (item: NewItem) => {
  const upload = {
    body: { file: '', title: '', kind: item.kind, tags: '' },
    bodySerializer: () => {
      const form = new FormData();
      form.append('title', item.title);
      form.append('title_en', item.title_en ?? '');
      form.append('kind', item.kind);
      form.append('tags', item.tags.join('\n'));
      form.append('file', item.file, item.file.name);
      return form;
    },
  };
  return as<Item>(known(server.POST(`${V1}/library`, upload)));
};
