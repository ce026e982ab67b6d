/** A value of a form as people say it. */
import { minute } from './time';

type Json = Record<string, unknown>;
type Say = { yes: string; no: string; names?: Record<string, (name: string) => string> };
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/;

/** An answer in the form's words: a choice by its label, yes and no, people and groups by name, days as they are said, lists one after the other. */
export function told(value: unknown, field: Json, say: Say): string {
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (Array.isArray(value)) return value.map((one) => told(one, (field.items as Json | undefined) ?? {}, say)).join(', ');
  if (typeof value === 'object' && value !== null) {
    const inner = (field.properties as Record<string, Json> | undefined) ?? {};
    return Object.entries(value).map(([name, one]) => `${String(inner[name]?.title ?? name)} ${told(one, inner[name] ?? {}, say)}`).join(' · ');
  }
  const named = say.names?.[String(field['x-names'])];
  if (named && typeof value === 'string') return named(value);
  const here = typeof value === 'string' && INSTANT.test(value) ? minute(value).replace(' ', 'T') : value;
  const moment = typeof here === 'string' ? MOMENT.exec(here) : null;
  if (moment) return field.format === 'date' ? String(moment[1]) : `${moment[1]} ${moment[2]}`;
  const choice = (field.oneOf as Json[] | undefined)?.find((one) => one.const === value);
  return String(choice?.title ?? value ?? '');
}

/** Whether a value is one that the form could have been answered with: a case that began by itself may say a code of another kind. */
export function offered(field: Json | undefined, value: unknown): boolean {
  const choices = field?.oneOf as Json[] | undefined;
  return !choices || typeof value !== 'string' || choices.some((one) => one.const === value);
}
