import { posix } from 'node:path';
import { type Scan, scan } from './scan.ts';
import { lineAt, type SourceFile } from './source-file.ts';

/** One way in which a file reaches another; `specifier` is `null` when it is computed. */
export interface Import {
  readonly specifier: string | null;
  readonly line: number;
}

/** `import … from '…'` and `export … from '…'`; side-effect `import '…'`. */
const STATIC = /(?<![.\w$])(?:from|import)\s*(?=['"])/g;
const CALL = /(?<![.\w$])(?:import|require|import\.meta\.resolve)\s*\(\s*/g;
/** `new URL('./worker.ts', import.meta.url)`: how workers are started. */
const WORKER = /\bnew\s+URL\s*\(/g;

export function importsOf(file: SourceFile): Import[] {
  const source = scan(file.text);
  const at = (position: number, specifier: string | null): Import => ({
    specifier,
    line: lineAt(file.text, position),
  });
  return [
    ...matches(source, STATIC).flatMap((end) => {
      const specifier = source.literals.get(end);
      return specifier === undefined ? [] : [at(end, specifier)];
    }),
    ...matches(source, CALL).map((end) => at(end, source.literals.get(end) ?? null)),
    ...matches(source, WORKER).flatMap((open) =>
      workerPaths(source, open).map((specifier) => at(open, specifier)),
    ),
  ];
}

/** Where each match of `pattern` in the code ends. */
function matches(source: Scan, pattern: RegExp): number[] {
  return [...source.code.matchAll(pattern)].map((match) => match.index + match[0].length);
}

/** The code files named in a `new URL(…, import.meta.url)` that opens before `open`. */
function workerPaths(source: Scan, open: number): string[] {
  let depth = 1;
  let end = open;
  while (end < source.code.length && depth > 0) {
    if (source.code[end] === '(') depth += 1;
    if (source.code[end] === ')') depth -= 1;
    end += 1;
  }
  if (!source.code.slice(open, end).includes('import.meta.url')) return [];
  return [...source.literals]
    .filter(([position]) => position >= open && position < end)
    .map(([, text]) => text)
    .filter((text) => /^\.{1,2}\/.*\.[mc]?[jt]s$/.test(text))
    .map((text) => text.replace(/\.js$/, '.ts'));
}

/** The path an import leads to, relative to the root; `null` for a package. */
export function targetOf(from: string, specifier: string): string | null {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return null;
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

/** `drizzle-orm/pg-core` is the package `drizzle-orm`; `node:fs/promises` is `node:fs`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
