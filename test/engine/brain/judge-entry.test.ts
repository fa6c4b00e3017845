import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryContext } from '../../../src/engine/brain/entry-context.ts';
import { GATE_TABLE, GateLog } from '../../../src/engine/brain/gates.ts';
import { judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import { GATES, type Gate } from '../../../src/engine/domain/decision.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { NOW_MS } from '../intelligence/examples.ts';
import {
  analysis,
  anyEntry,
  copySignal,
  depth,
  entryContext,
  NO_EXPOSURE,
  openMarket,
  settings,
} from './entry-examples.ts';

const BOOK = [{ price: cents(50), quantity: shares(10_000) }];

/** One thing is wrong, and one gate stops the copy. Both sides of each threshold. */
const ONE_WRONG: readonly (readonly [Gate | null, Partial<EntryContext>])[] = [
  [null, {}],
  [
    'killed',
    {
      control: {
        live: null,
        warningReadAtMs: null,
        killed: { reason: 'x', atMs: 0 },
        paused: null,
      },
    },
  ],
  [
    'paused',
    {
      control: {
        live: null,
        warningReadAtMs: null,
        killed: null,
        paused: { cause: 'person', reason: 'x', atMs: 0, day: null },
      },
    },
  ],
  ['writeQueue', { writes: { count: 1_001, oldestMs: 0 } }],
  [null, { writes: { count: 1_000, oldestMs: 2_000 } }],
  ['writeQueue', { writes: { count: 1, oldestMs: 2_001 } }],
  ['walletUnknown', { wallet: null }],
  ['bookMissing', { depth: null }],
  ['marketUnknown', { market: null }],
  ['marketClosed', { market: openMarket({ status: 'closed' }) }],
  ['marketClosed', { market: openMarket({ acceptingOrders: false }) }],
  ['marketFilter', { filter: { allowed: false, rule: null } }],
  ['shortCrypto', { market: openMarket({ shortCrypto: true }) }],
  ['minutesToClose', { market: openMarket({ closesAtMs: null }) }],
  ['minutesToClose', { market: openMarket({ closesAtMs: NOW_MS + 3_599_999 }) }],
  [null, { market: openMarket({ closesAtMs: NOW_MS + 3_600_000 }) }],
  [
    null,
    {
      market: openMarket({ closesAtMs: null }),
      settings: settings({ 'entry.minMinutesToClose': '0' }),
    },
  ],
  ['clipMinimum', { signal: copySignal({ clipNotional: dollars(19.99) }) }],
  [null, { signal: copySignal({ clipNotional: dollars(20) }) }],
  ['clipMinimum', { signal: copySignal({ stage: 'belowMinimum' }) }],
  ['clipAlreadyCopied', { signal: copySignal({ stage: 'remainder' }) }],
  [
    null,
    {
      signal: copySignal({ stage: 'remainder' }),
      settings: settings({ 'size.mode': 'leader' }),
    },
  ],
  ['signalAge', { signal: copySignal({ tradedAtMs: NOW_MS - 15_001 }) }],
  [null, { signal: copySignal({ tradedAtMs: NOW_MS - 15_000 }) }],
  ['priceBand', { signal: copySignal({ leaderPrice: cents(4.99) }), depth: depth([]) }],
  ['priceBand', { signal: copySignal({ leaderPrice: cents(95.01) }) }],
  ['bookUntrusted', { depth: depth(BOOK, { trust: { trusted: false, reason: 'crossed' } }) }],
  ['bookStale', { depth: depth(BOOK, { receivedAtMs: NOW_MS - 5_001 }) }],
  [null, { depth: depth(BOOK, { receivedAtMs: NOW_MS - 5_000 }) }],
  ['quality', { depth: depth(BOOK, { analysis: analysis({ quality: 0.29 }) }) }],
  ['quality', { depth: depth(BOOK, { analysis: null }) }],
  [null, { depth: depth(BOOK, { analysis: analysis({ quality: 0.3 }) }) }],
  [
    null,
    {
      depth: depth(BOOK, { analysis: null }),
      settings: settings({ 'entry.minQuality': '0', 'size.riskPercent': '0' }),
    },
  ],
  ['priceMoved', { depth: depth([]) }],
  ['priceMoved', { depth: depth([{ price: cents(53), quantity: shares(100) }]) }],
  ['positionCount', { exposure: { ...NO_EXPOSURE, positions: 40 } }],
  [null, { exposure: { ...NO_EXPOSURE, positions: 40, alreadyHeld: true } }],
  ['orderRate', { exposure: { ...NO_EXPOSURE, entriesLastMinute: 6 } }],
  [null, { exposure: { ...NO_EXPOSURE, entriesLastMinute: 5 } }],
  ['marketCap', { exposure: { ...NO_EXPOSURE, market: dollars(25) } }],
  ['groupCap', { exposure: { ...NO_EXPOSURE, group: dollars(40) } }],
  ['walletCap', { exposure: { ...NO_EXPOSURE, wallet: dollars(100) } }],
  ['walletDayCap', { exposure: { ...NO_EXPOSURE, walletToday: dollars(50) } }],
  ['categoryCap', { exposure: { ...NO_EXPOSURE, category: dollars(200) } }],
  ['totalCap', { exposure: { ...NO_EXPOSURE, total: dollars(300) } }],
  ['cash', { exposure: { ...NO_EXPOSURE, available: dollars(1) } }],
  ['cash', { exposure: { ...NO_EXPOSURE, available: dollars(-1) } }],
];

describe('one thing wrong stops a copy, and nothing wrong does not', () => {
  test.each(ONE_WRONG)('%s', (gate, change) => {
    const judged = judgeEntry(entryContext(change));
    expect(judged.verdict === 'denied' ? judged.reason : null).toBe(gate);
  });
});

describe('the record of a decision', () => {
  test('names as reason the first gate that stopped it, with numbers on both sides', () => {
    fc.assert(
      fc.property(anyEntry, (context) => {
        const judged = judgeEntry(context);
        const stopped = judged.gates.find((gate) => gate.verdict === 'stop');
        const reason = judged.verdict === 'denied' ? judged.reason : undefined;
        expect(stopped?.gate).toBe(reason);
        expect(stopped?.limit).not.toBeNull();
      }),
    );
  });

  test('lists every cheap gate, also those behind the one that stopped it', () => {
    const killed = {
      live: null,
      warningReadAtMs: null,
      killed: { reason: 'x', atMs: 0 },
      paused: null,
    };
    const judged = judgeEntry(entryContext({ control: killed, depth: depth([]) }));
    const met = judged.gates.map((gate) => gate.gate);
    expect(met).toEqual(expect.arrayContaining(['killed', 'signalAge', 'priceMoved']));
    expect(judged.gates.filter((gate) => gate.verdict === 'stop')).toHaveLength(2);
  });

  test('follows the order of the table of gates', () => {
    const met = judgeEntry(entryContext()).gates.map((gate) => GATES.indexOf(gate.gate));
    expect(met).toEqual(met.toSorted((a, b) => a - b));
  });
});

describe('the table of gates', () => {
  test('has a row for each gate, in their order', () => {
    expect(Object.keys(GATE_TABLE)).toEqual([...GATES]);
  });

  test('ends an exit only where nothing is to be sold or a person sells', () => {
    const ending = GATES.filter((gate) => GATE_TABLE[gate].exit === 'end');
    expect(ending).toEqual(['noPosition', 'exitManual', 'dust']);
  });

  test('is obeyed by the log of an exit', () => {
    const measure = { actual: 1, limit: 0, unit: 'count' } as const;
    for (const gate of GATES) {
      const log = new GateLog();
      const passed = log.exit(gate, false, measure);
      const act = GATE_TABLE[gate].exit;
      expect(passed).toBe(act === 'none');
      expect(log.reason).toBe(act === 'none' ? null : gate);
      expect(log.results[0]?.verdict).toBe({ none: 'pass', wait: 'wait', end: 'stop' }[act]);
    }
  });
});
