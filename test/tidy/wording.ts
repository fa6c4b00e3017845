import { type Scan, scan } from './scan.ts';
import { isCode, lineAt, type SourceFile } from './source-file.ts';

/** Design, section 3: the size budget. Functions and parameters are counted by biome. */
export const FILE_LINES_MAX = 300;

/** Names that say nothing about what is inside. */
const EMPTY_NAMES = new Set(
  ['util', 'helper', 'common', 'misc', 'service', 'handler', 'manager'].flatMap((name) => [
    name,
    `${name}s`,
  ]),
);
const DECLARATION = /\b(?:class|interface|type|function|const|let)\s+([A-Za-z_$][\w$]*)/g;
const UNFINISHED = /\b(?:TODO|FIXME|XXX)\b/g;
const PROSE = /\.(?:md|sql|ya?ml|sh)$|^Dockerfile$|^\.ci\//;

/** Patterns in code (comments and literals blanked) that no file may contain. */
const BANNED_CODE: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  {
    pattern: /(?:[:<|&=]|=>|\b(?:as|extends|satisfies))\s*any\b(?!\s*[.(])|\bany\s*(?:\[\s*\]|>)/g,
    why: 'any hides every type',
  },
  { pattern: /\bsql\s*\.\s*raw\b/g, why: 'sql.raw: values reach SQL only as parameters' },
];
const ENVIRONMENT =
  /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|\{[^{}]*\benv\b[^{}]*\}\s*=\s*process\b/g;
const ENVIRONMENT_READER = 'src/app/config.ts';

/** Comments that switch a check off, and what must follow for it to be allowed. */
const SUPPRESSIONS: readonly { readonly pattern: RegExp; readonly reason: RegExp | null }[] = [
  { pattern: /@ts-(?:ignore|nocheck)\b/, reason: null },
  { pattern: /@ts-expect-error\b/, reason: /@ts-expect-error\W+\w.{9,}/ },
  { pattern: /biome-ignore/, reason: /biome-ignore(?:-\w+)? [\w/]+: \w.{9,}/ },
  { pattern: /(?:v8|c8|istanbul) ignore/, reason: /ignore \w+.*(?:--|:) ?\w.{9,}/ },
];

/** Files longer than {@link FILE_LINES_MAX}. */
export function lengthViolations(files: readonly SourceFile[]): string[] {
  return files
    .filter(isCode)
    .map((file) => ({ path: file.path, lines: linesOf(file) }))
    .filter(({ lines }) => lines > FILE_LINES_MAX)
    .map(({ path, lines }) => `${path} has ${lines} lines, at most ${FILE_LINES_MAX}`);
}

/** Lines of the middle file. */
export function medianLines(files: readonly SourceFile[]): number {
  const lines = files.map(linesOf).sort((a, b) => a - b);
  return lines[Math.floor(lines.length / 2)] ?? 0;
}

function linesOf(file: SourceFile): number {
  return file.text.replace(/\n$/, '').split('\n').length;
}

/** Empty names of files, folders and declarations. */
export function nameViolations(files: readonly SourceFile[]): string[] {
  return files.filter(isCode).flatMap((file) => {
    const declared = [...scan(file.text).code.matchAll(DECLARATION)].map((match) => match[1] ?? '');
    return [
      ...file.path
        .split('/')
        .filter(isEmptyName)
        .map((part) => `${file.path}: the name ${part}`),
      ...declared.filter(isEmptyName).map((name) => `${file.path} declares ${name}`),
    ];
  });
}

function isEmptyName(name: string): boolean {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return parts.some(
    (part, index) => EMPTY_NAMES.has(part) && !(part === 'manager' && parts[index - 1] === 'order'),
  );
}

/** Unfinished work, checks switched off without a reason, and banned code. */
export function wordingViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    if (isCode(file)) return codeViolations(file, scan(file.text));
    if (!PROSE.test(file.path)) return [];
    return found(file, file.text, UNFINISHED).map((hit) => `${hit}: unfinished work`);
  });
}

function codeViolations(file: SourceFile, source: Scan): string[] {
  return [
    ...source.comments.flatMap(({ at, text }) =>
      commentProblems(text).map((problem) => `${file.path}:${lineAt(file.text, at)} ${problem}`),
    ),
    ...BANNED_CODE.flatMap(({ pattern, why }) =>
      found(file, source.code, pattern).map((hit) => `${hit}: ${why}`),
    ),
    ...(file.path.startsWith('src/') && file.path !== ENVIRONMENT_READER
      ? found(file, source.code, ENVIRONMENT).map(
          (hit) => `${hit}: only ${ENVIRONMENT_READER} reads the environment`,
        )
      : []),
  ];
}

function commentProblems(comment: string): string[] {
  const unfinished = [...comment.matchAll(UNFINISHED)].map(([word]) => `says ${word}`);
  const bare = SUPPRESSIONS.filter(
    ({ pattern, reason }) => pattern.test(comment) && !(reason?.test(comment) ?? false),
  ).map(({ reason }) =>
    reason === null ? 'switches the compiler off' : 'switches a check off without a reason',
  );
  return [...unfinished, ...bare];
}

function found(file: SourceFile, text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(
    (match) => `${file.path}:${lineAt(text, match.index)} has ${match[0].trim()}`,
  );
}
