import type { DecisionView, OrderView } from '../../engine/contract/views.ts';
import type { Decision, GateResult } from '../../engine/domain/decision.ts';
import { isOwnExit } from '../../engine/domain/own-exit.ts';
import {
  type ArbitrageSignal,
  type LagSignal,
  type Signal,
  signalPrice,
} from '../../engine/domain/signal.ts';
import { averagePrice, type Price } from '../../engine/domain/values/money.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import {
  cents,
  count,
  money,
  moneyShort,
  shares,
  signedMoney,
  signedPercent,
} from '../format/amounts.ts';
import { lines, reply, type Sign, show } from '../format/compose.ts';
import { differWords } from '../format/differ-words.ts';
import { gateLine } from '../format/gate-words.ts';
import { ago, duration, type Reader } from '../format/moments.ts';
import { bookName, marketName, sideName, walletName } from '../format/names.ts';
import { ownExitWords } from '../format/own-exit-words.ts';
import { denialSentence } from '../notice/denial.ts';
import type { Block, Line, Reply } from '../reply.ts';
import { STATUS_WORDS } from './orders.ts';
import { subjectId } from './subject.ts';
import { followedWallet } from './who.ts';
import { whyToday, whyWallet } from './why-wallet.ts';

export const why: ChatCommand = {
  name: 'why',
  aliases: ['reason', 'reasons'],
  summary: 'why a trade was copied or not, with both numbers',
  examples: [
    ['/why', 'the newest decision'],
    ['/why 2', 'what message #2 was about'],
    ['/why K3F9QX', 'a decision, signal or order by its short id'],
    ['/why today', 'everything skipped today, by reason'],
    ['/why whale-7', 'one wallet: its reasons in 7 days'],
    ['/why is ace not copied', 'the same, as a question'],
  ],
  arguments: [
    {
      name: 'what',
      about: 'id of a decision, signal, order or position, # of a message, wallet, or today',
      required: false,
      choices: ['today'],
      suggests: 'wallet',
    },
  ],
  role: 'viewer',
  danger: 'none',
  async run(typed) {
    // One slot of Discord holds a whole question.
    const call = { ...typed, words: typed.words.flatMap((one) => one.split(/\s+/)) };
    const [word] = call.words;
    if (word === undefined) return newest(call);
    if (word.toLowerCase() === 'today') return whyToday(call);
    const asked = askedWallet(call);
    if (asked !== null) return whyWallet(call, asked);
    if (/^#?\d{1,5}$/.test(word)) return byId(call, word, subjectId(call, word));
    const rules = call.queries
      .wallets()
      .find((one) => one.label?.toLowerCase() === word.toLowerCase());
    if (rules !== undefined) return whyWallet(call, rules);
    const held = await ofPosition(call, word);
    if (held !== null) return held;
    if (/^#?[0-9a-z]{4,26}$/i.test(word)) {
      const found = await call.queries.decision(subjectId(call, word));
      if (found !== null) return explain(found, readerOf(call));
    }
    return whyWallet(call, await followedWallet(call, word, (who) => `/why ${who}`));
  },
};

function readerOf({ queries }: CommandCall): Reader {
  return { nowMs: queries.nowMs(), zone: queries.timeZone() };
}

async function newest(call: CommandCall): Promise<Reply> {
  const [decision] = await call.queries.decisions({ limit: 1 });
  if (decision === undefined) {
    return reply('Nothing has been decided yet', {
      blocks: [lines('The next trade of a followed wallet is explained here.')],
    });
  }
  return byId(call, 'it', decision.id);
}

async function byId(call: CommandCall, word: string, id: string): Promise<Reply> {
  const found = await call.queries.decision(id);
  if (found === null)
    throw new UsageError(`Nothing is known of "${word}"; it may be older than what is kept.`);
  return explain(found, readerOf(call));
}

/** `is ace not copied`, `ace is not copied?`: the wallet that such a sentence names. */
function askedWallet({ words, queries }: CommandCall): WalletRules | null {
  if (words.length < 2) return null;
  const named = words.map((word) => word.toLowerCase().replace(/[?!.,]+$/, ''));
  const found = queries.wallets().filter(({ label, address }) => {
    return named.includes(label?.toLowerCase() ?? address) || named.includes(address);
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The decision that opened a position, by the short id that /positions shows; `null` for none. */
async function ofPosition(call: CommandCall, word: string): Promise<Reply | null> {
  const id = word.replace(/^#/, '').toUpperCase();
  const held = call.queries.positions().find(({ shortId }) => shortId.toUpperCase() === id);
  if (held === undefined) return null;
  const { tokenId, ledger, wallet } = held.position;
  const of = wallet === null ? {} : { wallet };
  const decisions = await call.queries.decisions({ limit: 1_000, ...of });
  const opened = decisions.find(
    (one) =>
      one.tokenId === tokenId &&
      one.ledger === ledger &&
      one.verdict === 'accepted' &&
      one.signalKind !== 'exit',
  );
  if (opened === undefined) return null;
  return byId(call, word, opened.id);
}

const SYMBOLS: Record<Decision['verdict'], Sign> = { accepted: '●', denied: '✕', held: '!' };

/** Every gate with both numbers, and what happened next. */
function explain(view: DecisionView, reader: Reader): Reply {
  const { decision, outcome } = view;
  const on = decision.gates.find((one) => one.gate === decision.reason && one.verdict !== 'pass');
  const book = bookName(decision.ledger);
  const market: Line = [`${sideName(outcome)} · `, marketName(outcome.market)];
  const met = (verdict: GateResult['verdict']): GateResult[] =>
    decision.gates.filter((one) => one.verdict === verdict && one !== on);
  const who = walletName(view.wallet);
  return reply(`${book}  ${verdictTitle(view, on, who)}`, {
    symbol: SYMBOLS[decision.verdict],
    blocks: [
      lines(market, leaderLine(view), ...budgetLine(decision)),
      ...(on === undefined ? [] : [lines(differWords(on, who))]),
      ...section('also stopped', [...met('stop'), ...met('wait')]),
      ...section('made smaller', met('shrink')),
      ...section('passed', met('pass')),
      lines(...nextLines(view), [
        { muted: `${ago(decision.atMs, reader)} · ` },
        { code: view.shortId },
      ]),
    ],
    buttons: view.wallet === null ? [] : [show('Wallet', `/wallet ${view.wallet.address}`)],
  });
}

/** Whose doing a sale was. */
function soldBy(signal: Signal | null): string {
  if (signal?.kind !== 'exit') return 'sold with the leader';
  if (isOwnExit(signal.cause)) return `sold: ${ownExitWords(signal.cause)}`;
  return signal.cause === 'manual' ? 'sold because you asked' : 'sold with the leader';
}

function verdictTitle(
  { decision: { verdict, signalKind }, signal }: Pick<DecisionView, 'decision' | 'signal'>,
  on: GateResult | undefined,
  who: string,
): string {
  const because = on === undefined ? '' : `: ${denialSentence(on.gate, { result: on, who })}`;
  if (signalKind === 'price_lag') {
    return verdict === 'accepted' ? 'bought a price lag' : `price lag not bought${because}`;
  }
  if (signalKind === 'arbitrage') {
    return verdict === 'accepted' ? 'bought an arbitrage' : `arbitrage not bought${because}`;
  }
  if (signalKind === 'exit') {
    if (verdict === 'accepted') return soldBy(signal);
    return verdict === 'held' ? `exit waits${because}` : `nothing sold${because}`;
  }
  return verdict === 'accepted' ? 'copied' : `not copied${because}`;
}

function leaderLine({ signal, wallet, decision }: DecisionView): string {
  const name = walletName(wallet);
  if (signal === null) return `${name}: the trade itself is older than what is kept`;
  const late = `heard ${duration(signal.receivedAtMs - signal.tradedAtMs)} later`;
  const decided = `decided ${duration(decision.atMs - signal.receivedAtMs)} after that`;
  if (signal.kind === 'price_lag') return `${lagWords(signal)} · ${decided}`;
  if (signal.kind === 'arbitrage') return `${arbitrageWords(signal)} · ${decided}`;
  if (signal.kind === 'copy') {
    const { leaderPrice, leaderNotional, prints } = signal;
    return `${name} bought at ${cents(leaderPrice)} for ${money(leaderNotional)} in ${count(prints, 'print')} · ${late}, ${decided}`;
  }
  if (signal.cause === 'unwind') return `the other side of an arbitrage was missed · ${decided}`;
  if (signal.cause === 'manual') return `you asked to close it · ${decided}`;
  if (isOwnExit(signal.cause)) {
    return `${ownExitWords(signal.cause)}, whatever ${name} does · ${decided}`;
  }
  const at = signal.leaderPrice === null ? '' : ` at ${cents(signal.leaderPrice)}`;
  return `${name} left ${signal.fraction / 10_000} %${at} (${signal.cause}) · ${late}, ${decided}`;
}

/** `BTC 105,240 on Binance: worth 83¢ ± 3, costs 71¢` */
function lagWords({ evidence }: LagSignal): string {
  const { symbol, spot, fair, band, ask, estimated } = evidence;
  const off = cents(band).replace('¢', '');
  const price = spot.toLocaleString('en-US', { maximumFractionDigits: 2 });
  const guess = estimated ? ' (by an estimate)' : '';
  return `${symbol.toUpperCase()} at ${price}: worth ${cents(fair)} ± ${off}${guess}, costs ${cents(ask)}`;
}

/** `+3.4 % on $967.08 in 2 legs, open 3 s before it was told` */
function arbitrageWords({ evidence }: ArbitrageSignal): string {
  const { roi, cost, legs, crossedAtMs, atMs } = evidence;
  const open = duration(atMs - crossedAtMs);
  return `${signedPercent(roi)} on ${money(cost)} in ${count(legs.length, 'leg')}, open ${open} before it was told`;
}

/** What an order is compared with. */
function seenPrice(signal: Signal): Price | null {
  if (signal.kind === 'arbitrage') return null;
  return signal.kind === 'exit' ? signal.leaderPrice : signalPrice(signal);
}

function budgetLine({ spend, quantity, limitPrice }: Decision): string[] {
  if (spend !== null && limitPrice !== null) {
    return [`budget ${moneyShort(spend)}, at most ${cents(limitPrice)} a share`];
  }
  return quantity === null || quantity === 0 ? [] : [`to sell ${shares(quantity)} shares`];
}

function section(name: string, gates: readonly GateResult[]): Block[] {
  if (gates.length === 0) return [];
  return [lines([{ muted: name }], ...gates.map((gate) => `  ${gateLine(gate)}`))];
}

/** What became of it: orders with what they cost against what was seen. */
function nextLines(view: DecisionView): string[] {
  if (view.orders.length === 0) {
    return [view.decision.verdict === 'accepted' ? 'no order yet' : 'no order was sent'];
  }
  const seen = view.signal === null ? null : seenPrice(view.signal);
  return view.orders.map((one) => orderLine(one, seen));
}

function orderLine({ order, shortId }: OrderView, seen: Price | null): string {
  const { filledQuantity, filledNotional, fees, intent } = order;
  if (filledQuantity === 0) {
    return `order ${shortId} ${STATUS_WORDS[order.status]}${order.reason === null ? '' : `: ${order.reason}`}`;
  }
  const average = averagePrice(filledNotional, filledQuantity, 'floor');
  const worse = seen === null ? 0 : intent.side === 'buy' ? average - seen : seen - average;
  const against =
    seen === null
      ? ''
      : ` · leader ${cents(seen)}, ${cents(Math.abs(worse) as Price)} ${worse > 0 ? 'worse' : 'better'}`;
  const did = intent.side === 'buy' ? 'bought' : 'sold';
  const cost = `${money(filledNotional)}, fee ${signedMoney(fees).replace('+', '')}`;
  return `${did} ${shares(filledQuantity)} at ${cents(average)} for ${cost}${against} · order ${shortId} ${STATUS_WORDS[order.status]}`;
}
