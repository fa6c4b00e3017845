import type { Level } from '../domain/book/depth.ts';
import type { ModelQuestion } from '../domain/model.ts';
import type { Stake } from '../domain/stake.ts';
import { type AtMs, HOUR_MS } from '../domain/time.ts';
import { decimalFromMicro } from '../domain/values/micro.ts';
import type { Money, Price } from '../domain/values/money.ts';
import type { EntryContext } from './entry-context.ts';

/** Levels of each side that a model sees. */
const LEVELS_TOLD = 5;

type Facts = Readonly<Record<string, string | number | null>>;

/** What a model is told of an entry in our own numbers: dollars, shares, milliseconds. */
export function factsOf(
  context: EntryContext,
  { spend, limitPrice }: { readonly spend: Money; readonly limitPrice: Price },
): Facts {
  return {
    'spend in dollars': decimalFromMicro(spend),
    'most paid for a share': decimalFromMicro(limitPrice),
    ...signalFacts(context),
    ...marketFacts(context),
    ...bookFacts(context),
    ...holdingFacts(context),
    ...portfolioFacts(context),
  };
}

/** Shares of the outcome that would be bought, and of all others together, as far as they are known. */
function holdingFacts({ signal, held, atMs }: EntryContext): Facts {
  const heldBy = (who: string, stakes: readonly Stake[]): Facts => {
    const own = stakes.find(({ tokenId }) => tokenId === signal.tokenId) ?? null;
    const others = stakes.filter(({ tokenId }) => tokenId !== signal.tokenId);
    const hours = own === null ? 'none' : hoursSince(own.sinceAtMs, atMs);
    return {
      [`shares of this outcome held by ${who}`]: decimalFromMicro(own?.quantity ?? 0),
      [`paid for them by ${who} in dollars`]: own === null ? '0' : told(own.cost),
      [`hours since the first of them by ${who}`]: hours,
      [`shares of other outcomes held by ${who}`]: decimalFromMicro(sharesOf(others)),
      [`paid for those by ${who} in dollars`]: told(costOf(others)),
    };
  };
  if (signal.wallet === null) return heldBy('us', held.ours);
  return { ...heldBy('the wallet', held.leader), ...heldBy('us', held.ours) };
}

function sharesOf(stakes: readonly Stake[]): number {
  return stakes.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** `null` where one of them is not known. */
function costOf(stakes: readonly Stake[]): number | null {
  return stakes.reduce<number | null>(
    (sum, { cost }) => (sum === null || cost === null ? null : sum + cost),
    0,
  );
}

/** Everything held and promised in this ledger at cost, and what is left to spend. */
function portfolioFacts({ exposure, settings }: EntryContext): Facts {
  return {
    'held in this market in dollars': decimalFromMicro(exposure.market),
    'held in its event in dollars': decimalFromMicro(exposure.group),
    'held in its category in dollars': decimalFromMicro(exposure.category),
    'held for this wallet in dollars': decimalFromMicro(exposure.wallet),
    'spent for this wallet today in dollars': decimalFromMicro(exposure.walletToday),
    'held in all in dollars': decimalFromMicro(exposure.total),
    'open positions': exposure.positions,
    'cash to spend in dollars': decimalFromMicro(exposure.available),
    'bankroll in dollars': decimalFromMicro(settings.bankroll),
  };
}

function signalFacts({ signal, wallet, score, atMs }: EntryContext): Facts {
  const age = { 'seconds since': Math.round((atMs - signal.tradedAtMs) / 1_000) };
  if (signal.kind === 'price_lag') {
    const { fair, ask, band } = signal.evidence;
    return {
      why: 'the market has not followed a spot price',
      'fair value by the spot price': decimalFromMicro(fair),
      'error of it': decimalFromMicro(band),
      'ask then': decimalFromMicro(ask),
      ...age,
    };
  }
  return {
    why: 'a followed wallet bought it',
    'paid by the wallet': decimalFromMicro(signal.leaderPrice),
    'spent by the wallet in dollars': decimalFromMicro(signal.clipNotional),
    'score of the wallet from 0 to 1': wallet?.confidence ?? null,
    'kind of the wallet': score?.kind ?? null,
    ...age,
  };
}

function marketFacts({ market, depth, atMs }: EntryContext): Facts {
  const analysis = depth?.analysis ?? null;
  const closesAtMs = market?.closesAtMs ?? null;
  return {
    'hours until it closes': closesAtMs === null ? null : tenthHours(closesAtMs - atMs),
    'doubt about its payout from 0 to 1': analysis?.risk.score ?? null,
    'reasons of that doubt': analysis?.risk.concerns.join(', ') || 'none',
    'usual move of a day': told(analysis?.volatility.day ?? null),
    'volume of a day in dollars': told(analysis?.volume24h ?? null),
    'vague phrases in its rules': market?.terms?.vague.join(', ') || 'none',
    'its rules were edited': market?.terms?.editedAtMs == null ? 'no' : 'yes',
  };
}

function bookFacts({ depth }: EntryContext): Facts {
  const side = (levels: readonly Level[]): string =>
    levels
      .slice(0, LEVELS_TOLD)
      .map((level) => `${decimalFromMicro(level.quantity)} at ${decimalFromMicro(level.price)}`)
      .join(', ') || 'nobody';
  return {
    'sold by the book': side(depth?.asks ?? []),
    'bought by the book': side(depth?.bids ?? []),
  };
}

function hoursSince(sinceAtMs: AtMs | null, atMs: AtMs): number | null {
  return sinceAtMs === null ? null : tenthHours(Math.max(0, atMs - sinceAtMs));
}

/** Hours with one digit behind the point. */
function tenthHours(ms: number): number {
  return Math.round(ms / (HOUR_MS / 10)) / 10;
}

function told(micro: number | null): string | null {
  return micro === null ? null : decimalFromMicro(micro);
}

/** Texts of the market that strangers wrote. */
export function foreignOf({ signal, market }: EntryContext): ModelQuestion['foreign'] {
  const outcome = market?.outcomes.find((one) => one.tokenId === signal.tokenId);
  return {
    question: market?.question ?? '',
    outcome: outcome?.label ?? '',
    tags: market?.categories.join(', ') ?? '',
    source: market?.terms?.source ?? '',
  };
}
