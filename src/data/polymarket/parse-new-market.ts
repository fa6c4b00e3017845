import type { MarketListed } from '../../engine/domain/market-event.ts';
import { termsOf } from '../../engine/domain/market-terms.ts';
import { DEFAULT_RULES } from '../../engine/domain/venue-rules/polymarket.ts';
import type { FrameReader, Row } from '../parsed.ts';
import { categoriesOf, feeOf, SHORT_SLUG } from './parse-gamma.ts';
import { isPositionId } from './parse-position-id.ts';
import { newMarketSchema } from './schema-gamma.ts';

/**
 * A market just listed. The message does not say whether it is neg-risk, which decides the
 * exchange that signs, nor when it closes: it takes no orders until Gamma completes it.
 */
export function parseNewMarket(row: Row, reader: FrameReader): MarketListed | null {
  const raw = reader.read(newMarketSchema, row);
  if (raw === null) return null;
  const { assets_ids: ids, outcomes: labels } = raw;
  if (ids.length !== labels.length || new Set(ids).size !== ids.length) {
    return reader.refuse('assets_ids', 'one id per outcome');
  }
  const version = raw.version ?? (ids.every(isPositionId) ? 'v2' : 'v1');
  return {
    kind: 'marketListed',
    market: {
      id: raw.market,
      venue: 'polymarket',
      version,
      question: raw.question,
      slug: raw.slug,
      eventGroupId: raw.event_message?.slug || raw.slug || raw.market,
      categories: categoriesOf(raw.tags ?? []),
      outcomes: ids.map((tokenId, at) => ({ tokenId, label: labels[at] ?? '' })),
      negRisk: false,
      rules: {
        ...DEFAULT_RULES,
        tick: raw.order_price_min_tick_size,
        fee: feeOf({ feesEnabled: raw.fees_enabled, feeSchedule: raw.fee_schedule }),
      },
      startsAtMs: null,
      closesAtMs: null,
      shortCrypto: SHORT_SLUG.test(raw.slug),
      acceptingOrders: false,
      status: 'open',
      ...{ volume24h: null, dayMove: null, weekMove: null },
      terms: termsOf({ source: null, text: raw.description ?? null }),
    },
  };
}
