import type { WalletAddress } from '../../src/engine/domain/ids.ts';
import { makeCorpus, type WorldMarket } from '../corpus.ts';
import { random } from '../random.ts';

/** What the feed brings, written down before anything is measured. */
export interface Script {
  readonly markets: readonly WorldMarket[];
  readonly opening: readonly string[];
  readonly signals: readonly ScriptedSignal[];
  readonly messages: PackedTexts;
  readonly poisoned: ReadonlySet<number>;
}

/** A leader's trade at the ask as it is when `at` messages of the feed were told. */
export interface ScriptedSignal {
  readonly at: number;
  readonly tokenId: string;
  /** The frame, made when it is due: it is dated by whole seconds. */
  frame(nowMs: number): string;
}

export interface ScriptSize {
  readonly blocks: number;
  readonly signalsPerBlock: number;
  /** Messages that the feed goes on for behind the last signal of a block. */
  readonly tail: number;
}

const SEED = 42;
const MARKETS = 1_000;
/** Markets that leaders trade: no clip of one is open any more when it is its turn again. */
const TRADED = 200;
/** Between two signals, in messages: about a tenth of a second, never in step with a timer. */
const GAP_MIN = 160;
const GAP_SPREAD = 80;
/** Asks that no gate of price stops. */
const ASK_MIN = 0.1;
const ASK_MAX = 0.85;
const LEADER_SHARES = 400;

export const LEADER = `0x${'a11ce'.repeat(8)}` as WalletAddress;

export function writeScript(size: ScriptSize): Script {
  const draw = random(SEED);
  const places: number[] = [];
  let at = 0;
  for (let block = 0; block < size.blocks; block += 1) {
    for (let signal = 0; signal < size.signalsPerBlock; signal += 1) {
      at += GAP_MIN + Math.floor(draw() * GAP_SPREAD);
      places.push(at);
    }
    at += size.tail;
  }
  const corpus = makeCorpus(SEED, { markets: MARKETS, messages: at, hashedMarkets: TRADED });
  const signals = placeSignals(corpus, places);
  const { markets, opening, poisoned } = corpus;
  return { markets, opening, signals, messages: new PackedTexts(corpus.messages), poisoned };
}

/** Walks through the feed once, with the asks as its frames tell them. */
function placeSignals(
  { markets, messages, poisoned }: ReturnType<typeof makeCorpus>,
  places: readonly number[],
): readonly ScriptedSignal[] {
  const traded = new Set(markets.slice(0, TRADED).map(({ id }) => id));
  const asks = new Map<string, number>();
  const signals: ScriptedSignal[] = [];
  let turn = 0;
  for (const [index, text] of messages.entries()) {
    while (places[signals.length] === index) {
      const found = nextToken(markets, asks, turn);
      turn = found.turn;
      signals.push(signalAt(index, { number: signals.length, ...found }));
    }
    if (!poisoned.has(index)) noteAsks(text, traded, asks);
  }
  return signals;
}

interface Row {
  readonly asset_id: string;
  readonly best_ask: string;
}

function noteAsks(text: string, traded: ReadonlySet<string>, asks: Map<string, number>): void {
  const id = text.match(/"market":"(0x[0-9a-f]{64})"/)?.[1];
  if (id === undefined || !traded.has(id)) return;
  const frame = JSON.parse(text) as { readonly price_changes?: readonly Row[] } & Partial<Row>;
  const rows = frame.price_changes ?? (frame.best_ask === undefined ? [] : [frame as Row]);
  for (const { asset_id, best_ask } of rows) asks.set(asset_id, Number(best_ask));
}

/** The markets take turns. Of one market it is always the same outcome: the other would be an exit. */
function nextToken(
  markets: readonly WorldMarket[],
  asks: ReadonlyMap<string, number>,
  from: number,
): {
  readonly turn: number;
  readonly marketId: string;
  readonly tokenId: string;
  readonly ask: number;
} {
  for (let turn = from; turn < from + 2 * TRADED; turn += 1) {
    const market = markets[turn % TRADED];
    const tokenId = market?.tokens[turn % 2] ?? '';
    const ask = asks.get(tokenId) ?? 0;
    if (market !== undefined && ask >= ASK_MIN && ask <= ASK_MAX) {
      return { turn: turn + 1, marketId: market.id, tokenId, ask };
    }
  }
  throw new Error('no market of the script has an ask that may be followed');
}

function signalAt(
  at: number,
  of: {
    readonly number: number;
    readonly marketId: string;
    readonly tokenId: string;
    readonly ask: number;
  },
): ScriptedSignal {
  const { number, marketId, tokenId, ask } = of;
  const transactionHash = `0x${(number + 1).toString(16).padStart(64, '0')}`;
  const trade = {
    proxyWallet: LEADER,
    side: 'BUY',
    asset: tokenId,
    conditionId: marketId,
    size: LEADER_SHARES,
    price: ask,
    transactionHash,
    title: 'A question of the bench',
    slug: `question-${number}`,
    eventSlug: `event-${number}`,
  };
  return {
    at,
    tokenId,
    frame: (nowMs) => {
      const payload = { ...trade, timestamp: Math.floor(nowMs / 1_000) };
      return JSON.stringify({ topic: 'activity', type: 'trades', payload });
    },
  };
}

/** Texts outside of the heap, each made when it is read, as a socket does. */
export class PackedTexts {
  readonly #bytes: Buffer;
  readonly #starts: Float64Array;

  constructor(texts: readonly string[]) {
    this.#starts = new Float64Array(texts.length + 1);
    let end = 0;
    for (const [index, text] of texts.entries()) {
      end += text.length;
      this.#starts[index + 1] = end;
    }
    this.#bytes = Buffer.allocUnsafe(end);
    for (const [index, text] of texts.entries()) {
      this.#bytes.write(text, this.#starts[index] ?? 0, 'latin1');
    }
  }

  at(index: number): string {
    return this.#bytes.toString('latin1', this.#starts[index], this.#starts[index + 1]);
  }
}
