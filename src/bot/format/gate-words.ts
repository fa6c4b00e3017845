import type { Gate, GateResult, GateUnit } from '../../engine/domain/decision.ts';
import type { Money, Ppm, Price, Quantity } from '../../engine/domain/values/money.ts';
import { centsShort, moneyShort, percent, score, shares } from './amounts.ts';
import { concernWords, ruleNote } from './market-words.ts';
import { duration } from './moments.ts';
import { silenceWords } from './silence-words.ts';

interface Words {
  /** Why it was stopped, as a phrase without numbers. */
  readonly reason: string;
  /** What the first number is. */
  readonly of: string;
  /** Whether the second number is the most or the least that passes; `is` for yes or no. */
  readonly side: 'most' | 'least' | 'is';
  /** What stands before the second number, where it is no limit that stops. */
  readonly against?: string;
}

const WORDS: Record<Gate, Words> = {
  killed: { reason: 'killed', of: 'killed', side: 'is' },
  paused: { reason: 'paused', of: 'paused', side: 'is' },
  liveNotReady: { reason: 'live not ready', of: 'live ready', side: 'is' },
  writeQueue: { reason: 'database behind', of: 'writes waiting', side: 'most' },
  walletUnknown: { reason: 'wallet not followed', of: 'wallet followed', side: 'is' },
  walletDisabled: { reason: 'wallet disabled', of: 'wallet enabled', side: 'is' },
  walletConfidence: { reason: 'wallet score low', of: 'wallet score', side: 'least' },
  walletKind: { reason: 'kind of wallet not copied', of: 'its kind is copied', side: 'is' },
  cooldownWallet: { reason: 'wallet rests after losses', of: 'since its last loss', side: 'least' },
  marketClosed: { reason: 'market closed', of: 'market takes orders', side: 'is' },
  bookMissing: { reason: 'no book', of: 'book known', side: 'is' },
  marketUnknown: { reason: 'market unknown', of: 'market known', side: 'is' },
  marketFilter: { reason: 'filtered', of: 'filters allow it', side: 'is' },
  walletCategory: { reason: 'category not for this wallet', of: 'category allowed', side: 'is' },
  shortCrypto: { reason: 'short crypto market', of: '5- or 15-minute crypto', side: 'is' },
  minutesToClose: { reason: 'closes too soon', of: 'time to close', side: 'least' },
  cooldownMarket: { reason: 'market rests after a loss', of: 'since a loss here', side: 'least' },
  clipMinimum: { reason: 'clip too small', of: 'leader clip', side: 'least' },
  clipAlreadyCopied: { reason: 'clip copied already', of: 'clip copied already', side: 'is' },
  signalAge: { reason: 'too old', of: 'age of the trade', side: 'most' },
  priceBand: { reason: 'price outside the band', of: 'leader price', side: 'most' },
  bookUntrusted: { reason: 'book not trusted', of: 'book trusted', side: 'is' },
  bookStale: { reason: 'book too old', of: 'age of the book', side: 'most' },
  quality: { reason: 'market quality low', of: 'market quality', side: 'least' },
  priceMoved: { reason: 'price moved', of: 'price moved', side: 'most' },
  positionCount: { reason: 'too many positions', of: 'positions', side: 'most' },
  orderRate: { reason: 'too many orders a minute', of: 'orders in a minute', side: 'most' },
  noEdge: {
    reason: 'not worth its price',
    of: 'worth by its edge',
    side: 'least',
    against: 'costs',
  },
  trust: {
    reason: 'wallet has shown little',
    of: 'wallet score',
    side: 'least',
    against: 'whole from',
  },
  volatility: {
    reason: 'market too wild',
    of: 'usual move of a day',
    side: 'most',
    against: 'calm up to',
  },
  resolutionRisk: {
    reason: 'payout in doubt',
    of: 'doubt about the payout',
    side: 'most',
    against: 'ordinary up to',
  },
  orderCap: { reason: 'order limit', of: 'order', side: 'most' },
  marketCap: { reason: 'market limit', of: 'in the market', side: 'most' },
  groupCap: { reason: 'event limit', of: 'in the event', side: 'most' },
  walletCap: { reason: 'wallet limit', of: 'for the wallet', side: 'most' },
  walletDayCap: { reason: 'wallet day limit', of: 'for the wallet today', side: 'most' },
  categoryCap: { reason: 'category limit', of: 'in the category', side: 'most' },
  totalCap: { reason: 'total limit', of: 'in all', side: 'most' },
  slippage: { reason: 'book too thin', of: 'wanted from the book', side: 'most' },
  venueMinimum: { reason: "under the venue's minimum", of: 'order', side: 'least' },
  cash: { reason: 'not enough cash', of: 'cost with its fee', side: 'most' },
  model: { reason: 'model against it', of: 'the model leaves', side: 'most', against: 'of' },
  modelSilent: { reason: 'no word of the model', of: 'model answered', side: 'is' },
  leaderLeft: { reason: 'leader left already', of: 'leader still in', side: 'is' },
  lagAlertOnly: { reason: 'only told', of: 'price lags are traded', side: 'is' },
  lagEstimated: { reason: 'price is an estimate', of: 'settling price seen', side: 'is' },
  arbitrageBasis: { reason: 'not proven one question', of: 'proven', side: 'is' },
  arbitrageGone: { reason: 'the gap had closed', of: 'still there', side: 'is' },
  arbitrageAlertOnly: { reason: 'only told', of: 'arbitrage is bought', side: 'is' },
  noPosition: { reason: 'nothing to sell', of: 'held', side: 'least' },
  exitManual: { reason: 'exits are yours', of: 'exits are yours', side: 'is' },
  unsettled: { reason: 'shares not settled yet', of: 'settled', side: 'least' },
  dust: { reason: 'too little to sell', of: 'held', side: 'least' },
};

/** Whether a text names a gate; what an older version wrote may not. */
export function isGate(text: string): text is Gate {
  return Object.hasOwn(WORDS, text);
}

/** Why a signal ended, in a few words: for lists and counts. */
export function gateReason(gate: Gate): string {
  return WORDS[gate].reason;
}

/** A gate's number in its own unit. */
export function gateNumber(value: number | null, unit: GateUnit): string {
  if (value === null) return 'unknown';
  switch (unit) {
    case 'money':
      return moneyShort(value as Money);
    case 'price':
      return centsShort(value as Price);
    case 'quantity':
      return shares(value as Quantity);
    case 'ppm':
      return percent(value as Ppm);
    case 'ms':
      return duration(value);
    case 'count':
      return String(value);
    case 'score':
      return score(value);
    case 'flag':
      return value === 1 ? 'yes' : 'no';
  }
}

/** One gate with both numbers: `price moved 2.1¢, limit 1¢`, `book trusted: no (hash differs)`. */
export function gateLine(result: GateResult): string {
  const { actual, limit, unit, verdict } = result;
  const { of, side, against } = WORDS[result.gate];
  const note = result.note === null ? '' : ` (${noteOf(result.gate, result.note)})`;
  if (unit === 'flag') return `${of}: ${gateNumber(actual, unit)}${note}`;
  const under = verdict === 'stop' && actual !== null && limit !== null && actual < limit;
  const word = against ?? (side === 'least' || under ? 'at least' : 'limit');
  return `${of} ${gateNumber(actual, unit)}, ${word} ${gateNumber(limit, unit)}${note}`;
}

/** What a market leaves of a copy. */
const SIZE_LEFT = /^\d+ % of the size$/;

function noteOf(gate: Gate, note: string): string {
  if (gate === 'modelSilent') return silenceWords(note);
  return gate === 'model' ? note : noteWords(note);
}

/** A note lists what it found by its names in the code: `64 % of the size, disputed`. */
function noteWords(note: string): string {
  return note
    .split(', ')
    .map((part) => (SIZE_LEFT.test(part) ? `left ${part}` : concernWords(ruleNote(part))))
    .join(', ');
}
