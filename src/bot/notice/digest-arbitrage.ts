import type { Queries } from '../../engine/contract/queries.ts';
import { count, money, signedPercent } from '../format/amounts.ts';
import { cut } from '../format/names.ts';
import type { Span } from './calendar.ts';

/** Opportunities of which the last day is looked through; of more a digest says so. */
const SEEN_MAX = 500;
const NAME_WIDTH = 40;

type Asked = Pick<Queries, 'arbitrage' | 'arbitrageHistory' | 'settings'>;

/** What was there and what could have been had, and the best verified pair that is not worth it. @throws UnavailableError */
export async function arbitrageLines(queries: Asked, span: Span): Promise<readonly string[]> {
  if (queries.settings()['arbitrage.mode'] === 'off') return [];
  const past = await queries.arbitrageHistory(SEEN_MAX);
  const seen = past.filter(
    ({ found }) => found.isArbitrage && found.atMs >= span.fromMs && found.atMs < span.untilMs,
  );
  const takeable = seen.filter(({ ended }) => ended?.wasTakeable === true).length;
  const most = past.length >= SEEN_MAX ? ', of the newest' : '';
  const [best] = [...seen].sort((a, b) => b.found.profit - a.found.profit);
  const told =
    best === undefined
      ? []
      : [
          `arbitrage: ${count(seen.length, 'opportunity', 'opportunities')}, ${takeable} lasted long enough for us${most}; the best made ${money(best.found.profit)}`,
        ];
  return [...told, ...nearest(queries)];
}

/** `nearest pair 12, Fed cuts in December?: −0.97 % after fees` */
function nearest(queries: Asked): readonly string[] {
  const { best } = queries.arbitrage();
  if (best === null || best.gap === null) return [];
  const name = cut(best.polymarket.question ?? best.pair.polymarketId, NAME_WIDTH);
  return [
    `nearest arbitrage now, pair ${best.pair.number}: ${name} ${signedPercent(best.gap.roi)} after fees`,
  ];
}
