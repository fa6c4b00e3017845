import { describe, expect, it } from 'vitest';
import {
  checkSnippets,
  type Edit,
  type Safeguard,
  simulated,
  simulateWithout,
  withoutSafeguard,
} from './mutated-program.ts';

const SEEDS = 12;

/** The paper venue tells everything twice: a fault that the engine has to bear. */
const VENUE_REPEATS_ITSELF: Edit = {
  file: 'src/engine/core/paper/venue.ts',
  snippet: '    for (const report of reports) turn.tell(',
  replacement: '    for (const report of reports.flatMap((one) => [one, one])) turn.tell(',
};

/** Laws of the design, each with a safeguard that a simulated world misses when it is gone. */
const SAFEGUARDS: readonly Safeguard[] = [
  {
    law: 'a trade seen by several feeds counts once',
    isFirst: true,
    file: 'src/engine/intelligence/wallet/leader-dedupe.ts',
    snippet: 'const shown = this.#seen.get(key)?.byFeed.get(event.feed) ?? 0;',
    replacement: 'const shown = this.#seen.get(key)?.counted ?? 0;',
  },
  {
    law: 'a reservation is taken with the order',
    isFirst: true,
    file: 'src/engine/risk/approve.ts',
    snippet: 'ledger.reserve(intent.id, reserve);',
    replacement: '',
  },
  {
    law: 'depth taken stays taken until the book changes',
    isFirst: true,
    file: 'src/engine/core/paper/match.ts',
    snippet: 'const left = taken.left(intent, market, level);',
    replacement: 'const left = level.quantity;',
  },
  {
    law: 'a signal is acted on once, also after a restart',
    isFirst: true,
    file: 'src/engine/core/trade/entries.ts',
    snippet:
      'signal: CopySignal, turn: Turn): void {\n  if (!state.signalIds.add(signal.id)) return;',
    replacement: 'signal: CopySignal, turn: Turn): void {\n  state.signalIds.add(signal.id);',
    from: 30, // A crash must come within seconds of a copy.
  },
  {
    law: 'no automatic order after kill',
    isFirst: true,
    file: 'src/engine/brain/entry-gates.ts',
    snippet: "log.entry('killed', control.killed === null, flag(control.killed !== null, false));",
    replacement: '',
  },
  {
    law: 'caps are kept',
    file: 'src/engine/brain/judge-entry.ts',
    snippet: 'const capped = fitCaps(log, context, wanted);',
    replacement: 'const capped = wanted;',
  },
  {
    law: 'orders a minute are counted across a restart',
    file: 'src/engine/core/trade/start.ts',
    snippet: '    countEntry(state, intent, turn.atMs);\n',
    replacement: '',
  },
  {
    law: 'orders lost with the process end and free their reservation',
    file: 'src/engine/core/trade/start.ts',
    snippet: '    endLostOrders(state, turn);\n',
    replacement: '',
  },
  {
    law: 'exits are never dropped: a restart takes them up again',
    file: 'src/engine/core/trade/start.ts',
    snippet: '    resumeExits(state, turn);\n',
    replacement: '',
    from: 64, // A crash must come while an exit waits for its next try.
  },
  {
    law: 'one signal, one budget: an exit sells what its earlier orders left',
    isFirst: true,
    file: 'src/engine/core/trade/exits.ts',
    snippet:
      'const left = minOf<number>(work.quantity - budgetUsed(state, key), heldBy(state, work));',
    replacement: 'const left: number = heldBy(state, work);',
  },
  {
    law: 'a fill that is told twice is booked once',
    file: 'src/engine/core/trade/reports.ts',
    snippet: '  if (!state.fillIds.add(report.fillId)) return;\n',
    replacement: '',
    also: [VENUE_REPEATS_ITSELF],
  },
  {
    law: 'depth taken stays taken across a restart',
    file: 'src/engine/core/engine.ts',
    snippet: '    this.#paper.restore(start.snapshot);\n',
    replacement: '',
    from: 23, // A crash must come between two copies of one level.
  },
  {
    law: 'kill is asked again after the commit, and denies what waits for it',
    file: 'src/engine/core/trade/sending.ts',
    snippet: "log.entry('killed', manual || killed === null,",
    replacement: "log.entry('killed', true,",
    also: [
      {
        file: 'src/engine/core/trade/kill.ts',
        snippet: "if (order?.status !== 'initialized') {",
        replacement:
          "if (order?.status === 'initialized') continue;\n    if (order !== undefined) {",
      },
    ],
  },
  {
    law: 'a pause that comes while an entry is committed stops it',
    file: 'src/engine/core/trade/sending.ts',
    snippet: "log.entry('paused', paused === null,",
    replacement: "log.entry('paused', true,",
  },
  {
    law: 'a restart remembers the signals it has acted on',
    file: 'src/engine/core/trade/start.ts',
    snippet: '  for (const id of snapshot.signalIds) state.signalIds.add(id);\n',
    replacement: '',
  },
  {
    law: 'an intent is committed before it is sent',
    isFirst: true,
    file: 'src/engine/core/trade/orders.ts',
    snippet: '  else sendWhenCommitted(state, intent.id);\n',
    replacement: `  const { marketId, tokenId, id: intentId } = intent;
  turn.tell({ kind: 'askDepth', marketId, tokenId, purpose: { kind: 'send', intentId } });
`,
  },
  {
    law: 'a wallet that a rule or a person disabled is not copied',
    file: 'src/engine/brain/entry-gates.ts',
    snippet: "log.entry('walletDisabled', wallet.enabled, flag(wallet.enabled, true));",
    replacement: '',
  },
  {
    law: 'a wallet whose kind cannot be copied is not, also after a restart',
    file: 'src/engine/core/trade/start.ts',
    snippet: '  restoreScores(state, snapshot);\n',
    replacement: '',
  },
  {
    law: 'entries stop when the oldest write is too old',
    file: 'src/engine/brain/entry-gates.ts',
    snippet: '!overfull && writes.oldestMs <= WRITE_QUEUE_AGE_MS_MAX',
    replacement: '!overfull',
  },
];

describe('safeguards bite', { timeout: 240_000 }, () => {
  it('finds nothing in the program as it is', async () => {
    expect(await simulateWithout(null, { seeds: SEEDS, from: 1 })).toMatchObject({
      violations: 0,
      failing: [],
    });
  });

  it('finds nothing when the venue repeats itself, because the engine bears it', async () => {
    const { violations } = await simulateWithout(VENUE_REPEATS_ITSELF, { seeds: SEEDS, from: 1 });
    expect(violations).toBe(0);
  });

  it.each(SAFEGUARDS)('stands in the source: $law', (safeguard) => {
    expect(() => checkSnippets(safeguard)).not.toThrow();
  });

  it.concurrent.each(simulated(SAFEGUARDS))(
    'a seed fails when this is gone: $law',
    async (safeguard) => {
      const { violations, failing } = await simulateWithout(safeguard, {
        seeds: SEEDS,
        from: safeguard.from ?? 1,
      });
      expect(violations).toBeGreaterThan(0);
      expect(failing[0]?.violation).toBeTruthy();
    },
  );

  it('refuses a snippet that is not there exactly once', () => {
    const safeguard = { law: '', file: 'a.ts', snippet: 'x', replacement: '' };
    expect(() => withoutSafeguard('nothing', safeguard)).toThrow('0 times');
    expect(() => withoutSafeguard('x and x', safeguard)).toThrow('2 times');
  });
});
