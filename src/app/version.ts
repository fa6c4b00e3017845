import { readFileSync } from 'node:fs';

/** The package's version; its manifest lies two folders up from the source and from the build. */
export function programVersion(): string {
  const manifest = new URL('../../package.json', import.meta.url);
  return String(JSON.parse(readFileSync(manifest, 'utf8')).version);
}
