import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import {
  KalshiFeed,
  type KalshiFeedOptions,
} from '../../../../src/data/kalshi/feed/kalshi-feed.ts';
import { kalshiTokenId } from '../../../../src/data/kalshi/ids.ts';
import { KalshiKey } from '../../../../src/data/kalshi/sign.ts';
import { SYSTEM_SOCKETS } from '../../../../src/data/socket/system-sockets.ts';
import type { Level } from '../../../../src/engine/domain/book/depth.ts';
import { MarketBook } from '../../../../src/engine/domain/book/market-book.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import type { MarketEvent } from '../../../../src/engine/domain/market-event.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { price } from '../../../../src/engine/domain/values/money.ts';
import type { KalshiSimOptions } from '../../../../src/sim/kalshi/kalshi-sim.ts';
import { startKalshi } from '../../../sim/kalshi/kalshi-fixture.ts';
import { START_AT_MS } from '../../../sim/wire/manual-clock.ts';
import { VirtualRuntime } from '../../http/virtual-runtime.ts';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';

/** Finer than every grid of the simulator's markets. */
const FINEST = price(100);
const STEP_MS = 100;
const QUARTER_MS = 15 * MINUTE_MS;
/** How far to put the simulator's clock on, for a minute to be left of its quarter-hour windows. */
export const BEFORE_QUARTER_MS = QUARTER_MS - (START_AT_MS % QUARTER_MS) - MINUTE_MS;
/** Real time after which a condition will not come true any more. */
const PATIENCE_MS = 120_000;
/** Real time that an answer is waited for before time goes on without it. */
const ANSWER_MS = 50;

/** Books that are fed by frames alone, as the engine feeds its own. */
export class Taken {
  readonly frames: { readonly source: string; readonly frame: unknown; readonly atMs: number }[] =
    [];
  readonly events: MarketEvent[] = [];
  readonly problems: unknown[] = [];
  readonly books = new Map<string, MarketBook>();

  json(source: string, frame: unknown, atMs: number): void {
    this.frames.push({ source, frame, atMs });
    const { events, problems } = parseFrame(source, frame);
    this.problems.push(...problems);
    for (const event of events) {
      this.events.push(event);
      if (event.kind === 'bookSnapshot') this.#book(event.marketId).applySnapshot(event, atMs);
      if (event.kind === 'bookDelta') this.#book(event.marketId).applyDelta(event, atMs);
    }
  }

  sources(): readonly string[] {
    return [...new Set(this.frames.map(({ source }) => source))].sort();
  }

  of<K extends MarketEvent['kind']>(kind: K): readonly Extract<MarketEvent, { kind: K }>[] {
    return this.events.filter(
      (event): event is Extract<MarketEvent, { kind: K }> => event.kind === kind,
    );
  }

  /** Bids of yes and of no in millionths, best first. */
  levels(id: MarketId): readonly (readonly Level[])[] {
    const sides = ['yes', 'no'] as const;
    return sides.map(
      (side) => this.books.get(id)?.levels(kalshiTokenId(id, side), 'bid', 999) ?? [],
    );
  }

  #book(marketId: MarketId): MarketBook {
    const known = this.books.get(marketId);
    if (known !== undefined) return known;
    const tokenIds = [kalshiTokenId(marketId, 'yes'), kalshiTokenId(marketId, 'no')];
    const book = new MarketBook({ marketId, tokenIds, tick: FINEST, layout: 'sorted' });
    this.books.set(marketId, book);
    return book;
  }
}

/** What is different from a feed without a key of a simulator without faults. */
export interface Different extends Partial<Pick<KalshiFeedOptions, 'pace' | 'directory'>> {
  readonly sim?: KalshiSimOptions & { readonly after?: number };
  readonly hasKey?: boolean;
}

/** The simulator and a feed of ours over real sockets, on one clock that the test moves. */
export async function feeding({ sim: simOptions = {}, hasKey = false, ...rest }: Different = {}) {
  const { sim, clock } = await startKalshi(simOptions);
  const asked: { readonly path: string; readonly atMs: number }[] = [];
  let waiting = 0;
  const http = new VirtualRuntime(async (input, init) => {
    asked.push({
      path: new URL(String(input)).pathname.split('/v2').at(-1) ?? '',
      atMs: clock.nowMs(),
    });
    waiting += 1;
    return fetch(input, init).finally(() => {
      waiting -= 1;
    });
  });
  http.nowMs = () => clock.nowMs();
  const sockets = new VirtualSockets(SYSTEM_SOCKETS.connect);
  sockets.nowMs = () => clock.nowMs();
  const taken = new Taken();
  const lost: { readonly ids: readonly MarketId[]; readonly reason: string }[] = [];
  const { keyId, privateKeyPem } = sim.keys.ed25519;
  const feed = new KalshiFeed({
    urls: { rest: sim.restUrl, ws: sim.wsUrl },
    key: hasKey ? new KalshiKey({ keyId, privateKey: privateKeyPem }) : null,
    sink: taken,
    runtimes: { http, sockets },
    onLost: (ids, reason) => lost.push({ ids, reason }),
    ...rest,
  });
  onTestFinished(() => feed.close());
  /** Lets time pass everywhere; what was asked is answered before it goes on. */
  const pass = async (ms: number, stepMs = STEP_MS): Promise<void> => {
    for (let left = ms; left > 0; left -= stepMs) {
      clock.advance(Math.min(left, stepMs));
      sockets.advance(Math.min(left, stepMs));
      await http.advance(Math.min(left, stepMs));
      for (let tries = 0; waiting > 0 && tries < ANSWER_MS; tries += 1) await wait(1);
    }
  };
  /** Time passes until the condition is true. */
  const until = async (check: () => Promise<void> | void, stepMs = STEP_MS): Promise<void> => {
    const endMs = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        await check();
        return;
      } catch (error) {
        if (performance.now() > endMs) throw error;
      }
      await pass(stepMs, stepMs);
      await wait(1);
    }
  };
  const open = () =>
    [...sim.world.catalogue.markets.values()].filter(
      ({ status, isCombo }) => status === 'active' && !isCombo,
    );
  const idsOf = (count: number, series = ''): readonly MarketId[] =>
    open()
      .filter(({ event }) => series === '' || event.series.ticker === series)
      .slice(0, count)
      .map(({ ticker }) => ticker as MarketId);
  return { sim, clock, feed, taken, lost, asked, http, sockets, pass, until, open, idsOf };
}
