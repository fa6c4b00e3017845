import { importsOf, packageOf, targetOf } from './imports.ts';
import { isCode, type SourceFile } from './source-file.ts';

interface Zone {
  /** Zones it may import besides itself. */
  readonly may: readonly string[];
  /** Packages it may import; `node:*` is every module of Node. */
  readonly packages: readonly string[];
}

const DOMAIN = 'engine/domain';
const PORTS = 'engine/ports.ts';
const ENGINE = [
  DOMAIN,
  'engine/intelligence',
  'engine/brain',
  'engine/risk',
  'engine/reconcile',
  'engine/core',
  'engine/execution',
  'engine/contract',
];
const VENUES = ['polymarket', 'kalshi', 'binance', 'chainlink', 'polygon', 'polybolt'].map(
  (v) => `data/${v}`,
);
/** What every venue's parser reads with and answers in. */
const PARSING = ['data/parsed.ts', 'data/fields.ts', 'data/link-text.ts'];
/** What every venue's client sends its requests with. */
const HTTP = 'data/http';
/** What every venue's streams are kept open with. */
const SOCKET = 'data/socket';
const ADAPTERS = [
  ...PARSING,
  HTTP,
  SOCKET,
  ...VENUES,
  'data/llm',
  'data/store',
  'data/state',
  'data/journal',
];

/**
 * Who may import whom, and which packages. A zone is a folder under `src` with all below it, the
 * files directly in a folder (`data/*`), or one file. What is not here is not allowed.
 */
const ZONES: Readonly<Record<string, Zone>> = {
  'engine/domain': { may: [], packages: ['node:crypto'] },
  'engine/intelligence': { may: [DOMAIN, 'engine/intelligence/normalizer'], packages: [] },
  'engine/intelligence/normalizer': {
    may: [DOMAIN, 'engine/intelligence'],
    packages: ['chrono-node'],
  },
  'engine/brain': { may: [DOMAIN], packages: [] },
  'engine/risk': { may: [DOMAIN], packages: [] },
  'engine/reconcile': { may: [DOMAIN], packages: [] },
  'engine/core': {
    may: [DOMAIN, 'engine/brain', 'engine/risk', 'engine/intelligence', 'engine/reconcile'],
    packages: [],
  },
  'engine/execution': {
    may: [DOMAIN, PORTS, 'engine/core', 'engine/risk', 'engine/reconcile', 'engine/contract'],
    packages: ['node:*'],
  },
  'engine/contract': { may: [DOMAIN], packages: [] },
  [PORTS]: { may: ENGINE, packages: [] },
  'engine/*': { may: [...ENGINE, PORTS], packages: ['node:*'] },

  [HTTP]: { may: [DOMAIN], packages: ['node:*'] },
  [SOCKET]: { may: [DOMAIN], packages: ['node:*', 'ws'] },
  'data/polymarket': {
    may: [DOMAIN, PORTS, HTTP, SOCKET, ...PARSING],
    packages: ['node:*', 'zod', 'ws', 'ethers'],
  },
  'data/kalshi': {
    may: [DOMAIN, PORTS, HTTP, SOCKET, ...PARSING],
    packages: ['node:*', 'zod', 'ws'],
  },
  'data/binance': {
    may: [DOMAIN, PORTS, HTTP, SOCKET, ...PARSING],
    packages: ['node:*', 'zod', 'ws'],
  },
  'data/chainlink': {
    may: [DOMAIN, PORTS, HTTP, SOCKET, ...PARSING],
    packages: ['node:*', 'zod', 'ws'],
  },
  'data/polybolt': {
    may: [DOMAIN, PORTS, HTTP, SOCKET, ...PARSING],
    packages: ['node:*', 'zod', 'ws'],
  },
  'data/polygon': {
    may: [DOMAIN, PORTS, HTTP, SOCKET, ...PARSING],
    packages: ['node:*', 'zod', 'ws', 'ethers'],
  },
  'data/llm': { may: [DOMAIN, PORTS], packages: ['node:*', 'zod', '@anthropic-ai/sdk'] },
  'data/store': {
    // The port of what chats keep is a surface's, so it stands in the contract.
    may: [DOMAIN, PORTS, 'engine/contract'],
    packages: [
      'node:*',
      'zod',
      'pg',
      'drizzle-orm',
      '@electric-sql/pglite',
      '@electric-sql/pglite-socket',
      // Named, never loaded from a build: it lets the worker run from its source.
      'tsx',
    ],
  },
  'data/state': { may: [DOMAIN, PORTS], packages: ['node:*', 'zod', 'ioredis'] },
  'data/journal': { may: [DOMAIN, PORTS], packages: ['node:*'] },
  'data/parsed.ts': { may: [DOMAIN], packages: ['zod'] },
  'data/link-text.ts': { may: [], packages: [] },
  'data/fields.ts': { may: [DOMAIN, 'data/parsed.ts'], packages: ['zod'] },
  'data/*': { may: [DOMAIN, PORTS, ...PARSING, ...VENUES], packages: ['node:*', 'zod'] },

  tape: { may: [DOMAIN], packages: ['node:*'] },
  ops: {
    may: [DOMAIN],
    packages: [
      'node:*',
      'zod',
      'pino',
      'prom-client',
      'node-cron',
      'ethers',
      // Named, never loaded from a build: it lets the signer's thread run from its source.
      'tsx',
    ],
  },
  sim: { may: [DOMAIN, PORTS], packages: ['node:*', 'ws', 'ethers'] },
  bot: {
    may: [DOMAIN, 'engine/contract', 'bot/charts'],
    packages: ['node:*', 'zod'],
  },
  'bot/web': {
    may: [DOMAIN, 'engine/contract', 'bot'],
    packages: ['node:*', 'zod', 'hono', '@hono/node-server'],
  },
  // Of the contract the browser loads paths alone; of chats it takes how amounts and moments read.
  'bot/web/app': {
    may: [DOMAIN, 'bot', 'bot/web'],
    packages: ['preact', '@preact/signals', 'uplot'],
  },
  'bot/telegram': {
    may: [DOMAIN, 'engine/contract', 'bot', 'bot/charts'],
    packages: ['node:*', 'grammy'],
  },
  'bot/discord': {
    may: [DOMAIN, 'engine/contract', 'bot', 'bot/charts'],
    packages: ['node:*', 'discord.js'],
  },
  'bot/charts': {
    may: [DOMAIN, 'engine/contract', 'bot'],
    packages: [
      'node:*',
      'echarts',
      '@resvg/resvg-js',
      // Two font files of it.
      '@expo-google-fonts/inter',
      // Named, never loaded from a build: it lets the drawing thread run from its source.
      'tsx',
    ],
  },
  app: {
    may: [
      ...ENGINE,
      'engine/intelligence/normalizer',
      PORTS,
      'engine/*',
      ...ADAPTERS,
      'data/*',
      'tape',
      'ops',
      'sim',
      'bot',
      'bot/telegram',
      'bot/discord',
      'bot/charts',
      'bot/web',
    ],
    packages: [
      'node:*',
      'zod',
      'uqr',
      // Named, never loaded from a build: it lets the scoring thread run from its source.
      'tsx',
    ],
  },
  'main.ts': { may: ['app'], packages: ['node:*'] },
};

/** The zone of a path under the root; `null` when no row of the table covers it. */
export function zoneOf(path: string): string | null {
  if (!path.startsWith('src/')) return null;
  const inside = path.slice('src/'.length);
  const names = Object.keys(ZONES).filter((zone) => {
    if (zone.endsWith('.ts')) return inside === zone;
    if (zone.endsWith('/*')) return inside.replace(/[^/]+$/, '*') === zone;
    return inside.startsWith(`${zone}/`);
  });
  const rank = (zone: string): number => (zone.endsWith('.ts') ? Number.MAX_VALUE : zone.length);
  return names.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** Everything in `src` that breaks the table; no files at all is a violation too. */
export function zoneViolations(files: readonly SourceFile[]): string[] {
  const sources = files.filter((file) => file.path.startsWith('src/'));
  if (sources.length === 0) return ['no files under src: nothing was checked'];
  return sources.flatMap((file) => {
    const name = zoneOf(file.path);
    const zone = name === null ? undefined : ZONES[name];
    if (name === null || zone === undefined) return [`${file.path} belongs to no zone`];
    if (!isCode(file)) return [];
    return importsOf(file).flatMap(({ specifier, line }) => {
      const problem = importProblem({ file, name, zone }, specifier);
      return problem === null ? [] : [`${file.path}:${line} ${problem}`];
    });
  });
}

function importProblem(
  from: { readonly file: SourceFile; readonly name: string; readonly zone: Zone },
  specifier: string | null,
): string | null {
  if (specifier === null) return 'imports something computed: its target cannot be checked';
  const target = targetOf(from.file.path, specifier);
  if (target === null) {
    const name = packageOf(specifier);
    const allowed =
      from.zone.packages.includes(name) ||
      (name.startsWith('node:') && from.zone.packages.includes('node:*'));
    return allowed ? null : `imports the package ${name}, which ${from.name} may not`;
  }
  const zone = zoneOf(target);
  if (zone === null) return `imports ${target}, which belongs to no zone`;
  if (zone === from.name || from.zone.may.includes(zone)) return null;
  return `imports ${target}: ${from.name} may not import ${zone}`;
}
