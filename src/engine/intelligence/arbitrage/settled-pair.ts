import type { PairBasis, PairTold } from '../../domain/market-pair.ts';
import { MICRO } from '../../domain/values/micro.ts';
import type { Price } from '../../domain/values/money.ts';

/** What was known to pay something else than one or nothing on one of the venues alone. */
const VOID_BASES: ReadonlySet<PairBasis> = new Set([
  'cancel_rule',
  'walkover_rule',
  'ties',
  'void_rule',
]);

/**
 * Whether two markets paid as their relation promised. A void on one side breaks no promise where
 * their void rules were known to differ.
 */
export function hasHeld(
  { relation, basis }: Pick<PairTold, 'relation' | 'basis'>,
  { polymarket, kalshi }: { readonly polymarket: Price; readonly kalshi: Price },
): boolean {
  const isVoid = [polymarket, kalshi].some((paid) => paid > 0 && paid < MICRO);
  if (isVoid && basis.some((one) => VOID_BASES.has(one))) return true;
  switch (relation) {
    case 'identity':
      return polymarket === kalshi;
    case 'complement':
      return polymarket + kalshi === MICRO;
    case 'subset':
      return polymarket <= kalshi;
    case 'superset':
      return kalshi <= polymarket;
    case 'disjoint':
      return polymarket + kalshi <= MICRO;
    case 'overlap':
    case 'unknown':
      return true;
  }
}
