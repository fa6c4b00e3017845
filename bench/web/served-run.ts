import { namesFrom } from '../../src/app/running/read-model/names.ts';
import { createReadModel } from '../../src/app/running/read-model/read-model.ts';
import type { Digest } from '../../src/app/virtual/effect-digest.ts';
import { inputOfLine, isOwnSource, START_SOURCE } from '../../src/app/virtual/input-line.ts';
import { VirtualRun } from '../../src/app/virtual/virtual-run.ts';
import { Chats } from '../../src/bot/chat/chats.ts';
import { WebDoor } from '../../src/bot/web/access/door.ts';
import type { Opportunity } from '../../src/bot/web/contract/arbitrage.ts';
import { openWebServer, type WebServer } from '../../src/bot/web/server/web-server.ts';
import type { ArbitrageSource } from '../../src/bot/web/views/sources.ts';
import { parseFrame } from '../../src/data/frame.ts';
import { MemoryStore } from '../../src/data/store/memory.ts';
import { UnavailableError } from '../../src/engine/contract/queries.ts';
import { PAPER } from '../../src/engine/domain/ids.ts';
import type { Start } from '../../src/engine/domain/input.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import type { Frame } from '../../src/engine/frame-queue.ts';
import type { TapeLine } from '../../src/tape/tape-line.ts';
import { OwnTime } from './own-time.ts';

/** Opportunities that are another in every look: a delta is about as long as it gets. */
const ROWS = 30;
/** So many while those are filled up who take nothing: their part of the network swallows megabytes. */
const ROWS_FILLING = 100;
const LOOKS_FILLING_MAX = 200;
/** How long a whole tape takes at an even pace. */
const SPAN_MS = 10_000;
const BANKROLL = dollars(100_000);

/** What one run did, and how late its steps were. */
export interface Played {
  readonly digest: Digest;
  /** From the moment at which a line was due to the end of its step, ms, of every line. */
  readonly lateMs: readonly number[];
}

interface Parts {
  readonly run: VirtualRun;
  readonly server: WebServer;
  readonly door: WebDoor;
  readonly lines: readonly TapeLine[];
  readonly time: OwnTime;
  /** How many opportunities there are. */
  readonly rows: { count: number };
}

/** A fresh engine over what a tape holds of the venues, with the dashboard's server on top. */
export class ServedRun {
  readonly server: WebServer;
  readonly door: WebDoor;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.server = parts.server;
    this.door = parts.door;
  }

  static async open(
    lines: readonly TapeLine[],
    report: (error: unknown) => void,
  ): Promise<ServedRun> {
    const store = new MemoryStore();
    const run = new VirtualRun({ store });
    const first = lines.find(({ source }) => source === START_SOURCE);
    if (first === undefined) throw new Error('the tape does not say what it began with');
    await run.start(first.t, beginning(first));
    const queries = readModelOf(run, store);
    const door = new WebDoor({
      operators: { roleOf: () => null, find: () => null },
      ...{ store, report, nowMs: Date.now, telegramToken: null, takesHostKey: true },
      tokens: { load: () => [], save: () => undefined },
    });
    const time = new OwnTime();
    const rows = { count: ROWS };
    const names = namesFrom({ engine: run.engine, siteUrl: null });
    const server = await openWebServer({
      sources: { queries, names, chats: () => [], arbitrage: restless(rows) },
      dispatcher: { say: unasked, tap: unasked, preview: unasked },
      ...{ chats: new Chats(), door, version: 'bench', host: '127.0.0.1', port: 0 },
      ...{ publicUrl: null, assets: null, frameAncestors: [], timing: time, report },
    });
    return new ServedRun({ run, server, door, lines, time, rows });
  }

  /** Tells so much that who takes nothing is dropped, until so many are. @throws when none ever is */
  async fill(dropped: number): Promise<void> {
    for (let look = 0; this.server.hub.counts.dropped < dropped; look += 1) {
      if (look > LOOKS_FILLING_MAX) throw new Error('who takes nothing is not dropped');
      await this.tellMuch();
    }
  }

  /** One look at more than there is in the measure, told to everybody. */
  async tellMuch(): Promise<void> {
    this.#parts.rows.count = ROWS_FILLING;
    const { deltas } = this.server.hub.counts;
    while (this.server.hub.counts.deltas === deltas) {
      this.#parts.time.pass(0, true);
      await turn();
    }
    this.#parts.rows.count = ROWS;
    await turn();
  }

  /** Plays the tape at an even pace; what else this thread does shows in what is late. */
  async play(): Promise<Played> {
    const { lines, run, time } = this.#parts;
    const lateMs: number[] = [];
    const everyMs = SPAN_MS / lines.length;
    const beganMs = time.monotonicMs();
    for (const [at, line] of lines.entries()) {
      const dueMs = beganMs + at * everyMs;
      for (let nowMs = time.monotonicMs(); nowMs < dueMs; nowMs = time.monotonicMs()) {
        time.pass(nowMs);
        await turn();
      }
      // Others get their turn also where steps run behind.
      if (at % 8 === 0) await turn();
      await this.#step(line);
      lateMs.push(time.monotonicMs() - dueMs);
    }
    return { digest: run.close(), lateMs };
  }

  async #step({ t, source, frame }: TapeLine): Promise<void> {
    const { events } = parseFrame(source, frame, t);
    const offered: Frame = { source, frame, events };
    await this.#parts.run.frame(t, offered);
  }
}

/** What the venues sent; the tape's own inputs come out of the engine again. */
export function venueLines(lines: readonly TapeLine[]): readonly TapeLine[] {
  return lines.filter(({ source }) => source === START_SOURCE || !isOwnSource(source));
}

function beginning(line: TapeLine): Start {
  const body = inputOfLine(line);
  if (!('kind' in body) || body.kind !== 'start') throw new Error('the tape begins with no start');
  const { version, settings, wallets } = body.start;
  const deposits = [{ ledger: PAPER, amount: BANKROLL }];
  return { version, snapshot: null, settings, wallets, deposits };
}

function readModelOf(run: VirtualRun, store: MemoryStore) {
  return createReadModel(
    {
      engine: run.engine,
      reports: store,
      ...{ version: 'bench', startedAtMs: 0, siteUrl: null, nowMs: Date.now },
      scoring: {
        score: async () => null,
        copying: async () => [],
        copyability: async () => null,
        candidates: () => [],
      },
      feeds: () => [],
      database: () => ({ kind: 'embedded', failingSinceMs: null, writesWaiting: 0 }),
      reach: () => [],
      ...{ searchWallet: unasked, leadingWallets: unasked, searchMarkets: unasked },
      searchKalshi: async () => null,
      ruleText: () => null,
      ...{ readBooks: unasked, priceHistory: unasked },
    },
    () => ({ copied: 0, exited: 0, denied: 0, byGate: [] }),
  );
}

/** Opportunities of which every one moves between two looks; made beforehand, as they are no cost of looking. */
function restless(rows: { readonly count: number }): ArbitrageSource {
  const many = Array.from({ length: ROWS_FILLING }, (_, at) => at);
  const turns = [1, 2].map((look) => many.map((at) => opportunity(at, look)));
  let looks = 0;
  return {
    opportunities: () => {
      looks += 1;
      return (turns[looks % turns.length] ?? []).slice(0, rows.count);
    },
    best: () => null,
    history: async () => [],
    pairs: async () => [],
    strategies: async () => [],
  };
}

function opportunity(at: number, look: number): Opportunity {
  const market = { id: `market ${at}`, question: `Will number ${at} happen?`, url: null };
  const leg = {
    ...{ venue: 'polymarket' as const, price: 400_000, limit: 410_000, fee: look },
    ...{ depth: 1_000_000, bid: null, ask: 400_000, bookAgeMs: look },
    outcome: { market, tokenId: `token ${at}`, label: 'Yes' },
  };
  return {
    ...{ id: `found ${at}`, structure: 'pair', pair: at, family: 'sports' },
    ...{ question: market.question, legs: [leg, { ...leg, venue: 'kalshi' }] },
    ...{ quantity: 1_000_000, cost: 900_000, fees: 10_000, profit: look, roi: 1, yearly: null },
    ...{ paysAtMs: null, basis: [], isArbitrage: true, isAutomatic: false },
    ...{ crossedAtMs: 1, atMs: look, expiresAtMs: look },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function unasked(): Promise<never> {
  return Promise.reject(new UnavailableError('nothing of this is asked in a bench'));
}
