/**
 * One door to the server: calls checked against the server's own description (schema.d.ts), the session cookie's
 * counter-token on every write, and one kind of failure (`Problem`) whatever went wrong, so that pages need one way to
 * show it. Equal answers come from the browser's cache (ETag).
 */
import createClient, { type Middleware } from 'openapi-fetch';
import { answerOf } from './early';
import type { paths } from './schema';

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

function csrfToken(): string {
  return decodeURIComponent(/(?:^|;\s*)keflow_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '');
}

const ways: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang);
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrfToken());
  },
  onResponse({ request, response }) {
    if (response.status === 401 && !/\/auth\/(session|me)$/.test(request.url)) signedOut.listener();
  },
  onError({ error }) {
    return error instanceof DOMException && error.name === 'AbortError' ? undefined : new Problem(0, {});
  },
};

export const server = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: answerOf,
  // filters that are not set are left out
  querySerializer: (query) => new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === '' || value === null || value === undefined ? [] : [[name, String(value)]]))).toString(),
});
server.use(ways);

/** What the server always sends, without the `?` that its description puts on every field of an answer. */
export type Known<T> = T extends (infer Item)[] ? Known<Item>[] : T extends object ? { [Key in keyof T]-?: Known<Exclude<T[Key], undefined>> } : T;

/** The body of a successful answer; anything else is thrown as a Problem. */
export async function known<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Known<T>> {
  const { data, error, response } = await call;
  if (response.ok) return data as Known<T>;
  throw new Problem(response.status, typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {});
}

/** An address for a link, such as a file to take along. */
export function address(path: string, query: Record<string, string>): string {
  return `/api/v1${path}?${new URLSearchParams(query)}`;
}
