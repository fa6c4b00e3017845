import { MINUTE_MS } from '../../../engine/domain/time.ts';
import type { Route } from '../../wire/http-host.ts';
import { Refusal } from '../../wire/refusal.ts';
import { CANDLE_MINUTES, type Candle, type CandleMinutes } from '../world/candles.ts';
import type { KalshiMarket } from '../world/market.ts';
import { isOld } from './market-routes.ts';
import { flagOf, invalid, listOf, neededMoment } from './query.ts';
import { archivedCandleRow, candleRow } from './rows.ts';
import { guarded, marketOf, type RestScene } from './scene.ts';

const TICKERS_MAX = 100;
const CANDLES_MAX = 10_000;

export function candleRoutes(scene: RestScene): readonly Route[] {
  return [
    guarded(scene, {
      path: '/markets/candlesticks',
      answer: ({ query }) => {
        const tickers = listOf(query, 'market_tickers');
        if (tickers.length === 0 || tickers.length > TICKERS_MAX) {
          throw invalid('market_tickers', `1 to ${TICKERS_MAX} tickers, joined by commas`);
        }
        checkCount(query, tickers.length);
        const markets = tickers.map((ticker) => marketOf(scene, ticker));
        return {
          markets: markets.map((market) => ({
            market_ticker: market.ticker,
            candlesticks: candlesOf(market, query).map(candleRow),
          })),
        };
      },
    }),
    guarded(scene, {
      path: '/series/:series/markets/:ticker/candlesticks',
      answer: ({ params, query }) => {
        const market = marketOf(scene, params['ticker'] ?? '');
        const series = params['series'] ?? '';
        if (market.event.series.ticker !== series || isOld(market, scene)) {
          throw new Refusal(404, `${market.ticker} is not a live market of "${series}"`, 'ticker');
        }
        checkCount(query, 1);
        const candlesticks = candlesOf(market, query).map(candleRow);
        return { ticker: market.ticker, candlesticks };
      },
    }),
    guarded(scene, {
      path: '/historical/markets/:ticker/candlesticks',
      answer: ({ params, query }) => {
        const market = marketOf(scene, params['ticker'] ?? '');
        if (!isOld(market, scene)) {
          throw new Refusal(404, `${market.ticker} is not archived`, 'ticker');
        }
        checkCount(query, 1);
        const candlesticks = candlesOf(market, query).map(archivedCandleRow);
        return { ticker: market.ticker, candlesticks };
      },
    }),
  ];
}

function spanOf(query: URLSearchParams) {
  const minutes = CANDLE_MINUTES.find((each) => String(each) === query.get('period_interval'));
  if (minutes === undefined) throw invalid('period_interval', CANDLE_MINUTES.join(', '));
  const [fromMs, toMs] = [neededMoment(query, 'start_ts'), neededMoment(query, 'end_ts')];
  if (toMs < fromMs) throw invalid('end_ts', 'a moment that is not before start_ts');
  return { minutes: minutes satisfies CandleMinutes, fromMs, toMs };
}

/** @throws Refusal when more is asked than one answer may hold */
function checkCount(query: URLSearchParams, markets: number): void {
  const { minutes, fromMs, toMs } = spanOf(query);
  const count = (markets * (toMs - fromMs)) / (minutes * MINUTE_MS);
  if (count > CANDLES_MAX) throw invalid('end_ts', `at most ${CANDLES_MAX} candlesticks at once`);
}

function candlesOf(market: KalshiMarket, query: URLSearchParams): readonly Candle[] {
  const withLatestBefore = flagOf(query, 'include_latest_before_start') === true;
  return market.candles.read({ ...spanOf(query), withLatestBefore });
}
