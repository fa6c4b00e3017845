import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { NO_OTHER_VENUES } from '../../app/no-other-venues.ts';
import { type Answer, HttpTap, type Treatment } from './http-tap.ts';
import { type ChunkTreatment, SocketTap } from './socket-tap.ts';
import type { Witness } from './witness.ts';
import type { WitnessedWorld } from './witnessed-world.ts';

/** World seconds in a second. */
const SPEED = 4;
/** Shorter than the venue's, in the same order: RTDS first, then the Data API. */
const RTDS_DELAY_MS = [300, 700] as const;
const DATA_DELAY_MS = [1_500, 2_500] as const;
/** Text of a connection that is searched for frames split between two chunks. */
const SPLIT_LENGTH_MAX = 4_096;
const TRADE_FRAME = /"proxyWallet":"(0x[0-9a-f]+)".*?"transactionHash":"(0x[0-9a-f]+)"/g;

/** What the process was given in its present life, and what may be done to the next of it. */
export class WireLog {
  /** Answers that reached it whole. */
  readonly served: Answer[] = [];
  /** Answers that were begun or due, and did not. */
  readonly withheld: Answer[] = [];
  /** What it asked, in order. */
  readonly asked: URL[] = [];
  /** Transactions of leaders that RTDS told. */
  readonly told = new Set<string>();
  /** Pieces of the market channel with a whole book, and how they were passed on. */
  readonly books: ChunkTreatment[] = [];
  treat: (answer: Answer) => Treatment = () => 'whole';
  treatBooks: (text: string) => ChunkTreatment = () => 'whole';
}

/** The simulated venue with taps on every line to the process. */
export class Wire {
  /** Of the present life. */
  log = new WireLog();
  readonly env: Readonly<Record<string, string>>;
  readonly #sim: PolymarketSim;
  readonly #taps: readonly (HttpTap | SocketTap)[];

  private constructor(
    sim: PolymarketSim,
    env: Readonly<Record<string, string>>,
    taps: readonly (HttpTap | SocketTap)[],
  ) {
    this.#sim = sim;
    this.env = env;
    this.#taps = taps;
  }

  static async open(seed: string, world: WitnessedWorld, witness: Witness): Promise<Wire> {
    const sim = await startPolymarketSim({
      venue: world.venue,
      speed: SPEED,
      seed,
      rtdsDelayMs: RTDS_DELAY_MS,
      dataDelayMs: DATA_DELAY_MS,
    });
    const of = { log: () => wire.log, witness };
    const gamma = httpTap('gamma', sim.urls.gammaUrl, of);
    const clob = httpTap('clob', sim.urls.clobUrl, of);
    const data = httpTap('data', sim.urls.dataUrl, of);
    const books = booksTap(sim.urls.wsUrl, of);
    const trades = tradesTap(
      sim.urls.rtdsUrl,
      of,
      new Set(world.leaders.map((one) => one.address)),
    );
    const env = {
      ...NO_OTHER_VENUES,
      ...sim.env,
      POLYMARKET_GAMMA_URL: await gamma.listen(),
      POLYMARKET_CLOB_URL: await clob.listen(),
      POLYMARKET_DATA_URL: await data.listen(),
      POLYMARKET_WS_URL: await books.listen(),
      POLYMARKET_RTDS_URL: await trades.listen(),
    };
    const wire: Wire = new Wire(sim, env, [gamma, clob, data, books, trades]);
    return wire;
  }

  /** A new process: nothing of what the last one saw counts. */
  newLife(): void {
    this.log = new WireLog();
  }

  async close(): Promise<void> {
    await Promise.all(this.#taps.map((tap) => tap.close()));
    await this.#sim.close();
  }
}

interface TapOf {
  readonly log: () => WireLog;
  readonly witness: Witness;
}

function httpTap(host: string, target: string, { log, witness }: TapOf): HttpTap {
  return new HttpTap({
    host,
    target,
    witness,
    onAsked: (url) => log().asked.push(url),
    treat: (answer) => log().treat(answer),
    onServed: (answer) => log().served.push(answer),
    onWithheld: (answer) => log().withheld.push(answer),
  });
}

function booksTap(target: string, { log, witness }: TapOf): SocketTap {
  return new SocketTap({
    target,
    witness,
    treat: (text) => log().treatBooks(text),
    onPassed: (text, treatment) => {
      if (isBook(text)) log().books.push(treatment);
    },
  });
}

/** Whether a whole book begins in these bytes. */
export function isBook(text: string): boolean {
  return text.includes('"event_type":"book"');
}

function tradesTap(
  target: string,
  { log, witness }: TapOf,
  leaders: ReadonlySet<string>,
): SocketTap {
  let tail = '';
  return new SocketTap({
    target,
    witness,
    treat: () => 'whole',
    onPassed: (text) => {
      tail = (tail + text).slice(-SPLIT_LENGTH_MAX - text.length);
      for (const [, wallet = '', transaction = ''] of tail.matchAll(TRADE_FRAME)) {
        if (leaders.has(wallet)) log().told.add(transaction);
      }
    },
  });
}
