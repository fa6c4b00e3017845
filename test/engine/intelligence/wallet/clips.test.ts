import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeaderTrade } from '../../../../src/engine/domain/change.ts';
import type { TokenId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import type { CopySignal } from '../../../../src/engine/domain/signal.ts';
import {
  cents,
  cost,
  dollars,
  type Price,
  price,
  type Quantity,
  quantity,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import {
  type ClipPrint,
  Clips,
  clipKey,
  OPEN_CLIPS_MAX,
} from '../../../../src/engine/intelligence/wallet/clips.ts';
import { LEADER, leaderTrade, NOW_MS, OTHER_LEADER, YES } from '../examples.ts';

const WINDOW_MS = 60_000;

interface Row {
  readonly wallet?: WalletAddress;
  readonly tokenId?: TokenId;
  readonly count: Quantity;
  readonly at: Price;
  readonly afterMs: number;
  readonly transaction?: string;
}

function print(row: Row): ClipPrint {
  const { wallet = LEADER, tokenId = YES, count, at, afterMs } = row;
  const trade: LeaderTrade = leaderTrade({
    wallet,
    tokenId,
    quantity: count,
    price: at,
    transaction: row.transaction ?? `0x${afterMs}`,
    tradedAtMs: NOW_MS + afterMs,
  });
  const notional = cost(at, count, 'floor');
  return {
    trade,
    opened: { kind: 'opened', tokenId, quantity: count, price: at, notional },
    minimum: dollars(20),
    windowMs: WINDOW_MS,
  };
}

/** Receipt of the first print is a second after its venue time. */
const DEADLINE_MS = NOW_MS + 1_000 + WINDOW_MS;

describe('one leader order in many prints', () => {
  test('forty small fills make one copy and one remainder, not forty copies (scenario 23)', () => {
    const clips = new Clips();
    const signals: CopySignal[] = [];
    for (let n = 0; n < 40; n += 1) {
      signals.push(
        ...clips.add(print({ count: shares(2), at: cents(50), afterMs: n * 100 })).signals,
      );
    }
    expect(signals).toMatchObject([
      { stage: 'crossed', leaderNotional: dollars(20), clipNotional: dollars(20), prints: 20 },
    ]);
    const rest = clips.close(clipKey(LEADER, YES), DEADLINE_MS);
    expect(rest).toMatchObject({
      stage: 'remainder',
      leaderNotional: dollars(20),
      clipNotional: dollars(40),
      prints: 20,
      leaderQuantity: shares(40),
    });
    expect(rest?.id).not.toBe(signals[0]?.id);
    expect(clips.size).toBe(0);
  });

  test('the print that reaches the minimum exactly is the one that crosses', () => {
    const clips = new Clips();
    const first = clips.add(print({ count: shares(39.99), at: cents(50), afterMs: 0 }));
    expect(first).toEqual({
      signals: [],
      clipKey: clipKey(LEADER, YES),
      deadlineAtMs: DEADLINE_MS,
    });
    const second = clips.add(print({ count: shares(0.01), at: cents(50), afterMs: 5 }));
    expect(second.signals).toMatchObject([{ stage: 'crossed', prints: 2 }]);
    expect(second.deadlineAtMs).toBe(DEADLINE_MS);
  });

  test('a single large print crosses at once and leaves no remainder', () => {
    const clips = new Clips();
    expect(
      clips.add(print({ count: shares(100), at: cents(50), afterMs: 0 })).signals,
    ).toHaveLength(1);
    expect(clips.close(clipKey(LEADER, YES), DEADLINE_MS)).toBeNull();
    expect(clips.size).toBe(0);
  });

  test('a clip that never reached the minimum still ends in a signal', () => {
    const clips = new Clips();
    clips.add(print({ count: shares(2), at: cents(50), afterMs: 0 }));
    expect(clips.close(clipKey(LEADER, YES), DEADLINE_MS - 1)).toBeNull();
    expect(clips.close(clipKey(LEADER, YES), DEADLINE_MS)).toMatchObject({
      stage: 'belowMinimum',
      clipNotional: dollars(1),
    });
  });

  test('the average is rounded down and the newest times are told', () => {
    const clips = new Clips();
    clips.add(print({ count: shares(10), at: cents(50), afterMs: 0 }));
    const { signals } = clips.add(print({ count: shares(20), at: cents(91), afterMs: 700 }));
    expect(signals).toMatchObject([
      {
        leaderPrice: 773_333,
        tradedAtMs: NOW_MS + 700,
        receivedAtMs: NOW_MS + 1_700,
        leaderQuantity: shares(30),
      },
    ]);
  });

  test('a print after the window starts a new clip, even before the timer of the old one', () => {
    const clips = new Clips();
    clips.add(print({ count: shares(2), at: cents(50), afterMs: 0 }));
    const late = clips.add(print({ count: shares(2), at: cents(50), afterMs: WINDOW_MS }));
    expect(late.signals).toMatchObject([{ stage: 'belowMinimum', prints: 1 }]);
    expect(late.deadlineAtMs).toBe(DEADLINE_MS + WINDOW_MS);
    expect(clips.close(late.clipKey, DEADLINE_MS)).toBeNull();
    expect(clips.close(late.clipKey, late.deadlineAtMs)).not.toBeNull();
  });

  test('leaders and tokens have clips of their own', () => {
    const clips = new Clips();
    const rows = [{}, { wallet: OTHER_LEADER }, { tokenId: '7' as TokenId }];
    for (const row of rows) {
      const step = clips.add(print({ count: shares(30), at: cents(50), afterMs: 0, ...row }));
      expect(step.signals).toEqual([]);
    }
    expect(clips.size).toBe(3);
  });

  test('a leader who turns round ends the clip at once, what is pending first', () => {
    const clips = new Clips();
    clips.add(print({ count: shares(60), at: cents(50), afterMs: 0 }));
    clips.add(print({ count: shares(4), at: cents(50), afterMs: 10 }));
    expect(clips.interrupt(LEADER, YES)).toMatchObject({ stage: 'remainder', prints: 1 });
    expect(clips.interrupt(LEADER, YES)).toBeNull();
    expect(clips.close(clipKey(LEADER, YES), DEADLINE_MS)).toBeNull();
  });

  test('when too many are open the oldest ends early', () => {
    const clips = new Clips();
    for (let n = 0; n < OPEN_CLIPS_MAX; n += 1) {
      clips.add(
        print({
          count: shares(2),
          at: cents(50),
          afterMs: n % 100,
          tokenId: `${1_000_000 + n}` as TokenId,
        }),
      );
    }
    const step = clips.add(print({ count: shares(2), at: cents(50), afterMs: 100 }));
    expect(step.signals).toMatchObject([{ stage: 'belowMinimum', tokenId: '1000000' }]);
    expect(clips.size).toBe(OPEN_CLIPS_MAX);
  });
});

describe('signal ids', () => {
  test('the same prints give the same ids, another first print gives another', () => {
    const of = (transaction: string): string | undefined =>
      new Clips().add(print({ count: shares(60), at: cents(50), afterMs: 0, transaction }))
        .signals[0]?.id;
    expect(of('0xa')).toBe(of('0xa'));
    expect(of('0xa')).not.toBe(of('0xb'));
  });

  test('true twins have ids of their own', () => {
    const base = print({ count: shares(60), at: cents(50), afterMs: 0 });
    const twin = { ...base, trade: { ...base.trade, ordinal: 1 } };
    const first = new Clips().add(base).signals[0]?.id;
    expect(new Clips().add(twin).signals[0]?.id).not.toBe(first);
  });
});

test('every print is in exactly one signal, and no dollar is lost or invented', () => {
  const row = fc.record({
    wallet: fc.constantFrom(LEADER, OTHER_LEADER),
    tokenId: fc.constantFrom('1' as TokenId, '2' as TokenId),
    micro: fc.integer({ min: 1, max: 80_000_000 }),
    at: fc.integer({ min: 1, max: 999_999 }),
    stepMs: fc.integer({ min: 0, max: 40_000 }),
    turnsRound: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const clips = new Clips();
      const signals: (CopySignal | null)[] = [];
      let [afterMs, spent, bought] = [0, 0, 0];
      const keys = new Set<string>();
      for (const { wallet, tokenId, micro, at, stepMs, turnsRound } of rows) {
        afterMs += stepMs;
        const item = print({ wallet, tokenId, count: quantity(micro), at: price(at), afterMs });
        spent += item.opened.notional;
        bought += micro;
        const step = clips.add(item);
        keys.add(step.clipKey);
        signals.push(...step.signals);
        if (turnsRound) signals.push(clips.interrupt(wallet, tokenId));
      }
      for (const key of keys) signals.push(clips.close(key, Number.MAX_SAFE_INTEGER));
      const made = signals.filter((signal) => signal !== null);
      const sum = (pick: (signal: CopySignal) => number): number =>
        made.reduce((total, signal) => total + pick(signal), 0);
      expect(sum((signal) => signal.leaderNotional)).toBe(spent);
      expect(sum((signal) => signal.leaderQuantity)).toBe(bought);
      expect(sum((signal) => signal.prints)).toBe(rows.length);
      expect(clips.size).toBe(0);
      for (const signal of made) {
        const crossed = signal.stage !== 'belowMinimum';
        expect(signal.clipNotional >= dollars(20)).toBe(crossed);
      }
    }),
  );
});
