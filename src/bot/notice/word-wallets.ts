import type { Notice } from '../../engine/domain/notice.ts';
import type { Money, Ppm } from '../../engine/domain/values/money.ts';
import { count, gain, percent, score, signedMoney, signedPercent } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { scoreRange, signedRatio } from '../format/estimates.ts';
import { isKind, kindDoes } from '../format/kind-words.ts';
import { cut, walletName } from '../format/names.ts';
import type { Button, Reply } from '../reply.ts';
import { bookOf, type NoticeFacts, numberOf, textOf } from './context.ts';
import { type WeekSummary, weekReply } from './week-words.ts';

const NAME_WIDTH = 24;

/** Why a rule acts on a wallet; each has numbers of its own. */
export const DISABLE_CAUSES = ['score', 'drawdown', 'inactive', 'ownLoss'] as const;
type DisableCause = (typeof DISABLE_CAUSES)[number];

/** A wallet that no longer is copied, by a rule. `wallet` names it. */
export interface DisabledWallet {
  readonly cause: DisableCause | null;
  /**
   * By its cause: a score 0..1; the result of its own trades in ppm of what was at work; days
   * without a trade; what our copies made, in ppm of bankroll.
   */
  readonly actual: number | null;
  readonly limit: number | null;
  /** What our copies made, in micro-dollars, and how many they are. */
  readonly net: Money | null;
  readonly copies: number | null;
  /** The days in which it was measured. */
  readonly days: number | null;
}

export function readDisabledWallet(notice: Notice): DisabledWallet {
  const cause = textOf(notice, 'cause');
  return {
    // Notices of an older version call a drawdown a loss.
    cause: oneOf(DISABLE_CAUSES, cause === 'loss' ? 'drawdown' : cause),
    actual: numberOf(notice, 'actual'),
    limit: numberOf(notice, 'limit'),
    net: numberOf(notice, 'net') as Money | null,
    copies: numberOf(notice, 'copies'),
    days: numberOf(notice, 'days'),
  };
}

function oneOf<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}

/** `‖ PAPER degen-2 disabled: −21 % in 7 days, limit −20 %` */
export function walletDisabledReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const { name, address } = whoOf(facts);
  const because = causeOf(readDisabledWallet(notice));
  return reply(`${bookOf(notice)}${name} disabled${because}`, {
    symbol: '‖',
    blocks: [lines('no new copies; open ones keep their exits, until you enable it again')],
    buttons:
      address === null
        ? [show('Wallets', '/wallet')]
        : [show('Wallet', `/wallet ${address}`), show('Enable', `/wallet ${address} enable`)],
  });
}

function whoOf({ notice, wallet }: NoticeFacts): {
  readonly name: string;
  readonly address: string | null;
} {
  return {
    name: cut(wallet === null ? 'a wallet' : walletName(wallet), NAME_WIDTH),
    address: wallet?.address ?? textOf(notice, 'wallet'),
  };
}

interface Measured extends DisabledWallet {
  readonly actual: number;
}

const CAUSES: Readonly<Record<DisableCause, (of: Measured) => string>> = {
  score: ({ actual, limit, days }) => {
    const after = days === null ? '' : ` after ${count(days, 'day')}`;
    return `it scores ${score(actual)}${after}${limit === null ? '' : `, minimum ${score(limit)}`}`;
  },
  drawdown: ({ actual, limit, days }) => {
    const most = limit === null ? '' : `, limit ${percent(limit as Ppm)}`;
    return `its own trades made ${percent(actual as Ppm)}${inDays(days)}${most}`;
  },
  inactive: ({ actual, limit }) =>
    `no trade in ${count(actual, 'day')}${limit === null ? '' : `, limit ${limit}`}`,
  ownLoss: ({ actual, limit, net, copies, days }) => {
    const by = copies === null ? 'copying it' : count(copies, 'copy', 'copies');
    const made = net === null ? `${percent(actual as Ppm)} of bankroll` : signedMoney(net);
    const most = limit === null ? '' : `, limit ${percent(limit as Ppm)} of bankroll`;
    return `${by} made ${made}${inDays(days)}${most}`;
  },
};

function inDays(days: number | null): string {
  return days === null ? '' : ` in ${count(days, 'day')}`;
}

function causeOf(of: DisabledWallet): string {
  const { cause, actual } = of;
  return cause === null || actual === null ? '' : `: ${CAUSES[cause]({ ...of, actual })}`;
}

const DEMOTE_CAUSES = ['score', 'kind', 'edge'] as const;

/** `‖ LIVE whale-7 back on paper: it scores 0.41, minimum 0.50` */
export function walletDemotedReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const { name, address } = whoOf(facts);
  return reply(`${bookOf(notice)}${name} back on paper${demotedBecause(notice)}`, {
    symbol: '‖',
    blocks: [lines('no new copies with real money; what is held live of it is still sold live')],
    buttons:
      address === null
        ? [show('Wallets', '/wallet')]
        : [show('Wallet', `/wallet ${address}`), show('Score', `/wallet ${address} score`)],
  });
}

/** `actual` and `limit` are scores, or for `edge` the most that copies make per dollar, in ppm. */
function demotedBecause(notice: Notice): string {
  const actual = numberOf(notice, 'actual');
  const limit = numberOf(notice, 'limit');
  const copies = numberOf(notice, 'copies');
  switch (oneOf(DEMOTE_CAUSES, textOf(notice, 'cause'))) {
    case 'score': {
      if (actual === null) return ': its score fell';
      return `: it scores ${score(actual)}${limit === null ? '' : `, minimum ${score(limit)}`}`;
    }
    case 'kind': {
      const kind = textOf(notice, 'kind') ?? '';
      return isKind(kind) ? `: it ${kindDoes(kind)}` : ': its kind is not copied';
    }
    case 'edge': {
      const of = copies === null ? 'copies' : count(copies, 'copy', 'copies');
      const most = actual === null ? '' : `, at best ${signedPercent(actual as Ppm)} a dollar`;
      return `: ${of} of it lost money${most}`;
    }
    case null:
      return '';
  }
}

/** What the evidence of copies would allow; nothing changes before a person says so. */
export interface WalletOffer {
  readonly offer: 'live' | 'cap' | null;
  readonly copies: number | null;
  readonly markets: number | null;
  /** What those copies made, in micro-dollars. */
  readonly net: Money | null;
  /** Net a dollar, and the least of it that the evidence leaves. */
  readonly edge: number | null;
  readonly low: number | null;
}

export function readWalletOffer(notice: Notice): WalletOffer {
  return {
    offer: oneOf(['live', 'cap'] as const, textOf(notice, 'offer')),
    copies: numberOf(notice, 'copies'),
    markets: numberOf(notice, 'markets'),
    net: numberOf(notice, 'net') as Money | null,
    edge: numberOf(notice, 'edge'),
    low: numberOf(notice, 'low'),
  };
}

/** `◆ PAPER whale-7 made +$41.20 in 64 copies: copy it live?` */
export function walletOfferReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const { name, address } = whoOf(facts);
  const of = readWalletOffer(notice);
  const made = of.net === null ? [' did well'] : [' made ', gain(of.net)];
  const copies = of.copies === null ? '' : ` in ${count(of.copies, 'copy', 'copies')}`;
  const asks = of.offer === 'cap' ? 'raise its cap?' : 'copy it live?';
  const least = of.low === null ? '' : `, at least ${signedRatio(of.low)}`;
  const proof = [
    ...(of.markets === null ? [] : [`in ${count(of.markets, 'market')}`]),
    ...(of.edge === null ? [] : [`${signedRatio(of.edge)} a dollar${least}`]),
  ].join(' · ');
  return reply([`${bookOf(notice)}${name}`, ...made, `${copies}: ${asks}`], {
    symbol: '◆',
    blocks: [
      lines(
        ...(proof === '' ? [] : [proof]),
        'Nothing changes unless you say so; you are asked once more before it does.',
      ),
    ],
    buttons: address === null ? [show('Wallets', '/wallet')] : offerButtons(address, of),
  });
}

/** The card first; the other one leads to the question that any such change asks. */
function offerButtons(address: string, { offer }: WalletOffer): readonly Button[] {
  const card = show('Wallet', `/wallet ${address}`);
  if (offer === 'live') return [card, show('Copy live…', `/wallet ${address} live`)];
  return offer === 'cap' ? [card, show('Raise its cap…', `/wallet ${address} max`)] : [card];
}

/** The summary of a week, as far as its notice tells it; amounts in micro-dollars. */
export function readWeek(notice: Notice): WeekSummary {
  return {
    week: numberOf(notice, 'week'),
    ledger: notice.ledger,
    pnl: numberOf(notice, 'pnl') as Money | null,
    naive: numberOf(notice, 'naive') as Money | null,
    signals: numberOf(notice, 'signals'),
    copied: numberOf(notice, 'copied'),
    best: ranked(notice, 'best'),
    worst: ranked(notice, 'worst'),
    saved: judged(notice, 'saved'),
    cost: judged(notice, 'cost'),
  };
}

function ranked(notice: Notice, name: 'best' | 'worst'): WeekSummary['best'] {
  const who = textOf(notice, name);
  const pnl = numberOf(notice, `${name}Pnl`) as Money | null;
  if (who === null || pnl === null) return null;
  return { who: cut(who, NAME_WIDTH), pnl, note: textOf(notice, `${name}Note`) };
}

/** What a gate saved or cost by what it stopped. */
function judged(notice: Notice, name: 'saved' | 'cost'): WeekSummary['saved'] {
  const by = textOf(notice, `${name}By`);
  const amount = numberOf(notice, name) as Money | null;
  return by === null || amount === null ? null : { by: cut(by, NAME_WIDTH), amount };
}

/** `◆ Week 47: +$96.40 PAPER (naive copying −$18.10)`, or what new scores say. */
export function scoresReply(facts: NoticeFacts): Reply {
  const { notice, wallet } = facts;
  const now = numberOf(notice, 'score');
  if (wallet === null || now === null) return weekReply(readWeek(notice));
  const before = numberOf(notice, 'before');
  const was = before === null ? '' : `, was ${score(before)}`;
  const low = numberOf(notice, 'low');
  const high = numberOf(notice, 'high');
  const words = low === null || high === null ? score(now) : scoreRange({ value: now, low, high });
  return reply(`${cut(walletName(wallet), NAME_WIDTH)} scores ${words}${was}`, {
    symbol: '◆',
    buttons: [show('Wallet', `/wallet ${wallet.address}`)],
  });
}
