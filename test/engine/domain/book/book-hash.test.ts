import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import { MarketBook } from '../../../../src/engine/domain/book/market-book.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import type { MarketEvent } from '../../../../src/engine/domain/market-event.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { book, change, delta, level, mirrored, NO, snapshot, YES } from './events.ts';

/** Real frames of the market channel, kept beside the project: they are not ours to publish. */
const FRAMES = new URL(
  '../../../../../shared/data/polymarket/adriancova__polymarket-bot-v2/',
  import.meta.url,
);
const present = existsSync(FRAMES);
if (!present) console.warn('skipped: real frames are absent from ../shared/data/polymarket');

function read(name: string): string {
  return readFileSync(new URL(name, FRAMES), 'utf8');
}

function eventsOf(frame: unknown): readonly MarketEvent[] {
  const { events, problems } = parseFrame('polymarket.market', frame);
  expect(problems).toEqual([]);
  return events;
}

describe.skipIf(!present)('the real frames of 2026-09-30', () => {
  const snapshots = () =>
    eventsOf(JSON.parse(read('market-ws-book-initial-2026-09-30.json')).frame).filter(
      (event) => event.kind === 'bookSnapshot',
    );
  const deltas = () =>
    read('market-ws-price_change-frames-2026-09-30.jsonl')
      .trim()
      .split('\n')
      .flatMap((line) => eventsOf(JSON.parse(line).frame))
      .filter((event) => event.kind === 'bookDelta');

  const opened = () => {
    const [first, second] = snapshots();
    const tokenIds = [first!.tokenId, second!.tokenId];
    const tick = cents(1);
    const it = new MarketBook({ marketId: first!.marketId, tokenIds, tick, layout: 'ladder' });
    return { it, first: first!, second: second! };
  };

  test('verify on both snapshots, each from the book of the other', () => {
    for (const swap of [false, true]) {
      const { it, first, second } = opened();
      const [one, other] = swap ? [second, first] : [first, second];
      it.applySnapshot(one, 1_000);
      expect(it.trust.trusted).toBe(true);
      expect(it.hashOf(one.tokenId)).toBe(one.hash);
      expect(it.hashOf(other.tokenId)).toBe(other.hash);
      it.applySnapshot(other, 3_000);
      expect(it.trust.trusted).toBe(true);
      expect(it.verifyHash()).toBe('verified');
    }
  });

  test('verify after every engine event, on both tokens, without a false alarm', () => {
    const { it, first, second } = opened();
    it.applySnapshot(first, 1_000);
    it.applySnapshot(second, 1_000);
    const all = deltas();
    expect(all.length).toBe(10);
    let verified = 0;
    for (const [at, each] of all.entries()) {
      it.applyDelta(each, 2_000 + at);
      expect(it.trust.trusted).toBe(true);
      if (all[at + 1]?.venueAtMs === each.venueAtMs) continue;
      expect(it.verifyHash()).toBe('verified');
      for (const { tokenId, hash } of each.changes) expect(it.hashOf(tokenId)).toBe(hash);
      verified += 1;
    }
    expect(verified).toBe(3);
  });

  test('do not verify in the middle of an event, and do again at its end', () => {
    const { it, first, second } = opened();
    it.applySnapshot(first, 1_000);
    it.applySnapshot(second, 1_000);
    const event = deltas().slice(0, 8);
    for (const each of event.slice(0, 7)) it.applyDelta(each, 2_000);
    expect(it.verifyHash()).toBe('mismatch');
    expect(it.trust.reason).toBe('hashMismatch');
    it.applyDelta(event[7]!, 2_000);
    expect(it.verifyHash()).toBe('verified');
    expect(it.trust.trusted).toBe(true);
  });

  test('show a lost frame in the hash where the best prices do not', () => {
    const { it, first, second } = opened();
    it.applySnapshot(first, 1_000);
    it.applySnapshot(second, 1_000);
    const all = deltas();
    for (const each of all.filter((_, at) => at !== 3)) it.applyDelta(each, 2_000);
    expect(it.trust.trusted).toBe(true);
    expect(it.verifyHash()).toBe('mismatch');
    expect(it.trust).toEqual({ trusted: false, reason: 'hashMismatch' });
  });

  test('verify on the empty book of a Protocol V2 market', () => {
    const session = JSON.parse(read('ws-market-v2-session-2026-10-05.json'));
    const frame = session.events.find((event: { dir: string }) => event.dir === 'recv').data;
    const empty = eventsOf(frame)[0];
    if (empty?.kind !== 'bookSnapshot') throw new Error('the session begins with a book');
    const tokenIds = [empty.tokenId, `${empty.tokenId.slice(0, -1)}3` as TokenId];
    const tick = cents(1);
    const it = new MarketBook({ marketId: empty.marketId, tokenIds, tick, layout: 'sorted' });
    it.applySnapshot(empty, 1_000);
    expect(it.hashOf(empty.tokenId)).toBe(empty.hash);
    expect(it.trust.trusted).toBe(true);
    const v1 = { ...empty, hashFields: { ...empty.hashFields, version: null } };
    it.applySnapshot(v1, 3_000);
    expect(it.trust.reason).toBe('hashMismatch');
  });
});

/** The recipe once more, as plainly as it can be written. */
const EXPECTED = {
  market: '0xmarket',
  asset_id: '1001',
  timestamp: '1000',
  hash: '',
  bids: [
    { price: '0.48', size: '100' },
    { price: '0.49', size: '200.5' },
  ],
  asks: [{ price: '0.51', size: '0.000001' }],
  min_order_size: '5',
  tick_size: '0.01',
  neg_risk: false,
  last_trade_price: '',
};

async function sha1(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const digest = await crypto.subtle.digest('SHA-1', bytes);
  return Buffer.from(digest).toString('hex');
}

describe('the hash', () => {
  const own = {
    bids: [level([48, 100]), level([49, 200.5])],
    asks: [level([51, 0.000001])],
  };

  test('is SHA-1 over the compact JSON of the book', async () => {
    const it = book();
    it.applySnapshot(snapshot(own), 1);
    expect(it.hashOf(YES)).toBe(await sha1(EXPECTED));
  });

  test('covers what the snapshot told of minimum, risk and last price', async () => {
    const it = book('sorted');
    const hashFields = {
      minOrderSize: '15',
      negRisk: true,
      lastTradePrice: '0.160',
      version: 'v2',
    } as const;
    it.applySnapshot(snapshot({ ...own, hashFields }), 1);
    const expected = {
      ...EXPECTED,
      min_order_size: '15',
      neg_risk: true,
      last_trade_price: '0.160',
      version: 'v2',
    };
    expect(it.hashOf(YES)).toBe(await sha1(expected));
  });

  test('falls back to the risk that the book was made with', async () => {
    const it = new MarketBook({
      marketId: snapshot().marketId,
      tokenIds: [YES, NO],
      tick: cents(1),
      layout: 'ladder',
      negRisk: true,
    });
    it.applySnapshot(snapshot(own), 1);
    expect(it.hashOf(YES)).toBe(await sha1({ ...EXPECTED, neg_risk: true }));
  });

  test.each(['0.16', '0.160'])('follows a trade in the spelling %s', async (spelled) => {
    const it = book();
    it.applySnapshot(snapshot(own), 1);
    it.setLastTradePrice(YES, cents(16));
    const hash = await sha1({ ...EXPECTED, timestamp: '2000', last_trade_price: spelled });
    it.applyDelta(delta(2_000, change({ side: 'bid', at: 48, size: 100, hash })), 2);
    expect(it.verifyHash()).toBe('verified');
    it.setLastTradePrice(YES, cents(17));
    expect(it.verifyHash()).toBe('mismatch');
  });

  test('follows a trade of the other token if the venue counts it', async () => {
    const it = book();
    it.applySnapshot(snapshot(own), 1);
    it.setLastTradePrice(NO, cents(84));
    for (const [at, last] of ['', '0.16'].entries()) {
      const timestamp = 2_000 + at;
      const fields = { timestamp: String(timestamp), last_trade_price: last };
      const hash = await sha1({ ...EXPECTED, ...fields });
      it.applyDelta(delta(timestamp, change({ side: 'bid', at: 48, size: 100, hash })), 2);
      expect(it.verifyHash()).toBe('verified');
    }
  });

  test('of a snapshot is checked when applied, at most once a second', () => {
    const it = book();
    const wrong = (venueAtMs: number) => snapshot({ venueAtMs, hash: 'wrong' });
    it.applySnapshot(wrong(1_000), 10_000);
    expect(it.trust.reason).toBe('hashMismatch');
    it.applySnapshot(wrong(1_001), 10_999);
    expect(it.trust.trusted).toBe(true);
    expect(it.verifyHash()).toBe('mismatch');
    it.applySnapshot(wrong(1_002), 11_000);
    expect(it.trust.reason).toBe('hashMismatch');
  });

  test('is unknown where the venue sent none of this state', () => {
    const it = book();
    expect(it.verifyHash()).toBe('unknown');
    it.applySnapshot(snapshot({ hash: 'of an older state' }), 10_000);
    it.applySnapshot(snapshot({ venueAtMs: 1_001 }), 10_001);
    expect(it.verifyHash()).toBe('unknown');
    it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 47, size: 1 })), 10_002);
    expect(it.verifyHash()).toBe('unknown');
    expect(it.trust.trusted).toBe(true);
  });

  test('that does not match counts for good once the event is over', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 47, size: 1, hash: 'no' })), 2);
    expect(it.verifyHash()).toBe('mismatch');
    it.applyDelta(delta(2_001, ...mirrored({ side: 'bid', at: 47, size: 2 })), 3);
    expect(it.trust.reason).toBe('hashMismatch');
  });
});
