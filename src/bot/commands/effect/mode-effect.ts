import type { Queries } from '../../../engine/contract/queries.ts';
import { walletAddress } from '../../../engine/domain/ids.ts';
import { DAY_MS } from '../../../engine/domain/time.ts';
import { count, moneyShort, signedMoney } from '../../format/amounts.ts';
import { clock } from '../../format/moments.ts';
import { shortAddress, walletName } from '../../format/names.ts';
import type { Button, Line } from '../../reply.ts';
import { type Effect, effect, unchanged } from './effect.ts';
import { ofBankroll } from './rule-words.ts';
import { mostAtRiskNow, riskPhrase, tradingLedger } from './setting-effect.ts';

/** How far back the paper result on the card reaches. */
const RESULT_DAYS = 31;
/** As long as the first live entry waits. */
const ABORT_MS = 30_000;

const ABORT: Button = {
  label: 'Abort',
  tap: { kind: 'command', text: '/mode paper' },
  style: 'danger',
  validMs: ABORT_MS,
};

/** Paper or live. Mode decides entries only: what is held live is always sold live. */
export async function modeEffect(queries: Queries, mode: 'paper' | 'live'): Promise<Effect> {
  const { mode: is, accounts } = queries.status();
  if (mode === is) {
    return unchanged(
      mode === 'paper'
        ? 'PAPER already: copies use real books and no real money'
        : 'LIVE already: entries of live wallets spend real money',
    );
  }
  if (mode === 'paper') {
    return effect('PAPER from now on: no entry spends real money', {
      danger: 'less',
      lines: ['What is held live is still sold live.'],
    });
  }
  const [account] = accounts;
  if (account === undefined) {
    return {
      ...unchanged('Not done: live needs a trading account, and there is none at the host'),
      symbol: '✕',
      lines: ['Paper goes on as it is.'],
    };
  }
  const startsAt = clock(queries.nowMs() + ABORT_MS, queries.timeZone());
  return effect(`LIVE: the first entry may come in ${ABORT_MS / 1_000} s, at ${startsAt}`, {
    danger: 'limits',
    symbol: '!',
    lines: ['Until then Abort leaves everything on paper; later /mode paper stops new entries.'],
    next: [ABORT],
    question: {
      title: `Go live?  PAPER → LIVE on account ${accountName(account)}`,
      lines: await liveLines(queries),
      keep: 'Stay in paper',
      go: 'Type it…',
      keepShows: '/mode',
      phrase: riskPhrase('LIVE', queries),
    },
  });
}

/** `live:polymarket:0x61…9cd5` as people know it. */
function accountName(ledger: string): string {
  const last = ledger.split(':').at(-1) ?? ledger;
  const address = walletAddress(last);
  return address === null ? last : shortAddress(address);
}

async function liveLines(queries: Queries): Promise<Line[]> {
  const { ledgers, accounts } = queries.status();
  const settings = queries.settings();
  const account = ledgers.find(({ ledger }) => accounts.includes(ledger));
  const balance = account === undefined ? 'balance unknown' : `balance ${moneyShort(account.cash)}`;
  const traders = queries.wallets().filter((one) => one.mode === 'live' && one.enabled);
  const who =
    traders.length === 0
      ? 'will trade: none, no wallet is live'
      : `will trade: ${traders.map(walletName).join(', ')}`;
  const day = ofBankroll(settings, settings['limits.dayLossPercent']);
  return [
    `${balance} · ${who} · ${mostAtRiskNow(queries)}`,
    `entries stop at −${moneyShort(day)} realised a day; a live position always exits live`,
    await paperResult(queries),
  ];
}

async function paperResult(queries: Queries): Promise<string> {
  const views = await queries.pnl(queries.nowMs() - RESULT_DAYS * DAY_MS);
  const paper = views.find(({ ledger }) => ledger === 'paper');
  if (paper === undefined) return `paper result, ${RESULT_DAYS} days: nothing was copied`;
  const copies = paper.byWallet.reduce((sum, one) => sum + one.copies, 0);
  const result = (paper.realised - paper.fees + paper.unrealised) as typeof paper.realised;
  return `paper result, ${RESULT_DAYS} days: ${signedMoney(result)}, ${count(copies, 'copy', 'copies')}`;
}

/** What `/mode` says without a word behind it. */
export function modeLines(queries: Queries): Line[] {
  const { wallets, accounts } = queries.status();
  const ledger = tradingLedger(queries);
  const copied = `${wallets.enabled} of ${count(wallets.followed, 'wallet')} copied`;
  const balance = ledger === null ? [] : [`cash ${moneyShort(ledger.cash)}`];
  const needs =
    accounts.length > 0
      ? [[{ code: '/mode live' }, '  asks first, and says what is at risk'] as const]
      : ['Live needs a trading account, and there is none at the host.'];
  return [[copied, ...balance].join(' · '), ...needs];
}
