import { UnavailableError } from '../../engine/contract/queries.ts';
import { PAPER, type WalletAddress } from '../../engine/domain/ids.ts';
import { isTimeZone } from '../../engine/domain/time.ts';
import { type Money, money as moneyOf, ZERO_MONEY } from '../../engine/domain/values/money.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { count, moneyShort, signedMoney } from '../format/amounts.ts';
import { lines, reply, SHOW_VALID_MS } from '../format/compose.ts';
import { isKindNotCopied } from '../format/kind-words.ts';
import { clock } from '../format/moments.ts';
import { walletName } from '../format/names.ts';
import { readMoney } from '../grammar/amount.ts';
import type { Button, Line, Reply } from '../reply.ts';
import { roleWords } from './effect/operator-effect.ts';
import { scoreWords } from './score-lines.ts';

/** Offered as bankroll; the second is the usual one. */
const BANKROLLS = [500, 1_000, 5_000] as const;
/** Wallets offered to follow. */
const CANDIDATES = 3;

export const start: ChatCommand = {
  name: 'start',
  aliases: ['setup'],
  summary: 'first questions: bankroll, time zone, whom to follow',
  examples: [
    ['/start', 'where things stand, or the first question'],
    ['/start bankroll 1000', 'all limits are shares of it; the paper deposit too'],
    ['/start zone Europe/Berlin', 'whose midnight ends a day'],
    ['/start follow', 'three wallets to look at'],
  ],
  arguments: [
    { name: 'step', about: 'bankroll, zone, follow, or the code of the host', required: false },
    { name: 'value', about: 'dollars, or a time zone', required: false },
  ],
  role: 'viewer',
  danger: 'more',
  async run(call) {
    const [step, ...rest] = call.words;
    const value = rest.join(' ');
    switch (step?.toLowerCase()) {
      case undefined:
        return isFresh(call) ? askBankroll(call) : welcome(call);
      case 'bankroll':
        return value === '' ? askBankroll(call) : setBankroll(call, value);
      case 'zone':
        return value === '' ? askZone('Which time zone?') : setZone(call, value);
      case 'follow':
        return askFollow(call, 'Whom to follow?');
      default:
        return welcome(call);
    }
  },
};

/** Nothing was decided or traded yet: the questions make sense. */
function isFresh({ queries, speaker }: CommandCall): boolean {
  return speaker.role === 'admin' && queries.wallets().length === 0 && !hasTraded(queries);
}

function hasTraded(queries: CommandCall['queries']): boolean {
  const { ledgers, today } = queries.status();
  const holds = ledgers.some((one) => one.openPositions > 0 || one.equity !== one.cash);
  return holds || today.copied + today.exited > 0;
}

function welcome({ queries, speaker }: CommandCall): Reply {
  const { mode, wallets, ledgers } = queries.status();
  const [ledger] = ledgers;
  const book = mode.toUpperCase();
  const equity = ledger === undefined ? '' : `  equity ${moneyShort(ledger.equity)}`;
  const follows =
    wallets.followed === 0
      ? 'Nobody is followed yet: paste an address, a profile link or @name.'
      : `${count(wallets.followed, 'wallet')} followed, ${wallets.enabled} copied.`;
  return reply(`PolyMind is yours · ${book}${equity}`, {
    blocks: [lines(follows, `You are ${speaker.role}: ${roleWords(speaker.role)}.`)],
    buttons: [
      type('Status', '/status'),
      type('Whom to follow', '/start follow'),
      type('Help', '/help'),
    ],
  });
}

function type(label: string, text: string, style: Button['style'] = 'plain'): Button {
  return { label, tap: { kind: 'command', text }, style, validMs: SHOW_VALID_MS };
}

function askBankroll({ speaker }: CommandCall): Reply {
  return reply('Welcome. You operate PolyMind now; it starts on paper', {
    symbol: '◆',
    blocks: [
      lines(
        `You are ${speaker.role}: ${roleWords(speaker.role)}.`,
        'One number decides every limit: how much you would trade with. It is the paper deposit too.',
        [{ bold: '1 of 3' }, '  How much? Or type ', { code: '/start bankroll 2500' }],
      ),
    ],
    buttons: BANKROLLS.map((amount) =>
      type(`$${amount.toLocaleString('en-US')}`, `/start bankroll ${amount}`),
    ),
  });
}

/** Before anything was traded the paper deposit is topped up to it. */
async function setBankroll(call: CommandCall, value: string): Promise<Reply> {
  const { queries, execute } = call;
  const amount = readMoney(value);
  if (amount === null || amount <= 0) {
    throw new UsageError('bankroll takes dollars, for example: /start bankroll 1000');
  }
  const { mode, ledgers } = queries.status();
  if (mode === 'live' || hasTraded(queries)) {
    throw new UsageError(
      'There are trades already, so a bankroll is a raised limit now.',
      `/limits bankroll ${amount / 1_000_000}`,
    );
  }
  const set = await execute({
    kind: 'changeSetting',
    key: 'bankroll',
    value: String(amount / 1_000_000),
  });
  if (set.outcome === 'refused') return reply(`Not done: ${set.message}`, { symbol: '✕' });
  const cash = ledgers.find(({ ledger }) => ledger === PAPER)?.cash ?? ZERO_MONEY;
  const missing = moneyOf(Math.max(0, amount - cash));
  if (missing > 0) {
    const put = await execute({ kind: 'deposit', ledger: PAPER, amount: missing });
    if (put.outcome === 'refused') return reply(`Not done: ${put.message}`, { symbol: '✕' });
  }
  return askZone(
    `PAPER bankroll ${moneyShort(amount)}: one copy spends ${moneyShort(shareOf(call, 1))}`,
  );
}

function shareOf({ queries }: CommandCall, percent: number): Money {
  const least = queries.settings()['size.fixedMinimum'];
  return Math.max(least, (queries.settings().bankroll * percent) / 100) as Money;
}

function askZone(done: Line): Reply {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([own, 'UTC'])];
  return reply(done, {
    symbol: '◆',
    blocks: [
      lines('A day of limits ends at midnight; the digest comes at 08:00.', [
        { bold: '2 of 3' },
        '  Where are you? Or type ',
        { code: '/start zone Europe/Berlin' },
      ]),
    ],
    buttons: zones.map((zone) => type(zone, `/start zone ${zone}`)),
  });
}

async function setZone(call: CommandCall, zone: string): Promise<Reply> {
  if (!isTimeZone(zone)) {
    throw new UsageError(`There is no time zone "${zone}", for example: /start zone Europe/Berlin`);
  }
  const set = await call.execute({ kind: 'changeSetting', key: 'timeZone', value: zone });
  if (set.outcome === 'refused') return reply(`Not done: ${set.message}`, { symbol: '✕' });
  return askFollow(call, `${zone}: it is ${clock(call.queries.nowMs(), zone)} there`);
}

async function askFollow({ queries }: CommandCall, done: Line): Promise<Reply> {
  const proposed = await proposals(queries);
  const none = 'Polymarket does not answer now, so nobody can be proposed.';
  const isByProfit = proposed.some(({ score }) => score === null);
  return reply(done, {
    symbol: '◆',
    blocks: [
      lines(
        ...(proposed.length === 0 ? [none] : proposed.map(proposalLine)),
        ...(isByProfit ? ['A good month is no proof: on paper it costs nothing to see.'] : []),
      ),
      lines([
        { bold: '3 of 3' },
        '  Whom to follow? Tap to look, or paste an address, a profile link or @name.',
      ]),
    ],
    buttons: proposed.map((one) => type(`Look at ${nameOf(one)}`, `/wallet ${one.wallet}`)),
  });
}

/** Somebody to look at, by a score where there is one, else by what the venue says of a month. */
interface Proposal {
  readonly wallet: WalletAddress;
  readonly name: string | null;
  readonly score: WalletScore | null;
  readonly profit: Money | null;
}

function proposalLine(one: Proposal): Line {
  const name = { bold: nameOf(one) };
  if (one.score !== null) return [name, `  scores ${scoreWords(one.score)}`];
  return [name, `  ${signedMoney(one.profit ?? ZERO_MONEY)} in a month, as Polymarket counts it`];
}

/** The best candidates that are scored, filled up with those whom the venue ranks first. */
async function proposals(queries: CommandCall['queries']): Promise<readonly Proposal[]> {
  const scored = await orNothing(queries.top());
  const best = scored
    .filter(
      ({ isFollowed, score }) => !isFollowed && score !== null && !isKindNotCopied(score.kind),
    )
    .map(({ wallet, score }) => ({
      wallet: wallet.address,
      name: wallet.label,
      score,
      profit: null,
    }));
  if (best.length >= CANDIDATES) return best.slice(0, CANDIDATES);
  const leading = await orNothing(queries.leading(CANDIDATES));
  const others = leading
    .filter(({ wallet }) => best.every((one) => one.wallet !== wallet))
    .map((one) => ({ ...one, score: null }));
  return [...best, ...others].slice(0, CANDIDATES);
}

/** Without the venue or the database the question still makes sense. */
async function orNothing<One>(asked: Promise<readonly One[]>): Promise<readonly One[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UnavailableError) return [];
    throw error;
  }
}

function nameOf({ wallet, name }: Pick<Proposal, 'wallet' | 'name'>): string {
  return walletName({ address: wallet, label: name });
}
