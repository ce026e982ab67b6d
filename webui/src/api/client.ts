/**
 * One door to the server: the session cookie's counter-token on every write, and one kind of failure (`Problem`) whatever
 * went wrong, so that pages need one way to show it.
 */

export interface FieldError {
  path: string | (string | number)[];
  message: string;
}

/** An answer that is not a success: RFC 9457's fields, or status 0 when no answer came. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(String(body.detail ?? body.title ?? status));
    this.status = status;
    this.code = String(body.code ?? '');
    this.body = body;
  }

  get errors(): FieldError[] {
    return Array.isArray(this.body.errors) ? (this.body.errors as FieldError[]) : [];
  }
}

/** Called when the server no longer knows us; the session part sets it. */
export const signedOut: { listener: () => void } = { listener: () => undefined };

export type Query = Record<string, string | number | boolean | null | undefined>;

interface Sent {
  query?: Query;
  body?: unknown;
  form?: FormData;
  /** Repeating a write with the same key has no second effect. */
  key?: string;
  signal?: AbortSignal;
}

const BASE = '/api/v1';

export function address(path: string, query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== '') words.set(name, String(value));
  const tail = words.toString();
  return `${BASE}${path}${tail ? `?${tail}` : ''}`;
}

function csrfToken(): string {
  return decodeURIComponent(/(?:^|;\s*)keflow_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '');
}

async function content(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  return response.headers.get('Content-Type')?.includes('json') ? response.json() : response.text();
}

/** The body of a successful answer; anything else is thrown as a Problem. Equal answers come from the browser's cache (ETag). */
export async function send<T>(method: string, path: string, { query, body, form, key, signal }: Sent = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/xml', 'Accept-Language': document.documentElement.lang };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken();
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  let response: Response;
  try {
    response = await fetch(address(path, query), { method, headers, body: form ?? (body === undefined ? undefined : JSON.stringify(body)), signal, credentials: 'same-origin' });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new Problem(0, {});
  }
  const answer = await content(response);
  if (response.ok) return answer as T;
  if (response.status === 401 && path !== '/auth/session' && path !== '/auth/me') signedOut.listener();
  throw new Problem(response.status, typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {});
}
