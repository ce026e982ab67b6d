/** The calls of reports, of tracing for auditors, and of many cases at once. */
import { address, known, server, type Known } from './client';
import type { components } from './schema';
import type * as T from './types';

const V1 = '/api/v1' as const;
type Schemas = components['schemas'];
type Answer<Name extends keyof Schemas> = Known<Schemas[Name]>;
export type Report = Answer<'ReportItem'>;
export type ReportRows = Omit<Answer<'ReportRows'>, 'rows' | 'chart'> & { rows: Record<string, string | number | null>[]; chart: Report['chart'] | null };
export type Wish = { from?: string; to?: string; band?: number; department?: string; process?: string };
export type HeatOf = Answer<'HeatOf'>;
export type Breach = Answer<'Breach'>;
export type Steered = Answer<'Steered'>;
export type Traced = { customer?: string; person?: string; process?: string; key?: string; from?: string; to?: string };

const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;

export const reports = async () => (await known(server.GET(`${V1}/reports`))).items;
export const report = (key: string, query: Wish) => as<ReportRows>(known(server.GET(`${V1}/reports/{key}`, { params: { path: { key }, query } })));
const filled = (query: object) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) as Record<string, string>;
export const reportFile = (key: string, query: Wish, format: 'csv' | 'xlsx') => address(`/reports/${key}`, filled({ ...query, format }));

export const teamFigures = () => known(server.GET(`${V1}/team/figures`));

export const traced = (query: Traced & { cursor?: string }) => as<T.Page<T.InstanceItem>>(known(server.GET(`${V1}/audit/cases`, { params: { query } })));
export const breaches = (query: { from?: string; to?: string; cursor?: string }) => as<T.Page<Breach>>(known(server.GET(`${V1}/audit/breaches`, { params: { query } })));
export const auditFile = (view: 'cases' | 'breaches' | 'settings' | 'case', query: object, format: 'csv' | 'xlsx') => address(`/audit/export/${view}`, filled({ ...query, format }));
export const sampleFile = (query: object, format: 'csv' | 'xlsx') => address('/audit/sample', filled({ ...query, format }));
export const heatFile = (key: string, query: { from?: string; to?: string }, format: 'csv' | 'xlsx') => address(`/processes/${key}/heat`, filled({ ...query, format }));
export const teamFile = (format: 'csv' | 'xlsx') => address('/team', { format });
export const heat = (key: string, query: { from?: string; to?: string; version?: number }) => known(server.GET(`${V1}/processes/{key}/heat`, { params: { path: { key }, query } }));
export const checkFile = (file: File) =>
  known(
    server.POST(`${V1}/audit/verify`, {
      body: { file: '' },
      bodySerializer: () => {
        const form = new FormData();
        form.append('file', file, file.name);
        return form;
      },
    }),
  );

export const steerMany = async (body: { verb: 'retry' | 'move' | 'cancel' | 'suspend' | 'resume'; ids: string[]; reason: string; element?: string; to?: string }) => (await known(server.POST(`${V1}/instances/bulk`, { body }))).results;
