import type { Chance } from '../chance.ts';
import type { Venue, VenueEvent, VenueHappening } from '../venue/venue.ts';
import { addPoint, type Board, type BoardMarket } from './board.ts';
import type { MarketChannel } from './market-channel.ts';
import { framesOf, rememberBest } from './market-frames.ts';
import type { Rows } from './rows.ts';
import type { Rtds } from './rtds.ts';
import type { WireRuntime } from './runtime.ts';

interface StageOptions {
  readonly board: Board;
  readonly channel: MarketChannel;
  readonly rows: Rows;
  readonly rtds: Rtds;
  readonly runtime: WireRuntime;
}

/** Brings what happened in the world to the servers: state first, then the frames about it. */
export class Stage {
  readonly #to: StageOptions;
  readonly #chance: Chance;

  constructor(options: StageOptions) {
    this.#to = options;
    this.#chance = options.runtime.chance.fork('frames');
  }

  /** Lists what was before the world, and what it begins with. */
  open({ past, markets }: Venue, nowMs: number): void {
    for (const market of past?.markets ?? []) this.#to.board.listPast(market, nowMs);
    for (const market of markets) rememberBest(this.#to.board.list(market, nowMs));
  }

  /** One step of the world: all of it happens at one millisecond. */
  onStep(happenings: readonly VenueHappening[], nowMs: number): void {
    const { runtime, rtds } = this.#to;
    runtime.counts.steps += 1;
    const byMarket = this.#sort(happenings, nowMs);
    const stampMs = stampOf(byMarket.keys(), nowMs);
    for (const [entry, events] of byMarket) take(entry, events, stampMs);
    rtds.onTrades(happenings, nowMs);
    for (const [entry, events] of byMarket) this.#tell(entry, events);
  }

  /** Keeps the rows, and gives the events of each market in their order. */
  #sort(happenings: readonly VenueHappening[], nowMs: number): Map<BoardMarket, VenueEvent[]> {
    const byMarket = new Map<BoardMarket, VenueEvent[]>();
    for (const { event } of happenings) {
      if ('rows' in event) this.#to.rows.add(event.rows, nowMs);
      if (event.kind === 'rows') continue;
      const entry = this.#to.board.list(event.market, nowMs);
      const events = byMarket.get(entry);
      if (events === undefined) byMarket.set(entry, [event]);
      else events.push(event);
    }
    return byMarket;
  }

  /** A new market is told to everyone, anything else to those who listen to the market. */
  #tell(entry: BoardMarket, events: readonly VenueEvent[]): void {
    const { channel } = this.#to;
    const isListed = events.some(({ kind }) => kind === 'listed');
    if (isListed) channel.listed(entry);
    if (!isListed && !channel.isHeard(entry)) return;
    for (const frame of framesOf(entry, events, this.#chance)) channel.send(frame);
  }
}

function take(entry: BoardMarket, events: readonly VenueEvent[], stampMs: number): void {
  entry.stampMs = stampMs;
  for (const event of events) {
    if (event.kind === 'trade') addPoint(entry, event.outcome, event.price);
    if (event.kind === 'resolved') entry.resolvedAtMs = stampMs;
  }
}

/** Now, or just behind the newest stamp of the markets it is for. */
function stampOf(entries: Iterable<BoardMarket>, nowMs: number): number {
  let stampMs = nowMs;
  for (const { stampMs: last } of entries) stampMs = Math.max(stampMs, last + 1);
  return stampMs;
}
