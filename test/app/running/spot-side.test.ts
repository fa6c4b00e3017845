import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type SpotAccess, SpotSide } from '../../../src/app/running/spot-side.ts';
import { readSpot } from '../../../src/data/binance/feed/price-mirror.ts';
import { parseFrame } from '../../../src/data/frame.ts';
import type { PolyboltCredentials } from '../../../src/data/polybolt/price-stream.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import { type BinanceSim, startBinanceSim } from '../../../src/sim/binance/binance-sim.ts';
import { startPolyboltSim } from '../../../src/sim/polybolt/polybolt-sim.ts';
import { SeededSpotPath } from '../../../src/sim/spot/spot-path.ts';
import { RecordingSink } from '../../data/polymarket/feed/in-memory.ts';
import { ownState } from './own-state.ts';

const PATIENCE = { timeout: 120_000, interval: 20 };
const ACCOUNT: PolyboltCredentials = { apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'phrase' };
const PATH = new SeededSpotPath('spot side');

async function binance(): Promise<BinanceSim> {
  const sim = await startBinanceSim({ path: PATH });
  onTestFinished(() => sim.close());
  return sim;
}

function hostOf({ urls }: BinanceSim) {
  return { name: 'the simulator', ...urls, exchange: 'simulated' };
}

/** The side with what it brought, beside a store and an account of the test's own. */
class Side {
  readonly sink = new RecordingSink();
  readonly state = ownState();
  isWanted = true;
  account: PolyboltCredentials | null = ACCOUNT;
  readonly side: SpotSide;

  constructor(access: SpotAccess) {
    this.side = new SpotSide({
      ...access,
      ...{ sink: this.sink, state: this.state },
      isWanted: () => this.isWanted,
      credentials: () => this.account,
    });
    onTestFinished(() => this.side.close());
    this.side.start((error) => expect.fail(String(error)));
  }

  events(source: string): readonly MarketEvent[] {
    return this.sink.frames
      .filter((frame) => frame.source === source)
      .flatMap(({ frame, atMs }) => parseFrame(source, frame, atMs).events);
  }

  view(name: string) {
    const view = this.side.views(Date.now()).find((one) => one.name === name);
    if (view === undefined) throw new Error(`there is no feed ${name}`);
    return view;
  }
}

describe('Spot prices', () => {
  test('go to the engine in dollars of USDT alone, and into the store, and say where they are from', async () => {
    const started = new Side({ hosts: [hostOf(await binance())] });
    await vi.waitFor(() => {
      expect(started.view('Binance prices')).toMatchObject({
        state: 'live',
        note: null,
        host: 'the simulator',
        trades: null,
      });
    }, PATIENCE);
    await vi.waitFor(() => {
      const symbols = started
        .events('binance.stream')
        .flatMap((event) => (event.kind === 'spotPrice' ? [event.symbol] : []));
      expect([...new Set(symbols)].sort()).toEqual(
        ['btc', 'doge', 'eth', 'sol', 'xrp'].map((coin) => `${coin}usdt`),
      );
    }, PATIENCE);
    await vi.waitFor(async () => {
      expect(await readSpot(started.state, 'btcusdt')).toMatchObject({ host: 'the simulator' });
    }, PATIENCE);
  });

  test('are kept from the engine, and known all the same, while nobody looks for lags', async () => {
    const started = new Side({ hosts: [hostOf(await binance())] });
    started.isWanted = false;
    await vi.waitFor(async () => {
      expect(await readSpot(started.state, 'ethusdt')).not.toBeNull();
      expect(started.view('Binance prices').state).toBe('live');
    }, PATIENCE);
    expect(started.sink.frames).toEqual([]);
    started.isWanted = true;
    await vi.waitFor(() => expect(started.sink.frames).not.toEqual([]), PATIENCE);
  });

  test('of a coin that nobody trades there are named, and take nothing from the others', async () => {
    const started = new Side({ hosts: [hostOf(await binance())], coins: ['nocoin'] });
    await vi.waitFor(() => {
      expect(started.view('Binance prices')).toMatchObject({
        state: 'live',
        note: 'no price now: NOCOINUSDT',
      });
    }, PATIENCE);
  });

  test('that no host gives to this place are down, and say what would be right', async () => {
    const sim = await binance();
    sim.refuse({ ws: 451, api: 451 });
    const started = new Side({ hosts: [hostOf(sim)] });
    await vi.waitFor(() => {
      const { state, note } = started.view('Binance prices');
      expect({ state, note }).toEqual({
        state: 'down',
        note: expect.stringMatching(/does not serve this place .*Set BINANCE_WS_URL/),
      });
    }, PATIENCE);
  });

  test('come from a smaller exchange where the first one does not serve, and say so', async () => {
    const refusing = await binance();
    refusing.refuse({ ws: 451, api: 451 });
    const first = { ...hostOf(refusing), name: 'refusing', exchange: 'large' };
    const started = new Side({ hosts: [first, hostOf(await binance())] });
    await vi.waitFor(() => {
      expect(started.view('Binance prices')).toMatchObject({
        state: 'live',
        host: 'the simulator',
        note: 'from the simulator, a smaller exchange',
      });
    }, PATIENCE);
  });
});

describe('What a coin did before its market was listed', () => {
  const HOUR_MS = 3_600_000;
  const opensAtMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 30 * HOUR_MS;
  const terms = {
    symbol: 'btc',
    source: { kind: 'binanceCandle', intervalMs: 60_000 },
    ...{ opensAtMs, closesAtMs: Date.now() + HOUR_MS },
  } as const;

  test('comes from the candles of the exchange that decides, as one range', async () => {
    const started = new Side({ hosts: [hostOf(await binance())] });
    started.side.lookBack({ kind: 'oneTouch', ...terms, direction: 'up', strike: 1 });
    await vi.waitFor(() => {
      const ranges = started.events('binance.candles');
      expect(ranges).toMatchObject([
        { kind: 'spotRange', symbol: 'btcusdt', fromMs: opensAtMs, open: expect.any(Number) },
      ]);
    }, PATIENCE);
    expect(started.view('Binance prices')).toMatchObject({ note: null });
  });

  test('is not asked for where nobody needs it: another price decides, or its market is told in time', async () => {
    const started = new Side({ hosts: [hostOf(await binance())] });
    const upDown = { kind: 'upDown', ...terms, strike: null, tie: 'up' } as const;
    started.side.lookBack({ ...upDown, source: { kind: 'chainlinkPoint' } });
    started.side.lookBack({ ...upDown, opensAtMs: Math.ceil(Date.now() / HOUR_MS) * HOUR_MS });
    started.side.lookBack({ ...upDown, symbol: 'nocoin' });
    started.side.lookBack({ ...upDown, strike: 60_000 });
    // What is asked for behind them is the only one that comes.
    started.side.lookBack(upDown);
    await vi.waitFor(() => expect(started.events('binance.candles')).toHaveLength(1), PATIENCE);
    expect(started.events('binance.candles')).toMatchObject([{ fromMs: opensAtMs }]);
  });
});

describe('Settlement prices', () => {
  test('wait for the credentials of the account, and bring the means that windows settle by', async () => {
    const polybolt = await startPolyboltSim({ path: PATH, accounts: [ACCOUNT] });
    onTestFinished(() => polybolt.close());
    const started = new Side({
      hosts: [hostOf(await binance())],
      settlementUrl: polybolt.url,
    });
    const name = 'Polymarket settlement prices';
    await vi.waitFor(() => expect(started.view(name).state).toBe('live'), PATIENCE);
    await vi.waitFor(() => {
      const events = started.events('polybolt.price');
      expect(events).toContainEqual(
        expect.objectContaining({ kind: 'settlementPrice', symbol: 'btc/usd', meanOfMs: 60_000 }),
      );
      expect(events).toContainEqual(
        expect.objectContaining({ kind: 'spotPrice', source: 'chainlink', symbol: 'doge/usd' }),
      );
    }, PATIENCE);
  });

  test('are asked for once where credentials are there from the start', async () => {
    const polybolt = await startPolyboltSim({ path: PATH, accounts: [ACCOUNT] });
    onTestFinished(() => polybolt.close());
    const started = new Side({
      hosts: [hostOf(await binance())],
      settlementUrl: polybolt.url,
    });
    // By a price of then it was looked twice whether credentials are there.
    const laterMs = Date.now() + 5_000;
    await vi.waitFor(() => {
      const isLater = (event: MarketEvent): boolean =>
        event.kind === 'spotPrice' && event.venueAtMs >= laterMs;
      expect(started.events('polybolt.price').some(isLater)).toBe(true);
    }, PATIENCE);
    expect(polybolt.connections).toBe(1);
  });

  test('are not asked for before there are credentials', async () => {
    const polybolt = await startPolyboltSim({ path: PATH, accounts: [ACCOUNT] });
    onTestFinished(() => polybolt.close());
    const side = new SpotSide({
      hosts: [hostOf(await binance())],
      settlementUrl: polybolt.url,
      ...{ sink: new RecordingSink(), state: ownState() },
      isWanted: () => true,
      credentials: () => null,
    });
    onTestFinished(() => side.close());
    side.start((error) => expect.fail(String(error)));
    const [, settlement] = side.views(Date.now());
    expect(settlement).toMatchObject({
      state: 'waiting',
      note: 'waits for the credentials of the account',
    });
    expect(polybolt.connections).toBe(0);
  });

  test('are no feed at all without an account', async () => {
    const started = new SpotSide({
      hosts: [hostOf(await binance())],
      settlementUrl: 'ws://127.0.0.1:9/ws',
      ...{ sink: new RecordingSink(), state: ownState() },
      isWanted: () => true,
      credentials: null,
    });
    onTestFinished(() => started.close());
    expect(started.views(Date.now()).map(({ name }) => name)).toEqual(['Binance prices']);
  });

  test('that the venue refuses are told with its reason', async () => {
    const polybolt = await startPolyboltSim({ path: PATH, accounts: [] });
    onTestFinished(() => polybolt.close());
    const started = new Side({
      hosts: [hostOf(await binance())],
      settlementUrl: polybolt.url,
    });
    await vi.waitFor(() => {
      expect(started.view('Polymarket settlement prices')).toMatchObject({
        state: 'down',
        note: expect.stringMatching(/refused the API credentials/),
      });
    }, PATIENCE);
  });
});
