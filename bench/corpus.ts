import { createHash } from 'node:crypto';
import { random } from './random.ts';

/**
 * A made-up market channel, seeded: 92 % price_change with two mirrored changes, 3 % book, 2.5 %
 * last_trade_price, 2.5 % best_bid_ask, 77-digit ids, and 0.2 % poison. Every price_change carries
 * the best prices after it and every book its true hash, as the venue sends them.
 */
export interface Corpus {
  readonly markets: readonly WorldMarket[];
  /** One book of each token of each market. */
  readonly opening: readonly string[];
  readonly messages: readonly string[];
  /** Positions of messages that must be refused. */
  readonly poisoned: ReadonlySet<number>;
  readonly startAtMs: number;
}

export interface WorldMarket {
  readonly id: string;
  readonly tokens: readonly [string, string];
  /** Hundredths of a share at 1 to 99 cents, in prices of token 0; bids below, asks above. */
  readonly bids: Float64Array;
  readonly asks: Float64Array;
  venueAtMs: number;
  lastTradePrice: readonly [string, string];
  /** Whether its price_change frames carry the true hashes of its books. */
  readonly isHashed: boolean;
}

/** Messages per millisecond of the made-up venue. */
const MESSAGES_PER_MS = 10;
const START_AT_MS = 1_790_000_000_000;
const LEVELS = 99;
/** How far from the touch levels rest, in cents. */
const DEPTH = 38;
const POISON_SHARE = 0.002;

type Draw = () => number;

export interface CorpusSize {
  readonly markets: number;
  readonly messages: number;
  /** So many of the first markets carry true hashes in their price_change frames too. */
  readonly hashedMarkets?: number;
}

export function makeCorpus(seed: number, size: CorpusSize): Corpus {
  const { markets: marketCount, messages: messageCount, hashedMarkets = 0 } = size;
  const draw = random(seed);
  const markets = Array.from({ length: marketCount }, (_, at) =>
    makeMarket(draw, at < hashedMarkets),
  );
  const opening = markets.flatMap((market) => [bookText(market, 0), bookText(market, 1)]).map(flat);
  const messages: string[] = [];
  const poisoned = new Set<number>();
  for (let at = 0; at < messageCount; at += 1) {
    const nowMs = START_AT_MS + 1 + Math.floor(at / MESSAGES_PER_MS);
    const market = markets[Math.floor(draw() * marketCount)];
    if (market === undefined) throw new Error('the corpus has markets');
    const poison = draw() < POISON_SHARE;
    if (poison) poisoned.add(at);
    messages.push(
      flat(poison ? poisonText(market, nowMs, draw) : messageText(market, nowMs, draw)),
    );
  }
  return { markets, opening, messages, poisoned, startAtMs: START_AT_MS };
}

/** Sockets deliver flat strings; concatenated ones would be flattened inside the measurement. */
function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

function digits(draw: Draw, count: number): string {
  let text = String(1 + Math.floor(draw() * 9));
  while (text.length < count) text += Math.floor(draw() * 10);
  return text;
}

function hex(draw: Draw, count: number): string {
  let text = '';
  while (text.length < count) text += Math.floor(draw() * 16).toString(16);
  return text;
}

function makeMarket(draw: Draw, isHashed: boolean): WorldMarket {
  const middle = 30 + Math.floor(draw() * 40);
  const bids = new Float64Array(LEVELS + 1);
  const asks = new Float64Array(LEVELS + 1);
  for (let step = 1; step <= DEPTH; step += 1) {
    if (middle - step >= 1) bids[middle - step] = size(draw);
    if (middle + step <= LEVELS) asks[middle + step] = size(draw);
  }
  return {
    id: `0x${hex(draw, 64)}`,
    tokens: [digits(draw, 77), digits(draw, 77)],
    bids,
    asks,
    venueAtMs: START_AT_MS,
    lastTradePrice: ['', ''],
    isHashed,
  };
}

function size(draw: Draw): number {
  const whole = Math.ceil(draw() * draw() * 5_000);
  return draw() < 0.5 ? whole * 100 : whole * 100 + Math.floor(draw() * 100);
}

const decimal = (hundredths: number): string => String(hundredths / 100);

function bestBid(market: WorldMarket): number {
  for (let cents = LEVELS; cents >= 1; cents -= 1) if (market.bids[cents] !== 0) return cents;
  return 0;
}

function bestAsk(market: WorldMarket): number {
  for (let cents = 1; cents <= LEVELS; cents += 1) if (market.asks[cents] !== 0) return cents;
  return 100;
}

function messageText(market: WorldMarket, nowMs: number, draw: Draw): string {
  const kind = draw();
  if (kind < 0.92) return priceChangeText(market, nowMs, draw);
  const token = draw() < 0.5 ? 0 : 1;
  if (kind < 0.95) return bookText(market, token);
  // Hashes cover the last price: the venue's frames around a trade are not made up here.
  if (kind < 0.975 && market.isHashed) return priceChangeText(market, nowMs, draw);
  if (kind < 0.975) return tradeText(market, nowMs, draw);
  return bestText(market, token, nowMs);
}

function priceChangeText(market: WorldMarket, nowMs: number, draw: Draw): string {
  const isBid = draw() < 0.5;
  const [bid, ask] = [bestBid(market), bestAsk(market)];
  // Near the touch more often; one cent into the spread if there is room.
  const away = Math.floor(draw() * draw() * 20) - (ask - bid > 1 ? 1 : 0);
  const cents = Math.min(LEVELS, Math.max(1, isBid ? bid - away : ask + away));
  const side = isBid ? market.bids : market.asks;
  const removes = side[cents] !== 0 && draw() < 0.3;
  const amount = removes ? 0 : size(draw);
  const crosses = isBid ? cents >= ask : cents <= bid;
  if (!crosses) side[cents] = amount;
  market.venueAtMs = nowMs;
  const level = { cents: crosses ? (isBid ? 1 : LEVELS) : cents, amount: crosses ? 0 : amount };
  if (crosses) side[level.cents] = 0;
  const hashes = market.isHashed
    ? ([hashOf(market, 0), hashOf(market, 1)] as const)
    : ([hex(draw, 40), hex(draw, 40)] as const);
  return changeFrame(market, { ...level, isBid, hashes });
}

interface Change {
  readonly cents: number;
  readonly amount: number;
  readonly isBid: boolean;
  readonly hashes: readonly [string, string];
}

function changeFrame(market: WorldMarket, change: Change): string {
  const [bid, ask] = [bestBid(market), bestAsk(market)];
  const rows = market.tokens.map((token, at) => {
    const price = decimal(at === 0 ? change.cents : 100 - change.cents);
    const side = change.isBid === (at === 0) ? 'BUY' : 'SELL';
    const best = at === 0 ? [bid, ask] : [100 - ask, 100 - bid];
    return `{"asset_id":"${token}","price":"${price}","size":"${decimal(change.amount)}","side":"${side}","hash":"${change.hashes[at]}","best_bid":"${decimal(best[0] ?? 0)}","best_ask":"${decimal(best[1] ?? 0)}"}`;
  });
  return `{"market":"${market.id}","price_changes":[${rows.join(',')}],"timestamp":"${market.venueAtMs}","event_type":"price_change"}`;
}

function levelsText(market: WorldMarket, token: 0 | 1, bids: boolean): string {
  const source = bids === (token === 0) ? market.bids : market.asks;
  const rows: string[] = [];
  for (let cents = 1; cents <= LEVELS; cents += 1) {
    const own = token === 0 ? cents : 100 - cents;
    const amount = source[cents] ?? 0;
    if (amount !== 0)
      rows.push(
        `${String(own).padStart(2, '0')}{"price":"${decimal(own)}","size":"${decimal(amount)}"}`,
      );
  }
  rows.sort();
  if (!bids) rows.reverse();
  return `[${rows.map((row) => row.slice(2)).join(',')}]`;
}

/** As the venue hashes a book: its compact JSON with an empty hash. */
function hashOf(market: WorldMarket, token: 0 | 1): string {
  const bids = levelsText(market, token, true);
  const asks = levelsText(market, token, false);
  const hashed = `${headText(market, token)},"hash":"","bids":${bids},"asks":${asks},"min_order_size":"5","tick_size":"0.01","neg_risk":false,"last_trade_price":"${market.lastTradePrice[token]}"}`;
  return createHash('sha1').update(hashed).digest('hex');
}

function headText(market: WorldMarket, token: 0 | 1): string {
  return `{"market":"${market.id}","asset_id":"${market.tokens[token]}","timestamp":"${market.venueAtMs}"`;
}

function bookText(market: WorldMarket, token: 0 | 1): string {
  const bids = levelsText(market, token, true);
  const asks = levelsText(market, token, false);
  const last = market.lastTradePrice[token];
  const head = headText(market, token);
  const hash = hashOf(market, token);
  return `${head},"hash":"${hash}","bids":${bids},"asks":${asks},"tick_size":"0.01","event_type":"book","last_trade_price":"${last}"}`;
}

function tradeText(market: WorldMarket, nowMs: number, draw: Draw): string {
  const token = draw() < 0.5 ? 0 : 1;
  const cents = token === 0 ? bestAsk(market) : 100 - bestBid(market);
  const price = decimal(Math.min(LEVELS, Math.max(1, cents)));
  market.lastTradePrice =
    token === 0 ? [price, market.lastTradePrice[1]] : [market.lastTradePrice[0], price];
  return `{"event_type":"last_trade_price","market":"${market.id}","asset_id":"${market.tokens[token]}","price":"${price}","side":"BUY","size":"${decimal(size(draw))}","fee_rate_bps":"0","timestamp":"${nowMs}","transaction_hash":"0x${hex(draw, 64)}"}`;
}

function bestText(market: WorldMarket, token: 0 | 1, nowMs: number): string {
  const [bid, ask] = [bestBid(market), bestAsk(market)];
  const best = token === 0 ? [bid, ask] : [100 - ask, 100 - bid];
  return `{"event_type":"best_bid_ask","market":"${market.id}","asset_id":"${market.tokens[token]}","best_bid":"${decimal(best[0] ?? 0)}","best_ask":"${decimal(best[1] ?? 0)}","spread":"${decimal(ask - bid)}","timestamp":"${nowMs}"}`;
}

const POISON_PRICES = ['NaN', '-0.1', '1e309', '1e-9', '0.5\\u0000', '1.0000001', 'Infinity', ''];
const POISON_SIZES = ['-1', '1e9', '9007199254.740993', '0x10', ' 5', '99999999999999999999999'];

/** A price_change of the market that must not reach its book. */
function poisonText(market: WorldMarket, nowMs: number, draw: Draw): string {
  const change = { cents: 50, amount: 777, isBid: true, hashes: ['0', '0'] } as const;
  const sound = changeFrame({ ...market, venueAtMs: nowMs }, change);
  const pick = Math.floor(draw() * 6);
  if (pick === 0) return sound.slice(0, Math.floor(draw() * (sound.length - 1)) + 1);
  if (pick === 1) return sound.replace('"price_change"', '"price_chance"');
  if (pick === 2) return sound.replace('"side":"BUY"', '"__proto__":{"side":"BUY"}');
  if (pick === 3) return sound.replace(/"timestamp":"\d+"/, `"timestamp":${nowMs}`);
  const of = (list: readonly string[]): string => list[Math.floor(draw() * list.length)] ?? '';
  if (pick === 4) return sound.replace(/"price":"[^"]*"/, `"price":"${of(POISON_PRICES)}"`);
  return sound.replace(/"size":"[^"]*"/, `"size":"${of(POISON_SIZES)}"`);
}
