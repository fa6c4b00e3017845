import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { SourceFile } from './source-file.ts';

type Json = Readonly<Record<string, unknown>>;

/** Folders under test that cut across the source tree, or mirror another folder than it. */
const CROSSING_FOLDERS = [
  'properties',
  'contract',
  'scenarios',
  'simulation',
  'e2e',
  'fixtures',
  'servers',
  'docs',
  'deploy',
  'bench',
  'tidy',
];

/** Packages that want to run a script when installed, and why that is all right. */
const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  esbuild: 'the script re-links a binary that its optional dependency already brought',
};

/** Tests whose place in `test` does not mirror a folder of `src`. */
export function mirrorViolations(files: readonly SourceFile[]): string[] {
  const folders = new Set(
    files
      .filter((file) => file.path.startsWith('src/'))
      .flatMap((file) => {
        const parts = file.path.split('/');
        return parts.map((_, index) => parts.slice(0, index).join('/'));
      }),
  );
  return files
    .map((file) => file.path)
    .filter((path) => path.startsWith('test/') && path !== 'test/tidy.test.ts')
    .filter((path) => !CROSSING_FOLDERS.includes(path.split('/')[1] ?? ''))
    .filter((path) => !folders.has(posix.dirname(path).replace(/^test/, 'src')))
    .map((path) => `${path} mirrors no folder of src`);
}

/**
 * Files of the project that git would leave out: a pattern such as `data/` without its leading `/`
 * hides `src/data` from commits and linters alike. Nothing to check outside a checkout.
 */
export function ignoredViolations(root: string): string[] {
  if (!existsSync(join(root, '.git'))) return [];
  const folders = ['src', 'test', 'bench', 'migrations'].filter((name) =>
    existsSync(join(root, name)),
  );
  const list = ['ls-files', '--others', '--ignored', '--exclude-standard', '--', ...folders];
  return execFileSync('git', list, { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => `${path} is ignored by git`);
}

/** Relative links of the project's Markdown that lead nowhere. */
export function linkViolations(root: string, files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => file.path.endsWith('.md'))
    .flatMap((file) => {
      const prose = file.text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
      return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*(\S+)/gm)]
        .map((match) => match[1] ?? match[2] ?? '')
        .filter((link) => !/^[a-z][a-z0-9+.-]*:|^#|^\/\//i.test(link))
        .filter((link) => !existsSync(join(root, posix.dirname(file.path), target(link))))
        .map((link) => `${file.path} links to ${link}, which does not exist`);
    });
}

function target(link: string): string {
  return decodeURIComponent(link.replace(/[#?].*$/, ''));
}

/** Dependencies whose version is a range. */
export function versionViolations(packageJson: Json): string[] {
  return ['dependencies', 'devDependencies'].flatMap((group) =>
    Object.entries((packageJson[group] ?? {}) as Record<string, string>)
      .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name} has the version ${version}, which is not exact`),
  );
}

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly os?: readonly string[];
}

/**
 * Locked packages with an unexplained install script, without a checksum, or bound to a host: a lock
 * that names none works with every registry and gives away no mirror.
 */
export function lockViolations(lock: Json): string[] {
  const packages = Object.entries((lock['packages'] ?? {}) as Record<string, LockedPackage>);
  if (packages.length === 0) return ['package-lock.json lists no packages'];
  return packages
    .filter(([path, { link }]) => path !== '' && link !== true)
    .flatMap(([path, entry]) => lockedProblems(path, entry).map((problem) => `${path} ${problem}`));
}

function lockedProblems(path: string, entry: LockedPackage): string[] {
  const name = path.replace(/^.*node_modules\//, '');
  // Binaries of development tools for other platforms cannot be fetched from every registry.
  const foreign = entry.dev === true && entry.optional === true && entry.os !== undefined;
  const problems: string[] = [];
  if (entry.hasInstallScript === true && INSTALL_SCRIPTS[name] === undefined) {
    problems.push('runs a script when installed: allow it with a reason or drop it');
  }
  if (entry.integrity === undefined && !foreign) problems.push('has no checksum');
  if (entry.resolved !== undefined) problems.push('names the host it came from');
  return problems;
}

/** Names of the variables an environment file sets. */
export function namesInEnvironmentFile(text: string): string[] {
  return [...text.matchAll(/^#?\s?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? '');
}

/** Variables that only one of the program and its example file knows. */
export function environmentViolations(known: readonly string[], example: string): string[] {
  const listed = namesInEnvironmentFile(example);
  return [
    ...known.filter((name) => !listed.includes(name)).map((n) => `.env.example lacks ${n}`),
    ...listed.filter((name) => !known.includes(name)).map((n) => `${n} is not read by config.ts`),
    ...listed
      .filter((name, index) => listed.indexOf(name) !== index)
      .map((name) => `${name} is listed twice`),
  ];
}

/** What biome must hold for us: function length, complexity, parameters. */
export const BIOME_LIMITS = {
  noExcessiveLinesPerFunction: { maxLines: 60 },
  noExcessiveCognitiveComplexity: { maxAllowedComplexity: 15 },
  useMaxParams: { max: 3 },
} as const;

/** Limits of {@link BIOME_LIMITS} that `biome.json` does not hold as errors. */
export function biomeViolations(biome: Json): string[] {
  const rules = at(biome, ['linter', 'rules', 'complexity']);
  const loose = Object.entries(BIOME_LIMITS).flatMap(([rule, options]) => {
    const wanted = { level: 'error', options };
    return JSON.stringify(rules?.[rule]) === JSON.stringify(wanted)
      ? []
      : [`biome.json must hold ${rule} as ${JSON.stringify(wanted)}`];
  });
  const overrides = (biome['overrides'] ?? []) as readonly { readonly includes?: string[] }[];
  const waived = overrides
    .filter((override) => JSON.stringify(override).includes('"complexity"'))
    .filter(({ includes }) => !(includes ?? ['**']).every((path) => /^(test|bench)\//.test(path)))
    .map(({ includes }) => `biome.json waives complexity for ${includes?.join(', ')}`);
  return [...loose, ...waived];
}

function at(value: unknown, path: readonly string[]): Json | undefined {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Json)[key];
  }
  return current as Json | undefined;
}
