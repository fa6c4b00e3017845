import type { PairView, SideView } from '../../engine/contract/arbitrage-view.ts';
import type { ArbitrageEnd } from '../../engine/domain/arbitrage.ts';
import type {
  Demotion,
  PairBasis,
  PairRelation,
  PairState,
} from '../../engine/domain/market-pair.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import type { Line } from '../reply.ts';
import { cents, signedPercent } from './amounts.ts';
import { duration } from './moments.ts';

export const STATE_WORDS: Readonly<Record<PairState, string>> = {
  verified: 'verified',
  quarantined: 'quarantined',
  rejected: 'rejected',
};

/** How Kalshi's yes stands to Polymarket's first outcome. */
export const RELATION_WORDS: Readonly<Record<PairRelation, string>> = {
  identity: 'same outcome',
  complement: 'opposite outcomes: yes here is no there',
  subset: "Polymarket's yes includes Kalshi's",
  superset: "Kalshi's yes includes Polymarket's",
  overlap: 'both can be true, neither follows',
  disjoint: 'never both true',
  unknown: 'not known how they relate',
};

/** What may still be paid differently. */
export const BASIS_WORDS: Readonly<Record<PairBasis, string>> = {
  price_index: 'price index differs',
  cancel_rule: 'cancellation pays differently',
  walkover_rule: 'a walkover pays differently',
  inclusive: 'an exact hit counts on one side only',
  ties: 'a tie pays differently',
  english_only: 'only words in English count on one side',
  charge_scope: 'which charges count differs',
  succession_scope: 'who counts as a successor differs',
  void_rule: 'void rules differ',
  early_close: 'one may close early',
  source: 'the source of the result differs',
};

const DEMOTION_WORDS: Readonly<Record<Demotion, string>> = {
  rulesEdited: 'a venue edited its rules',
  resultsDisagreed: 'the venues paid differently',
  familyDisagreed: 'a pair of the same kind was paid differently',
  polarity: 'the prices add up to one: one side may be turned round',
  gap: 'the prices are further apart than one question ever is',
};

const END_WORDS: Readonly<Record<ArbitrageEnd, string>> = {
  closed: 'the prices met',
  expired: 'it was not confirmed any more',
  bookUnusable: 'a book could not be used',
  marketOver: 'a market ended',
  unpaired: 'the pair was not believed any more',
};

/** What each code of a reason is about, as people say it; others are split at their capitals. */
const TERM_WORDS: Readonly<Record<string, string>> = {
  observedAtMs: 'moment',
  textMissing: 'rules text',
  yesSubTitleMissing: 'side of Kalshi',
  placeholder: 'unfilled rules',
};

/** Why an opportunity is over. */
export function endWords(why: ArbitrageEnd): string {
  return END_WORDS[why];
}

export function demotionWords(why: string): string {
  return DEMOTION_WORDS[why as Demotion] ?? why;
}

export function basisWords(basis: string): string {
  return BASIS_WORDS[basis as PairBasis] ?? termWords(basis);
}

/** `observation zone` for `observationZone` and `observation_zone`. */
export function termWords(code: string): string {
  const known = TERM_WORDS[code];
  if (known !== undefined) return known;
  return code
    .replace(/^unknown(?=[A-Z])|^missing\./, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.]/g, ' ')
    .toLowerCase()
    .trim();
}

/** `Polymarket YES 38.2¢ + Kalshi NO 55.6¢`; of more than two sides the sum alone. */
export function sidesWords(sides: readonly SideView[]): string {
  const [first] = sides;
  if (first !== undefined && sides.length > 2) {
    const sum = sides.reduce((total, { price }) => total + price, 0);
    return `${venueName(first.venue)} ${first.side} of all ${sides.length} outcomes, ${cents(sum as Price)} together`;
  }
  return sides
    .map(({ venue, side, price }) => `${venueName(venue)} ${side} ${cents(price)}`)
    .join(' + ');
}

export function venueName(venue: SideView['venue']): string {
  return venue === 'kalshi' ? 'Kalshi' : 'Polymarket';
}

/** What one dollar of a pair costs now, and what is missing or left. */
export function gapLine({ gap }: PairView, nowMs: AtMs): Line {
  if (gap === null) return 'books of both sides are not there yet';
  const oldest = Math.min(...gap.sides.map(({ bookAtMs }) => bookAtMs));
  const ages = `books up to ${duration(nowMs - oldest)} old`;
  const cost = `${sidesWords(gap.sides)}, ${cents(gap.unitCost as number as Price)} with fees`;
  return `${cost} · ${signedPercent(gap.roi)} · ${ages}`;
}
