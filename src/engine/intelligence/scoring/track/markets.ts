import type { MarketId, TokenId } from '../../../domain/ids.ts';
import type { Market, Resolution } from '../../../domain/market.ts';
import type { AtMs } from '../../../domain/time.ts';
import { MICRO } from '../../../domain/values/micro.ts';
import { NO_ROW } from './rows.ts';

/** Markets without any position or waiting trade that are remembered; the oldest goes. */
export const IDLE_MARKETS_MAX = 5_000;

/** Until a market is listed it is taken for one question with two answers, as the venue's all are. */
const OUTCOMES_UNLISTED = 2;

/** What is known of a market, shared by all wallets. Outcomes are numbered slots here. */
export interface MarketFacts {
  readonly id: MarketId;
  readonly index: number;
  /** By slot, as they were seen; an outcome without a token yet is `null`. */
  readonly tokens: (TokenId | null)[];
  listed: boolean;
  outcomes: number;
  category: string | null;
  /** Fraction, as {@link FeeSchedule} has it. */
  feeRate: number;
  feeExponent: number;
  closesAtMs: AtMs | null;
  /** Slot of the second outcome, which conversions consume; −1 until listed. */
  noSlot: number;
  resolution: Resolution | null;
  resolvedAtMs: AtMs;
  /** When the resolution may be counted for good. */
  resolutionDueMs: AtMs;
  firstHolder: number;
  /** Positions and waiting trades. */
  uses: number;
}

/** All markets that are known, by id and by number. */
export class Markets {
  readonly #byId = new Map<MarketId, MarketFacts>();
  readonly #byIndex: (MarketFacts | undefined)[] = [];
  readonly #freeIndexes: number[] = [];
  readonly #idle = new Set<MarketFacts>();

  get size(): number {
    return this.#byId.size;
  }

  get(id: MarketId): MarketFacts {
    return this.#byId.get(id) ?? this.#create(id);
  }

  at(index: number): MarketFacts | undefined {
    return this.#byIndex[index];
  }

  all(): IterableIterator<MarketFacts> {
    return this.#byId.values();
  }

  use(facts: MarketFacts): void {
    if (facts.uses === 0) this.#idle.delete(facts);
    facts.uses += 1;
  }

  leave(facts: MarketFacts): void {
    facts.uses -= 1;
    if (facts.uses === 0) this.#rest(facts);
  }

  #create(id: MarketId): MarketFacts {
    const index = this.#freeIndexes.pop() ?? this.#byIndex.length;
    const facts: MarketFacts = {
      id,
      index,
      tokens: [],
      listed: false,
      outcomes: OUTCOMES_UNLISTED,
      category: null,
      feeRate: 0,
      feeExponent: 1,
      closesAtMs: null,
      noSlot: -1,
      resolution: null,
      resolvedAtMs: 0,
      resolutionDueMs: 0,
      firstHolder: NO_ROW,
      uses: 0,
    };
    this.#byIndex[index] = facts;
    this.#byId.set(id, facts);
    this.#rest(facts);
    return facts;
  }

  #rest(facts: MarketFacts): void {
    this.#idle.add(facts);
    if (this.#idle.size <= IDLE_MARKETS_MAX) return;
    for (const oldest of this.#idle) {
      this.#idle.delete(oldest);
      this.#byId.delete(oldest.id);
      this.#byIndex[oldest.index] = undefined;
      this.#freeIndexes.push(oldest.index);
      return;
    }
  }
}

/** Takes over what a listing says. */
export function listFacts(facts: MarketFacts, market: Market): void {
  facts.listed = true;
  facts.outcomes = market.outcomes.length;
  facts.category = market.categories[0] ?? null;
  facts.feeRate = market.rules.fee.ratePpm / MICRO;
  facts.feeExponent = market.rules.fee.exponent;
  facts.closesAtMs = market.closesAtMs;
  for (const outcome of market.outcomes) slotOf(facts, outcome.tokenId);
  const no = market.outcomes[1];
  facts.noSlot = no === undefined ? -1 : slotOf(facts, no.tokenId);
}

/** The slot of a token, a new one when it was not seen before. */
export function slotOf(facts: MarketFacts, token: TokenId): number {
  const known = facts.tokens.indexOf(token);
  if (known >= 0) return known;
  const unnamed = facts.tokens.indexOf(null);
  if (unnamed < 0) return facts.tokens.push(token) - 1;
  facts.tokens[unnamed] = token;
  return unnamed;
}

/** All slots; of a market that is not listed the ones not seen yet get a number without a token. */
export function slotsOf(facts: MarketFacts): readonly number[] {
  while (facts.tokens.length < facts.outcomes) facts.tokens.push(null);
  return facts.tokens.map((_, slot) => slot);
}

/** Dollars a share of an outcome paid; an outcome that the resolution leaves out gets the rest of a dollar. */
export function payoutOf(facts: MarketFacts, slot: number): number {
  const payouts = facts.resolution?.payouts ?? [];
  const token = facts.tokens[slot] ?? null;
  const own = payouts.find((one) => one.tokenId === token);
  if (own !== undefined) return own.payout / MICRO;
  const others = payouts.reduce((sum, one) => sum + one.payout, 0);
  return Math.max(0, MICRO - others) / MICRO;
}

/** The taker's fee for a share at `price`: `rate × (p(1−p))^exponent` dollars. Source: {@link FeeSchedule}. */
export function feeAt(facts: MarketFacts, price: number): number {
  return facts.feeRate * (price * (1 - price)) ** facts.feeExponent;
}
