/** What the modeler asks the server while somebody draws. */
import { known, server } from './client';

const V1 = '/api/v1' as const;
export type How = 'always' | 'marked' | 'timer';

export interface Parameter {
  name: string;
  types: string[];
  required: boolean;
  choices: string[];
}
export interface Service {
  key: string;
  name: string;
  name_en: string;
  parameters: Parameter[];
}
export interface Checked {
  message: string | null;
  remedy: string | null;
  position: number | null;
  names: string[];
}

export const checkFormula = (text: string, how: How, signal?: AbortSignal) => known(server.POST(`${V1}/formulas/check`, { body: { text, how }, signal })) as Promise<unknown> as Promise<Checked>;
export const services = () => known(server.GET(`${V1}/services`)) as Promise<unknown> as Promise<{ items: Service[] }>;
