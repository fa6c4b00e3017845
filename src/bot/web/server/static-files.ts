import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Of all files together: they are kept in memory. */
const BYTES_MAX = 8 * 1024 * 1024;
/** Below it compressing saves nothing. */
const GZIP_FROM_BYTES = 1_024;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
/** Packed already. */
const PACKED: ReadonlySet<string> = new Set(['.png', '.ico', '.woff2']);

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array<ArrayBuffer> | null;
  readonly type: string;
  readonly cache: string;
}

/** The pages as they were built, in memory: no request reaches the file system. */
export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  private constructor(files: ReadonlyMap<string, StaticFile>) {
    this.#files = files;
  }

  /** @throws when a file cannot be read, or there is too much. A folder that is missing holds nothing. */
  static read(folder: string | null): StaticFiles {
    const files = new Map<string, StaticFile>();
    if (folder === null || !existsSync(folder)) return new StaticFiles(files);
    let total = 0;
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name);
      if (!statSync(path).isFile()) continue;
      const type = TYPES[extname(name)];
      if (type === undefined) continue;
      const bytes = new Uint8Array(readFileSync(path));
      total += bytes.length;
      if (total > BYTES_MAX) throw new Error(`${folder} holds more than ${BYTES_MAX} bytes`);
      files.set(`/${relative(folder, path).split(sep).join('/')}`, fileOf(name, type, bytes));
    }
    return new StaticFiles(files);
  }

  get isEmpty(): boolean {
    return !this.#files.has('/index.html');
  }

  /** The file of a path; the page itself for every place inside it. `null` for what is not there. */
  answer(
    path: string,
    accepts: { readonly encoding: string; readonly page: boolean },
  ): Response | null {
    const isPlace = accepts.page && !path.slice(path.lastIndexOf('/')).includes('.');
    const file = this.#files.get(path) ?? (isPlace ? this.#files.get('/index.html') : undefined);
    if (file === undefined) return null;
    const { bytes, packed, type, cache } = file;
    const headers = { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' };
    if (packed === null || !/\bgzip\b/.test(accepts.encoding))
      return new Response(bytes, { headers });
    return new Response(packed, { headers: { ...headers, 'content-encoding': 'gzip' } });
  }
}

function fileOf(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): StaticFile {
  const packs = bytes.length >= GZIP_FROM_BYTES && !PACKED.has(extname(name));
  // Their names change with what they hold; the page's own does not.
  const isNamedByContent = name.split(sep)[0] === 'assets';
  return {
    bytes,
    packed: packs ? new Uint8Array(gzipSync(bytes, { level: 9 })) : null,
    type,
    cache: isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}
