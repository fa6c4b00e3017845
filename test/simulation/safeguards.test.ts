import { describe, expect, it } from 'vitest';
import { type Safeguard, simulateWithout, withoutSafeguard } from './mutated-program.ts';

const SEEDS = 12;

/** Laws of the design, each with a safeguard that a simulated world misses when it is gone. */
const SAFEGUARDS: readonly Safeguard[] = [
  {
    law: 'a trade seen by several feeds counts once',
    file: 'src/engine/intelligence/wallet/leader-dedupe.ts',
    snippet: 'const shown = this.#seen.get(key)?.byFeed.get(event.feed) ?? 0;',
    replacement: 'const shown = this.#seen.get(key)?.counted ?? 0;',
  },
  {
    law: 'a reservation is taken with the order',
    file: 'src/engine/risk/approve.ts',
    snippet: 'ledger.reserve(intent.id, reserve);',
    replacement: '',
  },
  {
    law: 'depth taken stays taken until the book changes',
    file: 'src/engine/core/paper/match.ts',
    snippet: 'const left = taken.left(intent, market, level);',
    replacement: 'const left = level.quantity;',
  },
  {
    law: 'a signal is acted on once, also after a restart',
    file: 'src/engine/core/trade/entries.ts',
    snippet: 'if (!state.signalIds.add(signal.id)) return;',
    replacement: 'state.signalIds.add(signal.id);',
    from: 30, // A crash must come within seconds of a copy.
  },
  {
    law: 'no automatic order after kill',
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
    snippet: "if (intent.leg === 'entry' && recent) state.entryTimes.push(intent.createdAtMs);",
    replacement: '',
  },
  {
    law: 'orders lost with the process end and free their reservation',
    file: 'src/engine/core/trade/start.ts',
    snippet: '    endLostPaperOrders(state, turn);\n',
    replacement: '',
  },
  {
    law: 'exits are never dropped: a restart takes them up again',
    file: 'src/engine/core/trade/start.ts',
    snippet: '    resumeExits(state, turn);\n',
    replacement: '',
  },
];

describe('safeguards bite', { timeout: 240_000 }, () => {
  it('finds nothing in the program as it is', async () => {
    expect(await simulateWithout(null, { seeds: SEEDS, from: 1 })).toMatchObject({
      violations: 0,
      failing: [],
    });
  });

  it.concurrent.each(SAFEGUARDS)('a seed fails when this is gone: $law', async (safeguard) => {
    const { violations, failing } = await simulateWithout(safeguard, {
      seeds: SEEDS,
      from: safeguard.from ?? 1,
    });
    expect(violations).toBeGreaterThan(0);
    expect(failing[0]?.violation).toBeTruthy();
  });

  it('refuses a snippet that is not there exactly once', () => {
    const safeguard = { law: '', file: 'a.ts', snippet: 'x', replacement: '' };
    expect(() => withoutSafeguard('nothing', safeguard)).toThrow('0 times');
    expect(() => withoutSafeguard('x and x', safeguard)).toThrow('2 times');
  });
});
