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
  /** A name that nothing in the drawing gives, and the one that is probably meant. */
  doubts: Record<string, string>;
}

/** What a drawing's formulas can read, as far as the drawing says. */
export interface Scope {
  forms: string[];
  decisions: string[];
  names: string[];
  mentioned: string[];
}

export const checkFormula = (text: string, how: How, scope?: Scope, signal?: AbortSignal) => known(server.POST(`${V1}/formulas/check`, { body: { text, how, scope }, signal })) as Promise<unknown> as Promise<Checked>;
export const services = () => known(server.GET(`${V1}/services`)) as Promise<unknown> as Promise<{ items: Service[] }>;
