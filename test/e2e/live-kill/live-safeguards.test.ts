import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Edit } from '../../simulation/mutated-program.ts';
import { editedProgram } from './edited-program.ts';
import { tradeInTwo } from './held-venue.ts';
import { KillChain } from './kill-chain.ts';
import type { LiveKillPoint } from './kill-points.ts';

const RUN_MS_MAX = 600_000;

interface Missing {
  readonly law: string;
  readonly edits: readonly Edit[];
  readonly point: LiveKillPoint;
  /** The journal is a second line of defence. */
  readonly hasJournal: boolean;
  /** Something that must be found. */
  readonly finds: RegExp;
}

const BYTES_WAIT: Edit = {
  file: 'src/engine/core/trade/orders.ts',
  snippet: '  sendWhenCommitted(state, made.intentId);\n',
  replacement: `  const { marketId, tokenId, id: intentId } = order.intent;
  turn.tell({ kind: 'askDepth', marketId, tokenId, purpose: { kind: 'send', intentId } });
`,
};
const BOOKED_ONCE: readonly Edit[] = [
  {
    file: 'src/engine/core/trade/reports.ts',
    snippet: '  if (!state.fillIds.add(report.fillId)) return;\n',
    replacement: '',
  },
  {
    file: 'src/engine/core/live/ending.ts',
    snippet: '  if (!live.fillIds.has(id)) {',
    replacement: '  if (live.order.intent.id === intent.id) {',
  },
];
const UNKNOWN_IS_DOUBT: Edit = {
  file: 'src/engine/core/live/posting.ts',
  snippet: "      live.stage = 'doubt';\n      live.doubtSinceMs = turn.atMs;\n",
  replacement: `      finish(live, { outcome: 'notPlaced', reason: answer.text }, turn);
      return;
`,
};
const RESTART_IS_DOUBT: Edit = {
  file: 'src/engine/core/trade/start.ts',
  snippet: "    moveOrder(state, order, { event: 'timedOut', reason, turn });",
  replacement: "    moveOrder(state, order, { event: 'provenAbsent', reason, turn });",
};
const TAKEN = { name: 'the venue took it', stop: { at: 'answer', leg: 'entry' } } as const;

/** Rules of live orders, each with the program as it is without it. */
const MISSING: readonly Missing[] = [
  {
    law: 'bytes are committed before they leave',
    edits: [BYTES_WAIT],
    hasJournal: false,
    point: { name: 'stalled', hold: { moment: 'bytes never committed', leg: 'entry' } },
    finds: /an order is another one at the venue|an order that is not ours/,
  },
  {
    law: 'a fill is booked once, however often it is told',
    edits: BOOKED_ONCE,
    hasJournal: true,
    point: TAKEN,
    finds: /an order has filled what its fills say/,
  },
  {
    law: 'an order without an answer is in doubt',
    edits: [UNKNOWN_IS_DOUBT],
    hasJournal: true,
    point: {
      name: 'torn, and landing late',
      first: { at: 'torn', leg: 'entry' },
      lands: true,
      hold: { moment: 'doubt committed', leg: 'entry' },
    },
    finds: /an order is another one at the venue/,
  },
  {
    law: 'an order that a dead process may have sent is in doubt',
    edits: [RESTART_IS_DOUBT],
    hasJournal: true,
    point: TAKEN,
    finds: /an order is another one at the venue/,
  },
];

let tradeAsUsual: () => void;

beforeAll(() => {
  tradeAsUsual = tradeInTwo();
});

afterAll(() => tradeAsUsual?.());

describe('safeguards of live orders bite', () => {
  test.each(MISSING)(
    'a kill finds it when this is gone: $law',
    async ({ edits, hasJournal, point, finds, law }) => {
      const program = await editedProgram(edits);
      try {
        const { main } = program;
        const [result] = await KillChain.over([point], { main, hasJournal, seed: law });
        expect(result?.broken.join('\n')).toMatch(finds);
      } finally {
        program.remove();
      }
    },
    RUN_MS_MAX,
  );
});
