import { expect, onTestFinished, test, vi } from 'vitest';
import { secondVenues } from '../../../src/app/demo/second-venues.ts';
import { KALSHI_NOTE } from '../../../src/engine/brain/entry-gates.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { startJointWorld } from '../../../src/sim/joint/joint-world.ts';
import type { SpotPath } from '../../../src/sim/spot/spot-path.ts';
import { type Live, startLive } from './live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 20 };
/** When the world begins, whatever time it is: its window and its hour have long to go. */
const BEGINS_AT_MS = Date.UTC(2026, 10, 24, 15, 19);
/** Seconds of prices before there is a volatility. */
const HISTORY_S = 300;
/** So far the coin jumps: to the strike and beyond, and little enough to be believed at once. */
const JUMP = 0.004;
/** Books of the market that are waited for once it followed: more than a lag needs to be told. */
const BOOKS_MORE = 4;
/** Different prices of a market before it is watched for its lag. */
const MOVES_MIN = 2;
/** Cents that a market goes with such a jump at least. */
const FOLLOWED = 15;
/** Everything but what keeps Kalshi from being traded lets a window pass. */
const SETTINGS = {
  'lag.mode': 'off',
  // More than a book takes to be asked for on a busy machine.
  'lag.reactionSeconds': '2.5',
  'entry.shortCryptoMarkets': 'on',
  'entry.minMinutesToClose': '0',
  'entry.minQuality': '0',
  'entry.priceMinCents': '1',
  'entry.priceMaxCents': '99',
};

/** A coin that a test lets jump, as one venue sees it. */
class Jumping implements SpotPath {
  factor = 1;
  readonly #spot: SpotPath;

  constructor(spot: SpotPath) {
    this.#spot = spot;
  }

  priceAt(symbol: Parameters<SpotPath['priceAt']>[0], atMs: number): number {
    return this.#spot.priceAt(symbol, atMs) * this.factor;
  }
}

/** From now on it is that time. */
function beginAt(atMs: number): void {
  const now = Date.now.bind(Date);
  const offsetMs = atMs - now();
  vi.spyOn(Date, 'now').mockImplementation(() => now() + offsetMs);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
}

class Scene {
  readonly live: Live;
  readonly paths: Readonly<Record<'kalshi' | 'binance', Jumping>>;
  readonly #restUrl: string;

  private constructor(live: Live, paths: Scene['paths'], restUrl: string) {
    this.live = live;
    this.paths = paths;
    this.#restUrl = restUrl;
  }

  /** Without a key: books are asked for, and no index is heard. */
  static async begin(): Promise<Scene> {
    beginAt(BEGINS_AT_MS);
    const paths: Partial<Record<'kalshi' | 'binance', Jumping>> = {};
    const world = await startJointWorld({
      ...{ seed: '7', speed: 1, faults: 'none' },
      kalshi: { coins: ['BTC'], pace: 20 },
      spotOf: (venue, spot) => {
        const path = new Jumping(spot);
        paths[venue] = path;
        return path;
      },
    });
    onTestFinished(() => world.close());
    const { spot, kalshi } = secondVenues(world);
    // Anybody's requests are few: the list of all markets would take those of books.
    const pace = { pageMs: MINUTE_MS, bookMs: 700, bookRequestMs: 700 };
    const others = {
      spot: spot && { ...spot, settlementUrl: null },
      kalshi: kalshi && { ...kalshi, key: null, pace, coinListEveryMs: 20 * SECOND_MS },
    };
    const live = await startLive({ world, alone: true, settings: SETTINGS, others });
    const { kalshi: ofKalshi, binance } = paths;
    if (ofKalshi === undefined || binance === undefined) throw new Error('both venues have a path');
    const scene = new Scene(live, { kalshi: ofKalshi, binance }, world.kalshi.restUrl);
    await scene.#warmUp();
    return scene;
  }

  get lags() {
    return this.live.program.engine.market.lags;
  }

  /** The window that is open now. */
  window(): MarketId {
    const found = [...this.live.program.engine.trade.state.markets.values()].find(
      ({ id, startsAtMs }) => id.startsWith('KXBTC15M') && (startsAtMs ?? 0) <= Date.now(),
    );
    if (found === undefined) throw new Error('the open window is listed');
    return found.id;
  }

  /** Middle of the window's book and what it is worth, in cents. */
  seen(id: MarketId): { readonly middle: number; readonly fair: number } {
    const state = this.live.program.engine.market.bookState(id);
    const top = state?.tops.find(({ tokenId }) => tokenId === `${id}:yes`);
    const found = this.lags.fair(id, Date.now());
    if (found?.fair.ok !== true) throw new Error('its worth is known');
    if (top === undefined || top.bid === null || top.ask === null) throw new Error('it has a book');
    return { middle: (top.bid + top.ask) / 20_000, fair: found.fair.probability * 100 };
  }

  notices(): readonly Notice[] {
    const told = this.live.store.tried.flat();
    return told.flatMap((change) =>
      change.kind === 'notice' && change.notice.data['venue'] === 'kalshi' ? [change.notice] : [],
    );
  }

  /** So many books later. */
  async booksPass(count: number): Promise<void> {
    const books = (): number => this.live.program.intake.meter('kalshi.book').messages;
    const before = books();
    await vi.waitFor(() => expect(books()).toBeGreaterThanOrEqual(before + count), PATIENCE);
  }

  /** Lags are looked for from now on, of a coin whose last minutes are known. */
  async #warmUp(): Promise<void> {
    const { program } = this.live;
    const query = 'series_ticker=KXBTCD&limit=1';
    const answer = await fetch(`${this.#restUrl}/markets?${query}`);
    const { markets } = (await answer.json()) as { readonly markets: readonly object[] };
    await vi.waitFor(() => {
      const feed = program.queries.status().feeds.find(({ name }) => name === 'Binance prices');
      expect(feed?.state).toBe('live');
    }, PATIENCE);
    const body = { kind: 'changeSetting', key: 'lag.mode', value: 'alert' } as const;
    await program.actions.execute({ id: 'on', actor: 'person', body });
    const nowMs = Date.now();
    program.intake.json('kalshi.markets', markets, nowMs);
    for (let ago = HISTORY_S; ago > 0; ago -= 1) {
      const atMs = nowMs - ago * SECOND_MS;
      const price = this.paths.binance.priceAt('BTC', atMs).toFixed(2);
      const data = { e: 'trade', E: atMs, s: 'BTCUSDT', t: HISTORY_S - ago, p: price, q: '0.01' };
      const frame = { stream: 'btcusdt@trade', data: { ...data, T: atMs, m: false } };
      program.intake.json('binance.stream', frame, nowMs);
    }
    await vi.waitFor(() => this.seen(this.window()), PATIENCE);
    // A book is believed to lag once it has moved by itself, and what it said before counts.
    const middles = new Set<number>();
    await vi.waitFor(() => {
      middles.add(this.seen(this.window()).middle);
      expect(middles.size).toBeGreaterThan(MOVES_MIN);
    }, PATIENCE);
  }
}

test('A market of Kalshi about a coin is not told while it follows, and once when it does not', async () => {
  const scene = await Scene.begin();
  const id = scene.window();
  const before = scene.seen(id);
  const factor = before.middle > 50 ? 1 - JUMP : 1 + JUMP;
  scene.paths.binance.factor = factor;
  scene.paths.kalshi.factor = factor;
  const away = (value: number, from: number) => (factor > 1 ? value - from : from - value);
  await vi.waitFor(() => {
    const now = scene.seen(id);
    expect(away(now.fair, before.fair)).toBeGreaterThan(FOLLOWED);
    expect(away(now.middle, before.middle)).toBeGreaterThan(FOLLOWED);
  }, PATIENCE);
  await scene.booksPass(BOOKS_MORE);
  expect(scene.notices()).toEqual([]);

  // The coin goes back, and the market stays.
  scene.paths.binance.factor = 1;
  const ofWindow = () => scene.notices().filter(({ data }) => data['market'] === id);
  await vi.waitFor(() => expect(ofWindow()).toHaveLength(1), PATIENCE);
  const token = `${id}:${factor > 1 ? 'no' : 'yes'}`;
  expect(ofWindow()[0]?.data).toMatchObject({ venue: 'kalshi', asset: 'BTC', token });
  const { program, store } = scene.live;
  const decision = await program.queries.decision(ofWindow()[0]?.subject ?? '');
  expect(decision?.decision).toMatchObject({ verdict: 'denied', reason: 'lagAlertOnly' });
  expect(decision?.decision.gates.at(-1)?.note).toBe(KALSHI_NOTE);
  await scene.booksPass(BOOKS_MORE);
  expect(ofWindow()).toHaveLength(1);
  expect(store.count('order')).toBe(0);
  const feed = program.queries.status().feeds.find(({ name }) => name === 'Kalshi coin markets');
  expect(feed).toMatchObject({ state: 'live', source: 'kalshi.markets/coins' });
});
