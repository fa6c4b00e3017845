import type { MarketTwin, MarketView } from '../../../engine/contract/market-view.ts';
import type { Market } from '../../../engine/domain/market.ts';
import { twinsOf } from './arbitrage.ts';
import { marketRef } from './names.ts';
import type { Sources } from './sources.ts';

/** The market of the other venue that counts most, with its price where its book is kept. */
export function twinOf(sources: Sources, market: Market): Pick<MarketView, 'twin'> {
  const [first] = twinsOf(sources, market.id).filter(({ state }) => state !== 'rejected');
  if (first === undefined) return {};
  const { engine } = sources;
  const { pair, state } = first;
  const otherId = pair.polymarketId === market.id ? pair.kalshiId : pair.polymarketId;
  const other = engine.trade.state.markets.get(otherId);
  const token = other?.outcomes[pair.relation === 'complement' ? 1 : 0]?.tokenId;
  const depth = token === undefined ? null : engine.market.look(otherId, token, sources.nowMs());
  const { question, url } = marketRef(sources, otherId);
  const twin: MarketTwin = {
    venue: pair.polymarketId === market.id ? 'kalshi' : 'polymarket',
    ...{ pair: pair.number, relation: pair.relation, state, question: question ?? otherId, url },
    bid: depth?.bids[0]?.price ?? null,
    ask: depth?.asks[0]?.price ?? null,
  };
  return { twin };
}
