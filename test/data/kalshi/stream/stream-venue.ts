import type { FakeWire, VirtualSockets } from '../../socket/virtual-sockets.ts';

/** Milliseconds from one side to the other. */
const LATENCY_MS = 2;
const CHANNELS = new Set([
  'orderbook_delta',
  'trade',
  'ticker',
  'market_lifecycle_v2',
  'cfbenchmarks_value',
]);
const MARKETS = new Set(['orderbook_delta', 'trade', 'ticker']);

type Row = Record<string, unknown>;
type Side = 'yes' | 'no';

interface Sub {
  readonly channel: string;
  readonly targets: Set<string>;
  seq: number;
}

/** What happens to the next data frame of a session. */
export type FrameFault = 'drop' | 'duplicate' | 'reorder';

/** One connection as the venue sees it. Whatever breaks the rules is noted. */
export class KalshiSession {
  readonly subs = new Map<number, Sub>();
  readonly heard: Row[] = [];
  readonly faults: FrameFault[] = [];
  isFrozen = false;
  readonly wire: FakeWire;
  readonly #venue: VirtualKalshi;
  readonly #runtime: VirtualSockets;
  #lastSid = 0;
  #held: Row | null = null;

  constructor(venue: VirtualKalshi, runtime: VirtualSockets, wire: FakeWire) {
    this.#venue = venue;
    this.#runtime = runtime;
    this.wire = wire;
  }

  get isOpen(): boolean {
    return this.wire.state === 'open';
  }

  subOf(channel: string, target: string): Sub | null {
    for (const sub of this.subs.values()) {
      if (sub.channel === channel && sub.targets.has(target)) return sub;
    }
    return null;
  }

  receive(text: string): void {
    const command: Row = JSON.parse(text);
    this.heard.push(command);
    const { id, cmd } = command;
    const params = (command['params'] ?? {}) as Row;
    const refusal = this.#venue.refusals.shift();
    if (refusal !== undefined && refusal !== null) {
      this.error({ id, code: refusal });
      return;
    }
    if (cmd === 'subscribe') this.#subscribe(id, params);
    else if (cmd === 'update_subscription') this.#update(id, params);
    else if (cmd === 'unsubscribe') this.#unsubscribe(id, params);
    else if (cmd === 'list_subscriptions') {
      const msg = [...this.subs].map(([sid, { channel }]) => ({ channel, sid }));
      this.#send({ id, type: 'ok', msg });
    } else this.#venue.violations.push(`unknown command ${text}`);
  }

  error({ id, sid, code }: { id?: unknown; sid?: number; code: number }): void {
    const about = sid === undefined ? {} : { sid, seq: this.#next(sid) };
    this.#send({
      ...(id === undefined ? {} : { id }),
      type: 'error',
      ...about,
      msg: { code, msg: `code ${code}` },
    });
    if (sid !== undefined && (code === 10 || code === 25)) this.subs.delete(sid);
  }

  /** A frame of a channel, to everybody who asked for its target; any target for those without. */
  tell(channel: string, target: string, frame: Row): void {
    for (const [sid, sub] of this.subs) {
      if (sub.channel !== channel) continue;
      if (channel !== 'market_lifecycle_v2' && !sub.targets.has(target)) continue;
      const seq = channel === 'ticker' ? {} : { seq: this.#next(sid) };
      this.#data({ sid, ...seq, ...frame });
    }
  }

  #subscribe(id: unknown, params: Row): void {
    const channels = params['channels'] as string[];
    const targets = (params['market_tickers'] ?? params['index_ids'] ?? []) as string[];
    const [channel = ''] = channels;
    if (channels.length !== 1 || !CHANNELS.has(channel)) this.#venue.violations.push('channels');
    if (MARKETS.has(channel) && targets.length === 0) this.#venue.violations.push('no market');
    if (channel === 'orderbook_delta' && params['use_yes_price'] !== true) {
      this.#venue.violations.push('no word about prices of no');
    }
    if (MARKETS.has(channel) && targets.length > this.#venue.marketsMax) {
      this.error({ id, code: 26 });
      return;
    }
    if (targets.some((target) => this.#venue.unknown.has(target))) {
      this.error({ id, code: 11 });
      return;
    }
    for (const target of targets) {
      // Who hears no answer may ask again.
      const isTwice = !this.isFrozen && this.subOf(channel, target) !== null;
      if (isTwice) this.#venue.violations.push(`${target} twice`);
    }
    this.#lastSid += 1;
    const sid = this.#lastSid;
    this.subs.set(sid, { channel, targets: new Set(targets), seq: 0 });
    this.#send({ id, type: 'subscribed', msg: { channel, sid } });
    if (channel === 'orderbook_delta') this.#snapshots(sid, targets);
  }

  #update(id: unknown, params: Row): void {
    const [sid] = params['sids'] as number[];
    const sub = this.subs.get(sid ?? 0);
    if (sid === undefined || sub === undefined) {
      this.error({ id, code: 7 });
      return;
    }
    const tickers = (params['market_tickers'] ?? params['index_ids']) as string[];
    const action = String(params['action']);
    if (action === 'get_snapshot') {
      this.#again(sid, { sub, tickers, id });
      return;
    }
    const isAdd = action === 'add_markets' || action === 'subscribe_indices';
    const code = isAdd ? this.#refusalOf(sub, tickers) : null;
    if (code !== null) {
      this.error({ id, sid, code });
      return;
    }
    if (isAdd) for (const ticker of tickers) sub.targets.add(ticker);
    else this.#leave(sub, tickers);
    this.#send({ id, type: 'ok', sid, seq: this.#next(sid) });
    if (isAdd && sub.channel === 'orderbook_delta') this.#snapshots(sid, tickers);
  }

  #leave({ targets }: Sub, tickers: readonly string[]): void {
    for (const ticker of tickers) {
      if (!targets.delete(ticker)) this.#venue.violations.push(`${ticker} not there`);
    }
  }

  #again(sid: number, of: { sub: Sub; tickers: readonly string[]; id: unknown }): void {
    const stray = of.tickers.filter((ticker) => !of.sub.targets.has(ticker));
    if (stray.length > 0) this.#venue.violations.push(`snapshot of ${stray.join()}`);
    this.#snapshots(sid, of.tickers, of.id);
  }

  #refusalOf({ targets }: Sub, tickers: readonly string[]): number | null {
    if (targets.size + tickers.length > this.#venue.marketsMax) return 26;
    return tickers.some((ticker) => this.#venue.unknown.has(ticker)) ? 11 : null;
  }

  #unsubscribe(id: unknown, params: Row): void {
    for (const sid of params['sids'] as number[]) {
      const seq = this.#next(sid);
      if (this.subs.delete(sid)) this.#send({ id, type: 'unsubscribed', sid, seq });
      else this.error({ id, code: 7 });
    }
  }

  #snapshots(sid: number, tickers: readonly string[], id?: unknown): void {
    for (const ticker of tickers) {
      const seq = this.#next(sid);
      const head = { type: 'orderbook_snapshot', sid, seq, ...(id === undefined ? {} : { id }) };
      this.#data({ ...head, msg: this.#venue.snapshotOf(ticker) });
    }
  }

  #next(sid: number): number {
    const sub = this.subs.get(sid);
    if (sub === undefined) return 0;
    sub.seq += 1;
    return sub.seq;
  }

  #data(frame: Row): void {
    const fault = this.faults.shift();
    if (fault === 'drop') return;
    if (fault === 'reorder') {
      this.#held = frame;
      return;
    }
    this.#send(frame);
    if (fault === 'duplicate') this.#send(frame);
    if (this.#held !== null) this.#send(this.#held);
    this.#held = null;
  }

  #send(frame: Row): void {
    if (this.isFrozen) return;
    const text = JSON.stringify(frame);
    this.#runtime.after(LATENCY_MS, () => {
      if (this.isOpen) this.wire.text(text);
    });
  }
}

/** The venue without a network: books that change, and whoever subscribed to them. */
export class VirtualKalshi {
  readonly sessions: KalshiSession[] = [];
  readonly violations: string[] = [];
  /** Tickers that no command with them is taken for. */
  readonly unknown = new Set<string>();
  /** Codes that answer the next commands; `null` lets one through. */
  readonly refusals: (number | null)[] = [];
  marketsMax = 1_000;
  readonly #books = new Map<string, Record<Side, Map<number, number>>>();

  constructor(runtime: VirtualSockets) {
    runtime.onWire = (wire) => {
      runtime.after(LATENCY_MS, () => {
        if (wire.state !== 'connecting') return;
        const session = new KalshiSession(this, runtime, wire);
        this.sessions.push(session);
        wire.onSent = (text) => session.receive(text);
        wire.open();
      });
    };
  }

  get open(): KalshiSession[] {
    return this.sessions.filter(({ isOpen }) => isOpen);
  }

  get last(): KalshiSession {
    const session = this.sessions.at(-1);
    if (session === undefined) throw new Error('nobody has connected');
    return session;
  }

  /** Tickers of a channel that an open connection streams; one that two carry is there twice. */
  streamed(channel: string): string[] {
    return this.open
      .flatMap(({ subs }) => [...subs.values()])
      .filter((sub) => sub.channel === channel)
      .flatMap(({ targets }) => [...targets])
      .sort();
  }

  /** Bids in cents of each side, with whole contracts. */
  bookOf(ticker: string): Record<Side, Map<number, number>> {
    const book = this.#books.get(ticker) ?? { yes: new Map(), no: new Map() };
    this.#books.set(ticker, book);
    return book;
  }

  /** Sets what rests at a price, and tells it as a change. */
  set(ticker: string, side: Side, { cents, count }: { cents: number; count: number }): void {
    const levels = this.bookOf(ticker)[side];
    const delta = count - (levels.get(cents) ?? 0);
    if (delta === 0) return;
    if (count === 0) levels.delete(cents);
    else levels.set(cents, count);
    const shown = side === 'yes' ? cents : 100 - cents;
    const msg = {
      market_ticker: ticker,
      market_id: 'id',
      price_dollars: (shown / 100).toFixed(4),
      delta_fp: delta.toFixed(2),
      side,
    };
    this.tell('orderbook_delta', ticker, { type: 'orderbook_delta', msg });
  }

  snapshotOf(ticker: string): Row {
    const { yes, no } = this.bookOf(ticker);
    const rows = (levels: Map<number, number>, isMirrored: boolean) =>
      [...levels]
        .sort(([a], [b]) => a - b)
        .map(([cents, count]) => [
          ((isMirrored ? 100 - cents : cents) / 100).toFixed(4),
          count.toFixed(2),
        ]);
    return {
      market_ticker: ticker,
      market_id: 'id',
      ...(yes.size === 0 ? {} : { yes_dollars_fp: rows(yes, false) }),
      ...(no.size === 0 ? {} : { no_dollars_fp: rows(no, true) }),
    };
  }

  tell(channel: string, target: string, frame: Row): void {
    for (const session of this.open) session.tell(channel, target, frame);
  }
}
