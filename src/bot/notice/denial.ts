import type { DecisionView } from '../../engine/contract/views.ts';
import type { Distrust } from '../../engine/domain/book/depth.ts';
import type { Gate, GateResult } from '../../engine/domain/decision.ts';
import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import { cents, count, moneyShort, score, shares } from '../format/amounts.ts';
import { isKind, kindDoes } from '../format/kind-words.ts';
import { ruleNote } from '../format/market-words.ts';
import { duration } from '../format/moments.ts';
import { basisWords } from '../format/pair-words.ts';
import { silenceWords } from '../format/silence-words.ts';

/** The numbers of the gate that stopped a signal, and whose signal it was. */
export interface Denial {
  readonly result: Pick<GateResult, 'actual' | 'limit' | 'unit' | 'note'>;
  /** The leader, by name. */
  readonly who: string;
}

type Words = (of: Parts) => string;

interface Parts {
  readonly actual: number | null;
  readonly limit: number;
  readonly note: string | null;
  readonly isMoney: boolean;
  readonly isTime: boolean;
  readonly who: string;
}

const dollars = (of: number | null): string => moneyShort((of ?? 0) as Money);
const price = (of: number | null): string => cents((of ?? 0) as Price);
const held = (of: number | null): string => shares((of ?? 0) as Quantity);
const time = (of: number | null): string => duration(of ?? 0);
const graded = (of: number): string => score(of);

const DISTRUST: Record<Distrust, string> = {
  noSnapshot: 'it did not come whole yet',
  bestMismatch: 'its best prices differ from the venue',
  hashMismatch: 'it differs from the venue',
  crossed: 'its bids and asks cross',
  mirrorMismatch: 'the two outcomes disagree',
  offGrid: 'a price in it is not on a tick',
  tickChange: 'the tick changed',
  stale: 'nothing new came for too long',
  feedDown: 'its feed is down',
  resolved: 'the market is resolved',
};

/** Why a book is not used, as a person says it. */
export function distrustWords(note: string | null): string {
  if (note === null) return 'no reason known';
  return DISTRUST[note as Distrust] ?? note;
}

/** The note of the gate is `maker: bought both sides in 41 of 50 markets`. */
function kindReason(note: string | null): string {
  const [kind = ''] = note?.split(':') ?? [];
  return isKind(kind) ? kindDoes(kind) : 'is of a kind that is not copied';
}

/** What a cap adds up to with the copy in it: `$27.40 in this market with it, limit $25`. */
function capped(where: string): Words {
  return ({ actual, limit, note }) =>
    `${dollars(actual)} ${where} with it, limit ${dollars(limit)}${note === null ? '' : ` (${note})`}`;
}

/** What a copy came to that a wild or doubtful market made smaller. */
const TOO_SMALL = 'a copy made smaller for that is under the venue minimum';

/** What the note of the filter gate names: a rule, or what was missing. */
function filterReason(note: string | null): string {
  if (note === null) return 'your filters leave this market out';
  if (note.startsWith('only ')) return `your filters allow ${note}`;
  if (note.endsWith(' unknown'))
    return `your filters need to know its ${note.replace(' unknown', '')}`;
  return `your filter says ${ruleNote(note)}`;
}

/** One sentence for each gate: what it met, and both numbers where it has numbers. */
const SENTENCES: Record<Gate, Words> = {
  killed: () => 'everything is killed',
  paused: ({ note }) => `entries are paused${note === null ? '' : ` (${note})`}`,
  liveNotReady: ({ note }) => `live is not ready: ${note ?? 'what it lacks is not known'}`,
  writeQueue: ({ actual, limit, isTime }) =>
    isTime
      ? `the database is ${time(actual)} behind, limit ${time(limit)}`
      : `${count(actual ?? 0, 'write')} wait for the database, limit ${limit.toLocaleString('en-US')}`,
  walletUnknown: ({ who }) => `${who} is not followed`,
  walletDisabled: ({ who }) => `${who} is disabled`,
  walletConfidence: ({ actual, limit, who }) =>
    actual === null
      ? `${who} has no score yet, minimum ${graded(limit)}`
      : `${who} scores ${graded(actual)}, minimum ${graded(limit)}`,
  walletKind: ({ note, who }) => `${who} ${kindReason(note)}`,
  cooldownWallet: ({ actual, limit, note, who }) =>
    `copies of ${who} lost in ${count(Number.parseInt(note ?? '1', 10), 'market')} in a row, last ${time(actual)} ago; it rests ${time(limit)}`,
  marketClosed: ({ note }) =>
    `the market takes no orders${note === null || note === 'open' ? '' : ` (${note})`}`,
  bookMissing: () => 'its book is not known',
  marketUnknown: () => 'the rules of the market are not known',
  marketFilter: ({ note }) => filterReason(note),
  walletCategory: ({ note, who }) =>
    note?.startsWith('not in ') === true
      ? `${who} is copied only in ${note.slice('not in '.length)}`
      : `${who} is not copied in ${note ?? 'this category'}`,
  shortCrypto: () => '5- and 15-minute crypto markets are off',
  minutesToClose: ({ actual, limit }) => {
    if (actual === null) return `when it closes is not known, minimum ${time(limit)} left`;
    if (actual <= 0) return `its closing time has passed, minimum ${time(limit)} left`;
    return `it closes in ${time(actual)}, minimum ${time(limit)}`;
  },
  cooldownMarket: ({ actual, limit }) =>
    `money was lost in this market ${time(actual)} ago, it rests ${time(limit)}`,
  clipMinimum: ({ actual, limit }) => `clip ${dollars(actual)}, minimum ${dollars(limit)}`,
  clipAlreadyCopied: ({ who }) => `this clip of ${who} is copied already`,
  signalAge: ({ actual, limit }) => `the trade was ${time(actual)} old, limit ${time(limit)}`,
  priceBand: ({ actual, limit, who }) =>
    (actual ?? 0) < limit
      ? `${who} paid ${price(actual)}, minimum ${price(limit)}`
      : `${who} paid ${price(actual)}, limit ${price(limit)}`,
  bookUntrusted: ({ note }) => `its book is not trusted: ${distrustWords(note)}`,
  bookStale: ({ actual, limit }) => `its book was ${time(actual)} old, limit ${time(limit)}`,
  quality: ({ actual, limit, note }) =>
    `market quality ${actual === null ? 'unknown' : graded(actual)}, minimum ${graded(limit)}${note === null ? '' : ` (${note})`}`,
  priceMoved: ({ actual, limit }) =>
    actual === null ? 'nobody sells' : `price moved ${price(actual)}, limit ${price(limit)}`,
  positionCount: ({ actual, limit }) =>
    `${count(actual ?? 0, 'position')} open already, limit ${limit}`,
  orderRate: ({ actual, limit }) =>
    `${count(actual ?? 0, 'order')} in the last minute, limit ${limit}`,
  noEdge: ({ actual, limit, who }) =>
    `by the edge of ${who} a share is worth ${price(actual)}, it costs ${price(limit)}`,
  trust: ({ actual, limit, note, who }) =>
    `${actual === null ? `${who} has no score yet` : `${who} scores ${graded(actual)}`}, copied in full from ${graded(limit)}${note === 'no edge known' ? ' (no edge known)' : ''}: ${TOO_SMALL}`,
  volatility: ({ actual, limit }) =>
    `${actual === null ? 'how far it moves in a day is not known' : `it moves ${price(actual)} in a usual day, calm is ${price(limit)}`}: ${TOO_SMALL}`,
  resolutionRisk: ({ actual, limit }) =>
    `its payout is in doubt (${actual === null ? 'unknown' : graded(actual)}, ordinary is ${graded(limit)}): ${TOO_SMALL}`,
  orderCap: capped('in one order'),
  marketCap: capped('in this market'),
  groupCap: capped('in this event'),
  walletCap: ({ who, ...of }) => capped(`for ${who}`)({ who, ...of }),
  walletDayCap: ({ who, ...of }) => capped(`for ${who} today`)({ who, ...of }),
  categoryCap: capped('in this category'),
  totalCap: capped('in all'),
  slippage: ({ actual, limit, note, isMoney }) =>
    isMoney
      ? `${dollars(actual)} wanted, the book gives ${dollars(limit)} near its best price`
      : (note ?? 'nobody buys'),
  venueMinimum: ({ actual, limit }) => `copy ${dollars(actual)}, venue minimum ${dollars(limit)}`,
  cash: ({ actual, limit }) => `${dollars(actual)} needed with its fee, cash ${dollars(limit)}`,
  model: ({ note }) => `the model is against it (${note ?? 'no reason given'})`,
  modelSilent: ({ note }) => `the model gave no answer (${silenceWords(note)})`,
  leaderLeft: ({ who }) => `${who} has left already`,
  lagAlertOnly: ({ note }) =>
    note === null
      ? 'price lags are only told, not traded (lag.mode)'
      : `price lags ${note}, are only told`,
  lagEstimated: () =>
    'the price that settles this market was not seen: an estimate is told, not traded',
  arbitrageBasis: ({ note }) =>
    note === null
      ? 'it is not proven that both markets ask one question'
      : `what both markets pay may differ: ${note.split(', ').map(basisWords).join(', ')}`,
  arbitrageGone: () => 'the gap had closed',
  arbitrageAlertOnly: ({ note }) =>
    note === 'verified by a person'
      ? 'a person said that it is one question: such a pair is never bought without you'
      : note === 'ask'
        ? 'you were asked first'
        : 'arbitrage is told, not bought (arbitrage.mode)',
  noPosition: () => 'nothing of it is held',
  exitManual: ({ who, note }) => note ?? `exits of ${who} are left to you`,
  unsettled: ({ actual, limit }) =>
    `${held(actual)} of ${held(limit)} shares are settled, the chain may undo the rest`,
  dust: ({ actual, limit }) => `${held(actual)} shares held, venue minimum ${held(limit)}`,
};

/** Why a signal was not followed, in one sentence with both numbers. */
export function denialSentence(gate: Gate, { result, who }: Denial): string {
  const { actual, limit, unit, note } = result;
  const isMoney = unit === 'money';
  return SENTENCES[gate]({ actual, limit: limit ?? 0, note, isMoney, isTime: unit === 'ms', who });
}

/** After an order was sized, its price is checked against its own limit, not against the leader. */
export function orderPriceSentence(best: number | null, limit: number): string {
  if (best === null) return 'nobody sells';
  return `price is ${price(best)} now, limit ${price(limit)}`;
}

/** The gate that stopped or delayed a signal, as it stands in the record. */
export function stoppedBy({ decision }: DecisionView): GateResult | null {
  const { reason, gates } = decision;
  const acted = gates.filter(({ verdict }) => verdict === 'stop' || verdict === 'wait');
  return acted.find(({ gate }) => gate === reason) ?? acted[0] ?? null;
}
