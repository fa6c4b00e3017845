import type { KalshiPause } from '../../engine/contract/kalshi-view.ts';
import type { KalshiStatus, KalshiStrike, KalshiTerms } from '../../engine/domain/kalshi-terms.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { money as moneyOf, type Price, shares } from '../../engine/domain/values/money.ts';
import { type KalshiFee, kalshiTradeFee } from '../../engine/domain/venue-rules/kalshi.ts';
import { cents, money, moneyShort } from './amounts.ts';
import { clock, day, duration, type Reader } from './moments.ts';
import { cut, foreign } from './names.ts';

/** Characters of what the venue writes about a strike, and of its conditions. */
const CLAUSE_WIDTH = 80;
/** Characters of its rules: the sentence that decides is mostly this long. */
const RULES_WIDTH = 280;
const SOURCES_SHOWN = 3;
/** A fee is told for so many shares: for one it is a fraction of a cent. */
const FEE_SHARES = 100;
/** Where `p × (1 − p)` is highest. */
const HALF = (MICRO / 2) as Price;
const SET_LATER = 'by a price that is set when it opens';
/** The venue names candidates and teams also by ids of its own. */
const OWN_ID = /^[0-9a-f-]{32,36}$/i;

/** What a market is when it does not trade by its stage; `null` while it does. */
const STAGE_WORDS: Readonly<Record<KalshiStatus, string | null>> = {
  initialized: 'not open yet',
  inactive: 'stopped by Kalshi for now',
  active: null,
  closed: 'closed, its outcome is not told yet',
  determined: 'its outcome is told, and may still be disputed',
  disputed: 'its outcome is disputed',
  amended: 'its outcome was changed',
  finalized: 'paid out',
};

const PAUSE_WORDS: Readonly<Record<KalshiPause['why'], string>> = {
  weeklyPause: 'it pauses every Thursday from 3 to 5 in the morning, New York time',
  maintenance: 'it is being maintained, as it had announced',
  closedHours: 'these are not its trading hours',
  status: 'outside of its announced pauses',
};

/** `closed, its outcome is not told yet`, `paid out: $1 for each Yes`; `null` while it may trade. */
export function stageWords({ status, result, settlementValue }: KalshiTerms): string | null {
  const stage = STAGE_WORDS[status];
  if (stage === null) return null;
  if (settlementValue !== null)
    return `${stage}: ${moneyShort(moneyOf(settlementValue))} for each Yes`;
  return result === null || result === 'scalar' ? stage : `${stage}: ${YES_NO[result]}`;
}

const YES_NO = { yes: 'Yes', no: 'No' } as const;

/** `Kalshi trades none of it now: it is being maintained, as it had announced · goes on in 40 min`. */
export function pauseWords({ why, resumesAtMs }: KalshiPause, reader: Reader): string {
  const now = `Kalshi trades none of it now: ${PAUSE_WORDS[why]}`;
  return resumesAtMs === null ? now : `${now} · goes on ${within(resumesAtMs, reader)}`;
}

/** `in 2 h 3 m, 23 Nov 17:00:00`. */
export function within(atMs: AtMs, { nowMs, zone }: Reader): string {
  return `in ${duration(atMs - nowMs)}, ${day(atMs, zone)} ${clock(atMs, zone)}`;
}

/** What has to come true: `Yes pays above 111,999.99`. */
export function strikeWords({ strike, kind, yesSubTitle }: KalshiTerms): string {
  if (kind === 'scalar') return 'pays by a value, anything from $0 to $1 for each Yes';
  const { type = null, functional = null } = strike ?? {};
  const numbers = strike === null ? null : numbersOf(strike);
  if (numbers !== null) return `Yes pays ${numbers}`;
  if (type === 'functional' && functional !== null) {
    return `Yes pays by a formula: ${clause(functional)}`;
  }
  const named = strike === null ? [] : namedParts(strike);
  const told = yesSubTitle === '' ? named.join(', ') : yesSubTitle;
  return told === '' ? 'Yes pays as its rules say' : `Yes pays for: ${clause(told)}`;
}

/** `null` where no number decides. A window's price is set when it opens. */
function numbersOf({ type, floor, cap }: KalshiStrike): string | null {
  switch (type) {
    case 'greater':
      return floor === null ? SET_LATER : `above ${grouped(floor)}`;
    case 'greater_or_equal':
      return floor === null ? SET_LATER : `at ${grouped(floor)} or above`;
    case 'less':
      return cap === null ? SET_LATER : `below ${grouped(cap)}`;
    case 'less_or_equal':
      return cap === null ? SET_LATER : `at ${grouped(cap)} or below`;
    case 'between':
      return floor === null || cap === null
        ? SET_LATER
        : `from ${grouped(floor)} to ${grouped(cap)}`;
    default:
      return null;
  }
}

/** As the venue writes it, thousands apart: `111,999.99`. */
function grouped(text: string): string {
  return text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

function namedParts({ custom }: KalshiStrike): readonly string[] {
  return Object.values(custom).filter((value) => value !== '' && !OWN_ID.test(value));
}

/** `source: CF Benchmarks`. */
export function sourceWords({ settlementSources }: KalshiTerms): string {
  const names = settlementSources.slice(0, SOURCES_SHOWN).map(({ name }) => clause(name));
  const more = settlementSources.length - names.length;
  if (names.length === 0) return 'it names no source';
  const label = settlementSources.length === 1 ? 'source' : 'sources';
  return `${label}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The sentence that decides, as the venue wrote it; `null` where it told none. */
export function rulesWords({ rulesPrimary }: KalshiTerms): string | null {
  return rulesPrimary.trim() === ''
    ? null
    : `its rules: ${foreign(cut(rulesPrimary, RULES_WIDTH))}`;
}

/** `may close early: once the outcome is known`. */
export function earlyWords({ canCloseEarly, earlyCloseCondition }: KalshiTerms): string {
  if (!canCloseEarly) return 'does not close early';
  return earlyCloseCondition === null
    ? 'may close early'
    : `may close early: ${clause(earlyCloseCondition)}`;
}

/**
 * What 100 shares cost besides their price, bought at once and by an order that waits:
 * `fee for 100 shares at 62.0¢: $1.65 at once, none for an order that waits`.
 */
export function feeWords(
  { fee, feeWaivedUntilMs }: KalshiTerms,
  { at, reader }: { readonly at: Price | null; readonly reader: Reader },
): string {
  if (feeWaivedUntilMs !== null && feeWaivedUntilMs > reader.nowMs) {
    return `no fee until ${day(feeWaivedUntilMs, reader.zone)} ${clock(feeWaivedUntilMs, reader.zone)}`;
  }
  if (fee === null) return 'its fee is not known yet';
  if (fee.type === 'flat') return 'fee by a table of Kalshi, which is not read here';
  const price = at ?? HALF;
  const where = at === null ? ', where it is highest' : '';
  const [once, waits] = (['taker', 'maker'] as const).map((role) => feeAt(fee, { role, price }));
  const half = feeAt(fee, { role: 'taker', price: HALF });
  const most = at === null || at === HALF ? '' : `; at ${cents(HALF)} at most ${half}`;
  return `fee for ${FEE_SHARES} shares at ${cents(price)}${where}: ${once} at once, ${waits} for an order that waits${most}`;
}

function feeAt(
  fee: KalshiFee,
  fill: { readonly role: 'taker' | 'maker'; readonly price: Price },
): string {
  const amount = kalshiTradeFee(fee, { ...fill, count: shares(FEE_SHARES) });
  return amount === 0 ? 'none' : money(amount);
}

function clause(text: string): string {
  return foreign(cut(text, CLAUSE_WIDTH));
}
