import type { IncomingMessage } from 'node:http';
import { readMultipart, type Upload } from './multipart.ts';
import { badRequest, Refusal } from './refusal.ts';

/** The Bot API server takes no larger request. */
const BODY_BYTES_MAX = 50 * 1024 * 1024;

/** The parameters of a call, which are strings whatever they were sent as, and its files. */
export class Parameters {
  readonly values: ReadonlyMap<string, string>;
  readonly #files: ReadonlyMap<string, Upload>;

  constructor(values: ReadonlyMap<string, string>, files: ReadonlyMap<string, Upload> = new Map()) {
    this.values = values;
    this.#files = files;
  }

  text(name: string): string | null {
    return this.values.get(name) ?? null;
  }

  /** What cannot be read counts as the default; what is outside its bounds is moved to them. */
  integer(name: string, { standard, min = -(2 ** 53), max = 2 ** 53 }: IntegerBounds): number {
    const text = this.values.get(name) ?? '';
    const value = /^-?\d+$/.test(text) ? Number(text) : standard;
    return Math.min(max, Math.max(min, value));
  }

  flag(name: string): boolean {
    return ['true', 'yes', '1'].includes((this.values.get(name) ?? '').toLowerCase());
  }

  /** @throws Refusal */
  json(name: string): unknown {
    const text = this.values.get(name);
    if (text === undefined || text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) throw badRequest(`can't parse ${name} JSON object`);
      throw error;
    }
  }

  file(name: string): Upload | null {
    return this.#files.get(name) ?? null;
  }
}

interface IntegerBounds {
  readonly standard: number;
  readonly min?: number;
  readonly max?: number;
}

/** Query, JSON, form and multipart alike. @throws Refusal */
export async function readParameters(request: IncomingMessage, url: URL): Promise<Parameters> {
  const values = new Map<string, string>(url.searchParams);
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return new Parameters(values);
  if (/^application\/json\b/i.test(type)) {
    for (const [name, value] of jsonValues(body)) values.set(name, value);
    return new Parameters(values);
  }
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    for (const [name, value] of new URLSearchParams(body.toString())) values.set(name, value);
    return new Parameters(values);
  }
  const parts = readMultipart(body, type);
  if (parts === null) throw badRequest('unsupported content type');
  for (const [name, value] of parts.fields) values.set(name, value);
  return new Parameters(values, parts.files);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Refusal(413, 'Request Entity Too Large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function jsonValues(body: Buffer): [string, string][] {
  const object = parsed(body.toString());
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw badRequest("can't parse JSON: object expected");
  }
  return Object.entries(object)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest("can't parse JSON");
    throw error;
  }
}
