import type { Edit } from './mutated-program.ts';

/** One law of the design, what the source is without it, and the test that must fail then. */
export interface LawSafeguard extends Edit {
  /** Its number in the design, 1 to 14. */
  readonly law: number;
  readonly says: string;
  readonly also?: readonly Edit[];
  readonly fails: { readonly file: string; readonly test: string };
  /** Tried each time; the others only in `npm run prove`. */
  readonly isFirst?: true;
}

const GATES = 'test/scenarios/gates.test.ts';
const DECISIONS = 'src/engine/core/trade/decisions.ts';

/** The laws of the design in their order, each with one safeguard. */
export const LAW_SAFEGUARDS: readonly LawSafeguard[] = [
  {
    law: 1,
    says: 'one signal, one budget: a trade that several feeds tell is copied once',
    file: 'src/engine/intelligence/wallet/leader-dedupe.ts',
    snippet: 'const shown = this.#seen.get(key)?.byFeed.get(event.feed) ?? 0;',
    replacement: 'const shown = this.#seen.get(key)?.counted ?? 0;',
    fails: {
      file: 'test/scenarios/copying.test.ts',
      test: 'the same trade told by three feeds is copied once',
    },
  },
  {
    law: 2,
    says: 'Postgres is the truth: nothing is confirmed before it is written',
    file: 'src/app/running/commit-queue.ts',
    snippet: '      this.#options.failed(error);\n      return false;\n',
    replacement: '      this.#options.failed(error);\n      return true;\n',
    fails: {
      file: 'test/app/running/commit-queue.test.ts',
      test: 'is given the same transaction again, until it takes it',
    },
    isFirst: true,
  },
  {
    law: 3,
    says: 'exits are never ended by a gate: a price that is too bad makes one wait',
    file: 'src/engine/brain/gates.ts',
    snippet: "  slippage: { entry: 'shrink', exit: 'wait',",
    replacement: "  slippage: { entry: 'shrink', exit: 'end',",
    fails: {
      file: 'test/engine/brain/judge-entry.test.ts',
      test: 'ends an exit only where nothing is to be sold or a person sells',
    },
  },
  {
    law: 4,
    says: 'every gate leaves a reason: each signal ends with a decision',
    file: DECISIONS,
    snippet: "  turn.record({ kind: 'decision', decision });\n  if (!isShadow(ledger))",
    replacement: '  if (!isShadow(ledger))',
    fails: { file: GATES, test: 'paused' },
    isFirst: true,
  },
  {
    law: 5,
    says: 'live that is refused is an error, never a paper trade',
    file: 'src/engine/brain/entry-gates.ts',
    snippet:
      "  log.entry('liveNotReady', first === undefined, flag(first === undefined, true, first));",
    replacement: "  log.entry('liveNotReady', true, flag(first === undefined, true, first));",
    fails: { file: GATES, test: 'liveNotReady' },
  },
  {
    law: 6,
    says: 'money is integers: products above 2^53 are exact',
    file: 'src/engine/domain/values/micro.ts',
    snippet: '  if (!Number.isSafeInteger(product)) return wideMulDiv(a, b, { by, rounding });\n',
    replacement: '  if (Number.isNaN(product)) return wideMulDiv(a, b, { by, rounding });\n',
    fails: {
      file: 'test/engine/domain/values/micro.test.ts',
      test: 'equals exact arithmetic in both directions, or throws when the result is not safe',
    },
    isFirst: true,
  },
  {
    law: 7,
    says: 'the core is deterministic: the same inputs give the same effects',
    file: DECISIONS,
    snippet: '    settingsVersion: state.settingsVersion,\n    atMs: turn.atMs,\n',
    replacement:
      '    settingsVersion: state.settingsVersion,\n    atMs: Math.round(performance.now() * 1_000),\n',
    fails: { file: GATES, test: 'paused' },
  },
  {
    law: 8,
    says: 'similarity never verifies: a family that nobody proved stays in quarantine',
    file: 'src/engine/intelligence/matching/judge.ts',
    snippet: 'const isVerified = reasons.length === 0 && gate.reasons.length === 0;',
    replacement: 'const isVerified = reasons.length === 0;',
    fails: {
      file: 'test/engine/intelligence/matching/judge.test.ts',
      test: 'families that nobody proved stay in quarantine, with everything that agrees',
    },
    isFirst: true,
  },
  {
    law: 9,
    says: 'the model proposes, the limits dispose: it never enlarges',
    file: 'src/engine/brain/llm-proposal.ts',
    snippet: 'const share = Math.min(MICRO, Math.max(0, proposal.sizePercent * 10_000));',
    replacement: 'const share = Math.max(0, proposal.sizePercent * 10_000);',
    also: [
      {
        file: 'src/engine/brain/llm-proposal.ts',
        snippet: 'const left = share === MICRO ? spend : minOf(spend, cut);',
        replacement: 'const left = share === MICRO ? spend : cut;',
      },
    ],
    fails: {
      file: 'test/engine/brain/llm-proposal.test.ts',
      test: 'a proposal that was made by hand cannot enlarge either',
    },
  },
  {
    law: 10,
    says: 'kill comes first: it blocks every automatic order',
    file: 'src/engine/brain/entry-gates.ts',
    snippet: "log.entry('killed', control.killed === null, flag(control.killed !== null, false));",
    replacement: '',
    fails: { file: GATES, test: 'killed' },
  },
  {
    law: 11,
    says: 'keys never travel: a secret in a line is masked',
    file: 'src/ops/scrubber.ts',
    snippet: 'return this.#pattern === null ? text : text.replace(this.#pattern, MASK);',
    replacement: 'return this.#pattern === null ? text : text.replace(/^$/, MASK);',
    fails: {
      file: 'test/ops/scrubber.test.ts',
      test: 'no secret survives, whatever its characters and surroundings',
    },
    isFirst: true,
  },
  {
    law: 12,
    says: 'everything has a limit: a set of ids forgets the oldest',
    file: 'src/engine/core/recent-set.ts',
    snippet: 'if (this.#members.size > this.#max) {',
    replacement: 'if (this.#members.size < this.#max - this.#max) {',
    fails: {
      file: 'test/engine/core/recent-set.test.ts',
      test: 'a recent set knows exactly the newest members that it has room for',
    },
  },
  {
    law: 13,
    says: 'a setting is a promise: each changes an order or a message',
    file: 'src/engine/brain/sizing.ts',
    snippet: "const most = settings['limits.positions'];",
    replacement: 'const most = 1_000;',
    fails: { file: GATES, test: 'positionCount' },
  },
  {
    law: 14,
    says: 'numbers are honest: depth that paper took stays taken',
    file: 'src/engine/core/paper/match.ts',
    snippet: 'const left = taken.left(intent, market, level);',
    replacement: 'const left = level.quantity;',
    fails: {
      file: 'test/scenarios/paper-venue.test.ts',
      test: 'depth that we took stays taken until the book shows another quantity',
    },
  },
];
