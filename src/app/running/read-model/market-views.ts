import { qualityOf, qualityWeights } from '../../../engine/brain/market-quality.ts';
import type {
  HeldShares,
  MarketLook,
  MarketSide,
  MarketView,
  PricePoint,
} from '../../../engine/contract/market-view.ts';
import { UnavailableError } from '../../../engine/contract/queries.ts';
import type { DepthView } from '../../../engine/domain/book/depth.ts';
import { isShadow, type LedgerId, type TokenId } from '../../../engine/domain/ids.ts';
import type { Market, Outcome } from '../../../engine/domain/market.ts';
import type { FairPoint } from '../../../engine/domain/price-lag.ts';
import { type AtMs, DAY_MS } from '../../../engine/domain/time.ts';
import { MICRO } from '../../../engine/domain/values/micro.ts';
import {
  addMoney,
  addQuantity,
  complement,
  cost,
  type Price,
  price,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../../engine/domain/values/money.ts';
import { judgeMarket } from '../../../engine/intelligence/filters/market-filters.ts';
import { copyOutlook } from './market-outlook.ts';
import { twinOf } from './market-twin.ts';
import { urlOf } from './names.ts';
import { readDepths } from './read-depths.ts';
import type { Sources } from './sources.ts';

/** Prices looked at for the usual move of a day, however short a span is shown. */
const LOOKED_BACK_MS = 7 * DAY_MS;

/** A market as the engine knows it, from memory. */
export function marketView(sources: Sources, market: Market): MarketView {
  const { engine } = sources;
  const nowMs = sources.nowMs();
  const depths = market.outcomes.map(({ tokenId }) =>
    engine.market.look(market.id, tokenId, nowMs),
  );
  return viewOf(sources, market, { depths, bookFrom: 'kept' });
}

/**
 * A market looked at closely: the venue is asked for a book that is not kept, and for prices. What
 * it does not answer is missing in the view.
 */
export async function marketLook(
  sources: Sources,
  market: Market,
  sinceMs: AtMs,
): Promise<MarketLook> {
  const nowMs = sources.nowMs();
  const [first] = market.outcomes;
  const isKept = sources.engine.market.bookState(market.id) !== null;
  const [prices, books] = await Promise.all([
    first === undefined
      ? null
      : orNull(sources.priceHistory(first.tokenId, Math.min(sinceMs, nowMs - LOOKED_BACK_MS))),
    isKept || market.status === 'resolved' ? null : orNull(sources.readBooks(market)),
  ]);
  const view =
    books === null ? marketView(sources, market) : lookedAt(sources, market, { books, prices });
  return {
    ...view,
    prices: prices?.filter(({ atMs }) => atMs >= sinceMs) ?? null,
    ...fairsOf(sources, market),
  };
}

/** With a book that came just now, beside what the venue keeps of prices. */
function lookedAt(
  sources: Sources,
  market: Market,
  of: {
    readonly books: Parameters<typeof readDepths>[1]['books'];
    readonly prices: readonly PricePoint[] | null;
  },
): MarketView {
  const depths = readDepths(market, { ...of, atMs: sources.nowMs() });
  return viewOf(sources, market, { depths, bookFrom: 'read' });
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UnavailableError) return null;
    throw error;
  }
}

function viewOf(
  sources: Sources,
  market: Market,
  {
    depths,
    bookFrom,
  }: {
    readonly depths: readonly (DepthView | null)[];
    readonly bookFrom: 'kept' | 'read';
  },
): MarketView {
  const { state } = sources.engine.trade;
  const [first = null] = depths;
  const analysis = first?.analysis ?? null;
  const filters = [...state.filters.values()];
  return {
    market,
    url: urlOf(sources.siteUrl, market),
    outcomes: market.outcomes.map((outcome, at) =>
      sideOf(sources, { market, outcome, depth: depths[at] ?? null }),
    ),
    bookAgeMs: first === null ? null : first.atMs - first.receivedAtMs,
    trusted: first?.trust.trusted ?? false,
    distrust: first?.trust.reason ?? null,
    bookFrom: first === null ? null : bookFrom,
    holdings: holdingsOf(sources, market, depths),
    analysis,
    quality: analysis === null ? null : qualityOf(analysis.parts, qualityWeights(state.settings)),
    filter: judgeMarket(filters, market),
    ...fairOf(sources, market),
    ...twinOf(sources, market),
  };
}

function fairOf({ engine, nowMs }: Sources, { id }: Market): Pick<MarketView, 'fair'> {
  const found = engine.market.lags.fair(id, nowMs());
  if (found === null || !found.fair.ok) return {};
  const { probability, band, estimated } = found.fair;
  const asPrice = (share: number) => price(Math.round(Math.min(1, share) * MICRO));
  return {
    fair: { tokenId: found.yes, fair: asPrice(probability), band: asPrice(band), estimated },
  };
}

/** What is recorded is of the side that pays when the claim comes true: the first one, or the other. */
function fairsOf({ engine }: Sources, market: Market): Pick<MarketLook, 'fairs'> {
  const [first] = market.outcomes;
  const found = engine.market.lags.fairs(market.id);
  if (first === undefined || found === null || found.points.length === 0) return {};
  const points = found.yes === first.tokenId ? found.points : found.points.map(ofOtherSide);
  return { fairs: { tokenId: first.tokenId, points } };
}

function ofOtherSide({ atMs, fair, band, price: middle }: FairPoint): FairPoint {
  return {
    ...{ atMs, band, fair: complement(fair) },
    price: middle === null ? null : complement(middle),
  };
}

function sideOf(
  sources: Sources,
  {
    market,
    outcome,
    depth,
  }: {
    readonly market: Market;
    readonly outcome: Outcome;
    readonly depth: DepthView | null;
  },
): MarketSide {
  const { tokenId, label } = outcome;
  const { state } = sources.engine.trade;
  let held = 0;
  for (const ledger of state.ledgers.values()) {
    if (isShadow(ledger.id)) continue;
    for (const position of ledger.openPositions) {
      if (position.tokenId === tokenId) held += position.quantity;
    }
  }
  return {
    tokenId,
    label,
    bid: depth?.bids[0]?.price ?? null,
    ask: depth?.asks[0]?.price ?? null,
    held,
    copy: depth === null ? null : copyOutlook(state, { market, depth }),
  };
}

/** What each ledger holds of each side, over all wallets that it was copied from. */
function holdingsOf(
  { engine }: Sources,
  market: Market,
  depths: readonly (DepthView | null)[],
): readonly HeldShares[] {
  const ledgers = [...engine.trade.state.ledgers.values()].filter(({ id }) => !isShadow(id));
  return ledgers.flatMap(({ id, openPositions }) =>
    market.outcomes.flatMap(({ tokenId }, at) => {
      const held = heldOf(openPositions, { ledger: id, tokenId, bid: depths[at]?.bids[0]?.price });
      return held === null ? [] : [held];
    }),
  );
}

function heldOf(
  positions: Iterable<{
    readonly tokenId: TokenId;
    readonly quantity: HeldShares['quantity'];
    readonly cost: HeldShares['cost'];
  }>,
  {
    ledger,
    tokenId,
    bid,
  }: { readonly ledger: LedgerId; readonly tokenId: TokenId; readonly bid: Price | undefined },
): HeldShares | null {
  let quantity = ZERO_QUANTITY;
  let paid = ZERO_MONEY;
  for (const position of positions) {
    if (position.tokenId !== tokenId) continue;
    quantity = addQuantity(quantity, position.quantity);
    paid = addMoney(paid, position.cost);
  }
  if (quantity === 0) return null;
  const value = bid === undefined ? null : cost(bid, quantity, 'floor');
  return { ledger, tokenId, quantity, cost: paid, value };
}
