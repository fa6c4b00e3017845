import type { DiscordDouble } from './discord-double.ts';
import { type Json, objectOf } from './json.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export interface RawRequest {
  readonly body?: unknown;
  readonly token?: string | null;
  /** Sent as `files[0]`, `files[1]` and so on. */
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

/** Sends what a library would never send. `route` is `POST /channels/1/messages`. */
export async function raw(
  double: DiscordDouble,
  route: string,
  request: RawRequest = {},
): Promise<RawAnswer> {
  const [method = '', path = ''] = route.split(' ');
  const { token = double.token, files = [] } = request;
  const headers = new Headers(token === null ? {} : { authorization: `Bot ${token}` });
  const body = files.length > 0 ? formOf(request) : JSON.stringify(request.body);
  if (typeof body === 'string') headers.set('content-type', 'application/json');
  const response = await fetch(`${double.apiUrl}/v10${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? objectOf(JSON.parse(text)) : {},
  };
}

function formOf({ body, files = [] }: RawRequest): FormData {
  const form = new FormData();
  if (body !== undefined) form.set('payload_json', JSON.stringify(body));
  for (const [index, { name, bytes }] of files.entries()) {
    form.set(`files[${index}]`, new Blob([bytes]), name);
  }
  return form;
}

/** The codes of a form's errors, each with the way to it: `embeds.0.title BASE_TYPE_MAX_LENGTH`. */
export function formErrors(answer: RawAnswer): readonly string[] {
  if (answer.body['code'] !== 50035) return [`not a form error: ${answer.status} ${answer.text}`];
  return problems(objectOf(answer.body['errors']), []);
}

function problems(errors: Json, path: readonly string[]): readonly string[] {
  return Object.entries(errors).flatMap(([key, value]) => {
    if (key !== '_errors') return problems(objectOf(value), [...path, key]);
    const list = Array.isArray(value) ? value.map(objectOf) : [];
    return list.map(({ code }) => `${path.join('.')} ${String(code)}`);
  });
}
