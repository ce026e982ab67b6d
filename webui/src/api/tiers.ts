/** Tier schemes in use, the samples that could be, and what the figures mean that they are judged by. */
import { known, server } from './client';
import type { components } from './schema';

const V1 = '/api/v1' as const;
type Schemas = components['schemas'];
type Told = Required<Schemas['TierScheme']>;
export type TierScheme = Omit<Told, 'tiers'> & { tiers: Required<NonNullable<Told['tiers']>[number]>[] };
export type Figure = Required<Schemas['TierFigure']>;

export const schemes = () => known(server.GET(`${V1}/tiers/schemes`)) as Promise<{ items: TierScheme[] }>;
export const figures = () => known(server.GET(`${V1}/tiers/figures`)) as Promise<{ items: Figure[] }>;
export const use = (sample: string, leading: boolean) => known(server.POST(`${V1}/tiers/schemes`, { body: { sample, leading } }));
