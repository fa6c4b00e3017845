import { describe, expect, it } from 'vitest';
import { checkSnippets, type Safeguard, simulated, simulateWithout } from './mutated-program.ts';

const SEEDS = 10;

/** Laws about real orders, each with a safeguard that a faulty venue misses when it is gone. */
const SAFEGUARDS: readonly Safeguard[] = [
  {
    law: 'an outcome that is not known stays in doubt until it is proven',
    isFirst: true,
    file: 'src/engine/core/live/posting.ts',
    snippet: "      live.stage = 'doubt';\n",
    replacement:
      "      finish(live, { outcome: 'notPlaced', reason: answer.text }, turn);\n      if (live.sends > 0) return;\n",
    from: 31, // An order whose answer was lost must land after all.
  },
  {
    law: 'absence is proof only when asked often and for long',
    file: 'src/engine/core/live/looking.ts',
    snippet: 'if (live.absences < ABSENCES_MIN || lastedMs < NOT_PLACED_AFTER_MS) return;',
    replacement: 'if (lastedMs < 0) return;',
  },
  {
    law: 'the same bytes go again only when they were certainly not taken',
    file: 'src/engine/core/live/posting.ts',
    snippet: "      live.stage = 'doubt';\n",
    replacement:
      "      live.stage = 'waiting';\n      turn.timers.arm(SEND_TIMER + live.order.intent.id, turn.atMs + 500);\n      if (live.sends < SENDS_MAX) return;\n",
  },
  {
    law: 'bytes are committed before they are sent',
    isFirst: true,
    file: 'src/engine/core/trade/orders.ts',
    snippet: '  saveOrder(state, { ...order, externalId, body, updatedAtMs: turn.atMs }, turn);\n',
    replacement: `  saveOrder(state, { ...order, externalId, body, updatedAtMs: turn.atMs }, turn);
  const { marketId, tokenId, id: intentId } = order.intent;
  turn.tell({ kind: 'askDepth', marketId, tokenId, purpose: { kind: 'send', intentId } });
`,
  },
  {
    law: 'a fill is booked once, however often and from wherever it is told',
    isFirst: true,
    file: 'src/engine/core/live/ending.ts',
    snippet: 'if (!live.fillIds.has(id)) {',
    replacement: 'if (live.fillIds.size >= 0) {',
    also: [
      {
        file: 'src/engine/core/trade/reports.ts',
        snippet: '  if (!state.fillIds.add(report.fillId)) return;\n',
        replacement: '',
      },
    ],
  },
  {
    law: 'an order ends only when all of its fills were told',
    file: 'src/engine/core/live/ending.ts',
    snippet: '  if (over !== null && isAccountedFor(live)) {',
    replacement: '  if (over !== null) {',
    also: [
      {
        file: 'src/engine/core/live/live-venue.ts',
        snippet: "      turn.tell({ kind: 'lateFill', intentId, fill });\n",
        replacement: '',
      },
    ],
  },
  {
    law: 'a fill that failed on chain is undone',
    isFirst: true,
    file: 'src/engine/core/trade/settlement.ts',
    snippet: "  if (settlement === 'failed') undo(state, moved, turn);\n",
    replacement: '',
    from: 22, // One of ours has to fail.
  },
  {
    law: 'what was won counts when the balance has risen by it',
    isFirst: true,
    file: 'src/engine/reconcile/diff-claims.ts',
    snippet: 'if (proceeds + pays > risen) {',
    replacement: 'if (proceeds > risen + pays) {',
    from: 96, // A payout must go elsewhere.
  },
  {
    law: "the owner's own trades are adopted",
    file: 'src/engine/core/trade/account.ts',
    snippet: 'if (isUntouched(state, ledger) || adoptTrade(state, { ledger, fill }, turn)) return;',
    replacement: 'if (ledger !== null) return;',
  },
  {
    law: 'a sale of the owner that outruns our own buy waits for it',
    file: 'src/engine/core/trade/external-trade.ts',
    snippet: '  if (isAhead(state, { ledger: id, fill })) return false;\n',
    replacement: '',
    also: [
      {
        file: 'src/engine/reconcile/diff-fills.ts',
        snippet: "fill.side === 'sell' && fill.quantity > held && underway",
        replacement: "fill.side === 'sell' && fill.quantity < 0 && underway",
      },
    ],
    from: 180, // The owner must sell within seconds of a copy of the same token.
  },
  {
    law: 'orders of an earlier run are looked up after a crash',
    file: 'src/engine/core/engine.ts',
    snippet:
      '    this.live.restore({ orders: [...orders.values()], fills: start.snapshot?.fills ?? [] }, turn);\n',
    replacement: '    if (orders.size < 0) return;\n',
  },
];

describe('safeguards of live orders bite', { timeout: 400_000 }, () => {
  it('finds nothing in the program as it is', async () => {
    const verdict = await simulateWithout(null, { seeds: SEEDS, from: 1, live: true });
    expect(verdict).toMatchObject({ violations: 0, failing: [] });
  });

  it.each(SAFEGUARDS)('stands in the source: $law', (safeguard) => {
    expect(() => checkSnippets(safeguard)).not.toThrow();
  });

  it.concurrent.each(simulated(SAFEGUARDS))(
    'a seed fails when this is gone: $law',
    async (safeguard) => {
      const from = safeguard.from ?? 1;
      const { violations, failing } = await simulateWithout(safeguard, {
        seeds: SEEDS,
        from,
        live: true,
      });
      expect(violations).toBeGreaterThan(0);
      expect(failing[0]?.violation).toBeTruthy();
    },
  );
});
