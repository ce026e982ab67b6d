/**
 * Checks form data against its JSON Schema without making code from text, which the pages' security policy forbids. The
 * server checks again, always; here the reader learns early. Messages are ours, in the reader's language.
 */
import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import {
  createErrorHandler, toErrorSchema, unwrapErrorHandler, validationDataMerge, type ErrorTransformer, type CustomValidator,
  type RJSFSchema, type RJSFValidationError, type UiSchema, type ValidationData, type ValidatorType,
} from '@rjsf/utils';
import { say, type Language } from '../text/language';
import type { TextKey } from '../text/texts';

const limits: Record<string, TextKey> = {
  minLength: 'invalid.minLength', maxLength: 'invalid.maxLength', minimum: 'invalid.minimum', maximum: 'invalid.maximum',
  exclusiveMinimum: 'invalid.exclusiveMinimum', exclusiveMaximum: 'invalid.exclusiveMaximum', multipleOf: 'invalid.multipleOf',
  minItems: 'invalid.minItems', maxItems: 'invalid.maxItems',
};

/** Keywords that only repeat what an inner one says, or that hold for the branch not taken. */
const echoes = new Set(['properties', 'items', 'prefixItems', 'allOf', '$ref', 'if', 'then', 'else', 'additionalProperties', 'dependentSchemas', 'not']);

function at(root: unknown, pointer: string): unknown {
  let place = root;
  for (const word of pointer.replace(/^#?\/?/, '').split('/').filter(Boolean)) {
    place = (place as Record<string, unknown> | undefined)?.[decodeURIComponent(word).replace(/~1/g, '/').replace(/~0/g, '~')];
  }
  return place;
}

/** `#/a/0/b` as the form's `.a.0.b`. */
function property(pointer: string): string {
  return pointer.replace(/^#/, '').replace(/\//g, '.');
}

function missing(unit: OutputUnit): string {
  return /"([^"]+)"/.exec(unit.error)?.[1] ?? '';
}

function error(unit: OutputUnit, schema: unknown, language: Language): RJSFValidationError {
  const limit = at(schema, unit.keywordLocation);
  const place = property(unit.instanceLocation);
  let message: string;
  if (unit.keyword === 'required') message = say(language, 'invalid.required');
  else if (limits[unit.keyword]) message = say(language, limits[unit.keyword]!, { limit: String(limit) });
  else if (unit.keyword === 'format') message = say(language, 'invalid.format', { format: String(limit) });
  else if (unit.keyword === 'pattern') message = say(language, 'invalid.pattern');
  else if (['enum', 'const', 'oneOf', 'anyOf'].includes(unit.keyword)) message = say(language, 'invalid.choice');
  else if (unit.keyword === 'type') message = say(language, /type "(null|undefined)"/.test(unit.error) ? 'invalid.required' : 'invalid.type');
  else if (unit.keyword === 'uniqueItems') message = say(language, 'invalid.unique');
  else message = say(language, 'invalid.other');
  return { name: unit.keyword, property: unit.keyword === 'required' ? `${place}.${missing(unit)}` : place, message, stack: message, schemaPath: unit.keywordLocation };
}

/** A field that was cleared is a field that is not there. */
function said(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(said);
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined).map(([key, value]) => [key, said(value)]));
}

type Dates = Record<string, { 'x-not-before'?: string[] }>;

/** Dates that lie before the one that they may not lie before (`x-not-before`); dates in ISO form compare as text. */
function tooEarly(schema: RJSFSchema, data: Record<string, unknown>, language: Language): RJSFValidationError[] {
  return Object.entries((schema.properties ?? {}) as Dates).flatMap(([name, field]) => {
    const day = field['x-not-before']?.map((other) => data[other]).find(Boolean);
    if (!day || !data[name] || String(data[name]) >= String(day)) return [];
    const message = say(language, 'invalid.notBefore', { day: String(day) });
    return [{ name: 'x-not-before', property: `.${name}`, message, stack: message }];
  });
}

function telling(unit: OutputUnit): boolean {
  return !echoes.has(unit.keyword) && !/\/(oneOf|anyOf)\//.test(unit.keywordLocation);
}

export class FormValidator implements ValidatorType<Record<string, unknown>> {
  constructor(private readonly language: Language) {}

  rawValidation<Result>(schema: RJSFSchema, data?: unknown): { errors?: Result[]; validationError?: Error } {
    try {
      const outcome = new Validator(schema as Schema, '2020-12', false).validate(said(data ?? {}));
      return { errors: outcome.errors.filter(telling) as Result[] };
    } catch (failure) {
      return { validationError: failure as Error };
    }
  }

  validateFormData(
    data: Record<string, unknown> | undefined, schema: RJSFSchema, custom?: CustomValidator<Record<string, unknown>>,
    transform?: ErrorTransformer<Record<string, unknown>>, ui?: UiSchema<Record<string, unknown>>,
  ): ValidationData<Record<string, unknown>> {
    const units = this.rawValidation<OutputUnit>(schema, data).errors ?? [];
    let errors = [...units.map((unit) => error(unit, schema, this.language)), ...tooEarly(schema, data ?? {}, this.language)];
    if (transform) errors = transform(errors, ui);
    const found: ValidationData<Record<string, unknown>> = { errors, errorSchema: toErrorSchema(errors) };
    if (!custom) return found;
    const handler = custom(data, createErrorHandler(data ?? {}), ui, found.errorSchema);
    return validationDataMerge(found, unwrapErrorHandler(handler));
  }

  isValid(schema: RJSFSchema, data: Record<string, unknown> | undefined, root: RJSFSchema): boolean {
    try {
      const whole = { ...schema, $defs: root.$defs, definitions: root.definitions } as Schema;
      return new Validator(whole, '2020-12', true).validate(data === undefined ? null : said(data)).valid;
    } catch {
      return false;
    }
  }
}
