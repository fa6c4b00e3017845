import { scan } from './scan.ts';
import { isCode, lineAt, type SourceFile } from './source-file.ts';

const PURE_ROOM = /^src\/engine\/(?:domain|intelligence|brain|risk|reconcile|core)\//;
const SEEDED_ROOM = /^src\/sim\//;

interface Ban {
  readonly pattern: RegExp;
  readonly why: string;
}

const RANDOMNESS: readonly Ban[] = [
  { pattern: /\bMath\b(?!\.(?!random\b)\w)/g, why: 'randomness (Math only by a named function)' },
  { pattern: /\b(?:randomUUID|randomBytes|randomInt|getRandomValues)\b/g, why: 'randomness' },
];

/** Design, law 7: the core has no clock, randomness, I/O or waiting. */
const IMPURE: readonly Ban[] = [
  ...RANDOMNESS,
  {
    pattern: /\bDate\b(?!\.(?:UTC|parse)\b)(?<!\bnew\s+Date(?=\s*\(\s*[^)\s]))/g,
    why: 'a clock (only new Date(value), Date.UTC and Date.parse are pure)',
  },
  { pattern: /\bperformance\s*(?:\.\s*(?:now|timeOrigin|mark|measure)\b|\[)/g, why: 'a clock' },
  { pattern: /=\s*performance\b(?!\s*\.)/g, why: 'a clock' },
  { pattern: /\bhrtime\b/g, why: 'a clock' },
  {
    pattern: /(?<![.\w$])(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/g,
    why: 'a timer',
  },
  { pattern: /\b(?:process|globalThis)\s*(?:\.|\[|\?\.)/g, why: 'the environment' },
  { pattern: /(?<![.\w$])(?:async|await)\b(?!\s*[:,}])/g, why: 'waiting' },
  { pattern: /\bPromise\b/g, why: 'waiting' },
  { pattern: /\bconsole\s*\./g, why: 'output' },
  { pattern: /(?<![.\w$])(?:fetch|WebSocket|XMLHttpRequest)\s*\(/g, why: 'the network' },
];

/** Clocks, randomness, timers, waiting and I/O in the rooms that must have none. */
export function purityViolations(files: readonly SourceFile[]): string[] {
  return files.filter(isCode).flatMap((file) => {
    if (PURE_ROOM.test(file.path)) return bansIn(file, IMPURE);
    if (SEEDED_ROOM.test(file.path)) return bansIn(file, RANDOMNESS);
    return [];
  });
}

function bansIn(file: SourceFile, bans: readonly Ban[]): string[] {
  const { code } = scan(file.text);
  return bans.flatMap(({ pattern, why }) =>
    [...code.matchAll(pattern)].map(
      (match) => `${file.path}:${lineAt(code, match.index)} uses ${match[0].trim()}: ${why}`,
    ),
  );
}
