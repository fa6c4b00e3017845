import type { ExchangeTrade } from '../../exchange/exchange.ts';
import { secondsOf } from '../decimal.ts';
import type { Route, WireRequest } from '../http-host.ts';
import { Refusal } from '../refusal.ts';
import { rowsPage } from './rows-page.ts';
import { tradeRow, viewOf } from './shapes.ts';
import type { TradingState } from './trading-state.ts';

/** `/data/trades`. */
export function tradeReads(state: TradingState): readonly Route[] {
  return [
    { path: '/data/trades', group: 'data-trades', answer: (request) => list(state, request) },
  ];
}

function list(state: TradingState, request: WireRequest): object {
  const { apiKey } = state.keys.authenticate(request);
  const isMeant = filterOf(request);
  const nowMs = state.nowMs();
  const rows = state.exchange
    .tradesOf(apiKey)
    .filter((trade) => isMeant(trade) && state.isListed(trade.id, nowMs))
    .flatMap((trade) => {
      const view = viewOf(trade, apiKey);
      return view === null ? [] : [tradeRow(trade, view, state.settings)];
    });
  return rowsPage(rows, request.query.get('next_cursor'));
}

/** @throws Refusal for a time that is none */
function filterOf({ query }: WireRequest): (trade: ExchangeTrade) => boolean {
  const text = (name: string): string | null => query.get(name)?.toLowerCase() ?? null;
  const seconds = (name: string): number | null => {
    const raw = query.get(name);
    if (raw === null || raw === '') return null;
    const value = Number(raw);
    if (!Number.isSafeInteger(value)) throw new Refusal(400, `invalid ${name}`);
    return value;
  };
  const [id, maker, market] = [text('id'), text('maker_address'), text('market')];
  const tokenId = text('asset_id');
  const [before, after] = [seconds('before'), seconds('after')];
  return (trade) => {
    const atS = secondsOf(trade.matchedAtMs);
    return (
      (id === null || trade.id === id) &&
      (market === null || trade.market.conditionId === market) &&
      (before === null || atS < before) &&
      (after === null || atS > after) &&
      (maker === null || addressesOf(trade).includes(maker)) &&
      (tokenId === null || tokensOf(trade).includes(tokenId))
    );
  };
}

function addressesOf({ takerMaker, makers }: ExchangeTrade): readonly string[] {
  return [takerMaker, ...makers.map(({ address }) => address)].map((each) => each.toLowerCase());
}

/** A trade may give its maker the other token than its taker. */
function tokensOf({ market, outcome, makers }: ExchangeTrade): readonly string[] {
  return [outcome, ...makers.map((maker) => maker.outcome)].map((each) => market.tokenIds[each]);
}
