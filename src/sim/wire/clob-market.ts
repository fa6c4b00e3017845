import { hasTakerDelay } from '../exchange/exchange-rules.ts';
import { type BoardMarket, currentPrice } from './board.ts';
import { double } from './decimal.ts';

/** Legacy caps in basis points. */
const FEE_CAP = 1_000;

/** `/clob-markets`: the authority for tick, minimum, fee and delay, in short names. */
export function compactMarket({ market }: BoardMarket): object {
  return {
    c: market.conditionId,
    t: market.tokenIds.map((t, at) => ({ t, o: market.outcomes[at] })),
    mos: Number(market.minOrderSize),
    mts: double(market.tick),
    nr: market.negRisk,
    mbf: FEE_CAP,
    tbf: FEE_CAP,
    fd: { r: market.feeRate, e: 1, to: true },
    r: null,
    ao: market.status === 'open',
    sd: 0,
    gst: null,
    cbos: market.status === 'resolved',
    aot: new Date(market.startsAtMs).toISOString(),
    rfqe: false,
    itode: hasTakerDelay(market),
    ibce: false,
    oas: 0,
  };
}

function tokensOf({ market }: BoardMarket): readonly object[] {
  return ([0, 1] as const).map((outcome) => ({
    token_id: market.tokenIds[outcome],
    outcome: market.outcomes[outcome],
    price: double(currentPrice(market, outcome)),
    winner: market.payouts?.[outcome] === 1,
  }));
}

/** `/markets/{condition}` in the CLOB's own long names. */
export function clobMarket(entry: BoardMarket): object {
  const { market, group } = entry;
  const isOver = market.status === 'resolved';
  return {
    enable_order_book: !isOver,
    active: true,
    closed: isOver,
    archived: false,
    accepting_orders: market.status === 'open',
    accepting_order_timestamp: new Date(entry.listedAtMs).toISOString(),
    minimum_order_size: Number(market.minOrderSize),
    minimum_tick_size: double(market.tick),
    condition_id: market.conditionId,
    question: market.question,
    description: market.description,
    market_slug: market.slug,
    seconds_delay: 0,
    maker_base_fee: FEE_CAP,
    taker_base_fee: FEE_CAP,
    neg_risk: market.negRisk,
    is_50_50_outcome: market.payouts?.[0] === 0.5,
    tokens: tokensOf(entry),
    tags: group.tags.map(({ label }) => label),
  };
}

/** A row of the lists that show prices alone. */
export function simplifiedMarket(entry: BoardMarket): object {
  const { market } = entry;
  return {
    condition_id: market.conditionId,
    tokens: tokensOf(entry),
    active: true,
    closed: market.status === 'resolved',
    archived: false,
    accepting_orders: market.status === 'open',
  };
}
