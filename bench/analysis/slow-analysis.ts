import type { Corpus, WorldMarket } from '../corpus.ts';

/** A market's analysis by the definition: from its last book, and from every price it ever had. */
export interface SlowAnalysis {
  readonly parts: {
    readonly liquidity: number;
    readonly spread: number;
    readonly volume: number;
    readonly timeDecay: number;
  };
  /** Dollars a share, `null` where half of the window is not known. */
  readonly day: number | null;
  readonly week: number | null;
}

export interface SlowInput {
  readonly corpus: Corpus;
  readonly markets: readonly WorldMarket[];
  /** When the opening books and each message arrived, and when it is asked. */
  readonly openingMs: number;
  readonly receivedMs: (message: number) => number;
  readonly nowMs: number;
  readonly volumeDollars: number;
  readonly closesMs: number;
}

interface Message {
  readonly event_type: string;
  readonly asset_id: string;
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
  readonly price_changes: readonly (Row & { readonly asset_id: string; readonly side: string })[];
}

interface Row {
  readonly price: string;
  readonly size: string;
}

interface Past {
  readonly bids: Map<number, number>;
  readonly asks: Map<number, number>;
  /** The middle after each event, `null` for a one-sided book. */
  readonly middles: { readonly atMs: number; readonly middle: number | null }[];
}

const HALF_HOUR_MS = 1_800_000;
const HOUR_MS = 3_600_000;

/** Shares no code with the product: texts to numbers, every event kept, everything recomputed. */
export function slowAnalyses(input: SlowInput): ReadonlyMap<string, SlowAnalysis> {
  const { corpus, markets, openingMs, receivedMs } = input;
  const pasts = new Map<string, Past>();
  for (const market of markets) {
    pasts.set(market.tokens[0], { bids: new Map(), asks: new Map(), middles: [] });
  }
  for (const text of corpus.opening) apply(pasts, JSON.parse(text) as Message, openingMs);
  for (const [at, text] of corpus.messages.entries()) {
    if (!corpus.poisoned.has(at)) apply(pasts, JSON.parse(text) as Message, receivedMs(at));
  }
  const found = new Map<string, SlowAnalysis>();
  for (const { id, tokens } of markets) {
    const past = pasts.get(tokens[0]);
    if (past !== undefined) found.set(id, analysisOf(past, input));
  }
  return found;
}

function apply(pasts: ReadonlyMap<string, Past>, message: Message, atMs: number): void {
  if (message.event_type === 'book') replace(pasts.get(message.asset_id), message, atMs);
  if (message.event_type !== 'price_change') return;
  for (const { asset_id, side, price, size } of message.price_changes) {
    const past = pasts.get(asset_id);
    if (past === undefined) continue;
    const levels = side === 'BUY' ? past.bids : past.asks;
    if (Number(size) === 0) levels.delete(Number(price));
    else levels.set(Number(price), Number(size));
    past.middles.push({ atMs, middle: middleOf(past) });
  }
}

function replace(past: Past | undefined, { bids, asks }: Message, atMs: number): void {
  if (past === undefined) return;
  past.bids.clear();
  past.asks.clear();
  for (const { price, size } of bids) past.bids.set(Number(price), Number(size));
  for (const { price, size } of asks) past.asks.set(Number(price), Number(size));
  past.middles.push({ atMs, middle: middleOf(past) });
}

function middleOf({ bids, asks }: Past): number | null {
  if (bids.size === 0 || asks.size === 0) return null;
  return (Math.max(...bids.keys()) + Math.min(...asks.keys())) / 2;
}

function analysisOf(past: Past, input: SlowInput): SlowAnalysis {
  return {
    parts: partsOf(past, input),
    day: volatility(past, input, 48),
    week: volatility(past, input, 336),
  };
}

function volatility(past: Past, { openingMs, nowMs }: SlowInput, steps: number): number | null {
  const current = Math.floor(nowMs / HALF_HOUR_MS);
  const first = Math.max(current - steps, Math.floor(openingMs / HALF_HOUR_MS));
  const known: number[] = [];
  for (let step = first; step < current; step += 1) {
    const endMs = (step + 1) * HALF_HOUR_MS;
    const middle = past.middles.findLast(({ atMs }) => atMs < endMs)?.middle ?? null;
    if (middle !== null) known.push(middle);
  }
  if (known.length < steps / 2) return null;
  let squares = 0;
  for (let at = 1; at < known.length; at += 1) {
    squares += ((known[at] ?? Number.NaN) - (known[at - 1] ?? Number.NaN)) ** 2;
  }
  return Math.min(1, Math.sqrt((squares / (known.length - 1)) * 48));
}

function partsOf(past: Past, input: SlowInput): SlowAnalysis['parts'] {
  const { volumeDollars, closesMs, nowMs } = input;
  const hours = (closesMs - nowMs) / HOUR_MS;
  const volume = within(Math.log(1 + volumeDollars / 100) / Math.log(1_001));
  const timeDecay = hours <= 1 ? 0 : within(Math.log(hours) / Math.log(168));
  const middle = middleOf(past);
  if (middle === null) return { liquidity: 0, spread: 0, volume, timeDecay };
  const reach = Math.max(middle * 0.02, 0.01) + 1e-9;
  let near = 0;
  for (const levels of [past.bids, past.asks]) {
    for (const [at, size] of levels) if (Math.abs(at - middle) <= reach) near += at * size;
  }
  const spread = (Math.min(...past.asks.keys()) - Math.max(...past.bids.keys())) / middle;
  return {
    liquidity: within(Math.log(1 + near / 20) / Math.log(251)),
    spread: within((0.1 - spread) / 0.09),
    volume,
    timeDecay,
  };
}

function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}
