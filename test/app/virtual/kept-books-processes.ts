import { expect } from 'vitest';
import { VirtualRun } from '../../../src/app/virtual/virtual-run.ts';
import { parseFrame } from '../../../src/data/frame.ts';
import { BookCache } from '../../../src/data/polymarket/feed/book-cache.ts';
import type { FrameSink } from '../../../src/data/polymarket/feed/frame-sink.ts';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import type { Effect } from '../../../src/engine/core/effects.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import { type MarketId, PAPER } from '../../../src/engine/domain/ids.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import type { Frame } from '../../../src/engine/frame-queue.ts';
import type { InMemoryVenue } from '../../data/polymarket/feed/in-memory.ts';
import type { AwaitedState } from '../../data/state/awaited-state.ts';
import type { VenueFrame } from '../../scenarios/venue-frames.ts';
import type { StoryBook } from './kept-books-venue.ts';

/** From asking for a list to it, and from subscribing to the first book. */
export const LIST_MS = 300;
const STREAM_MS = 400;

export interface Surroundings {
  readonly venue: InMemoryVenue;
  readonly state: AwaitedState;
  readonly books: ReadonlyMap<MarketId, StoryBook>;
  /** Does it so much later, on virtual time. */
  later(ms: number, act: () => void): void;
}

/** What every process does with markets: lists, subscribes, asks for first books. */
abstract class Process {
  readonly cache: BookCache;
  readonly around: Surroundings;
  readonly #subscribed = new Set<MarketId>();

  constructor(around: Surroundings) {
    this.around = around;
    const sink: FrameSink = {
      json: (source, frame) => this.#take({ source, frame }),
      cursor: () => expect.fail('books have no cursor'),
    };
    const { venue, state } = around;
    this.cache = new BookCache({
      ...{ clob: venue.client.clob, state, sink, runtime: venue.runtime },
      failed: () => undefined,
    });
  }

  want(id: MarketId): void {
    const { later } = this.around;
    const book = this.around.books.get(id);
    if (book === undefined) return;
    this.cache.want(id, null);
    later(LIST_MS, () => {
      this.#take(book.listed(this.around.venue.runtime.nowMs()));
      this.#subscribed.add(id);
      this.cache.listed(id, book.tokenIds);
      if (!book.isSilent) later(STREAM_MS, () => this.#take(book.streamed()));
    });
  }

  reread(id: MarketId): void {
    const book = this.around.books.get(id);
    this.cache.invalidate(id);
    if (book !== undefined) this.around.later(STREAM_MS, () => this.#take(book.streamed()));
  }

  /** Changes that the stream tells to those who hear it. */
  hear(id: MarketId, frames: readonly VenueFrame[]): void {
    if (this.#subscribed.has(id)) for (const frame of frames) this.#take(frame);
  }

  take(frame: VenueFrame): void {
    this.#take(frame);
  }

  protected abstract onFrame(frame: Frame): void;

  #take({ source, frame }: VenueFrame): void {
    const { events, problems } = parseFrame(source, frame, this.around.venue.runtime.nowMs());
    expect(problems).toEqual([]);
    for (const event of events) {
      this.cache.seen(event);
      if (event.kind !== 'leaderActed' || event.event.tokenId === null) continue;
      this.cache.traded(event.event.marketId, event.event.tokenId);
    }
    this.onFrame({ source, frame, events });
  }
}

/** A process that only looks at markets, as somebody does who asks about them. */
export class Onlooker extends Process {
  protected onFrame(): void {
    // It decides nothing.
  }
}

/** The engine, with its books found as the running program finds them. */
export class Copier extends Process {
  readonly decisions: Decision[] = [];
  /** When each signal came. */
  readonly signals = new Map<string, number>();
  readonly #run: VirtualRun;
  #frames: Frame[] = [];

  constructor(around: Surroundings) {
    super(around);
    this.#run = new VirtualRun({
      store: new MemoryStore(),
      onEffect: (effect) => this.#perform(effect),
      onChanges: (changes) => {
        for (const change of changes) {
          if (change.kind === 'signal') this.signals.set(change.signal.id, this.#nowMs);
          if (change.kind === 'decision') this.decisions.push(change.decision);
          if (change.kind === 'order') this.cache.invalidate(change.order.intent.marketId);
          if (change.kind === 'fill') this.cache.invalidate(change.fill.marketId);
        }
      },
    });
  }

  async start(wallets: readonly string[], settings: Readonly<Record<string, string>>) {
    const nowMs = this.#nowMs;
    await this.#run.start(nowMs, {
      ...{ version: 'test', snapshot: null, settings },
      wallets: wallets.map((address) => defaultWalletRules(address as never, nowMs)),
      deposits: [{ ledger: PAPER, amount: dollars(100_000) }],
    });
  }

  /** Steps through all that has come. */
  async step(): Promise<void> {
    const nowMs = this.#nowMs;
    await this.#run.advanceTo(nowMs);
    while (this.#frames.length > 0) {
      const frames = this.#frames;
      this.#frames = [];
      for (const frame of frames) await this.#run.frame(nowMs, frame);
    }
  }

  get invariants() {
    return this.#run.invariants;
  }

  get #nowMs(): number {
    return this.around.venue.runtime.nowMs();
  }

  protected onFrame(frame: Frame): void {
    this.#frames.push(frame);
  }

  #perform(effect: Effect): null {
    if (effect.kind === 'watch' && effect.wanted) this.want(effect.marketId);
    if (effect.kind === 'reread') this.reread(effect.marketId);
    return null;
  }
}
