import type { Queries } from '../../../engine/contract/queries.ts';
import { walletAddress } from '../../../engine/domain/ids.ts';
import { DAY_MS } from '../../../engine/domain/time.ts';
import { count, moneyShort, signedMoney } from '../../format/amounts.ts';
import { show } from '../../format/compose.ts';
import { lackCount, lackLines } from '../../format/live-lacks.ts';
import { clock } from '../../format/moments.ts';
import { shortAddress, walletName } from '../../format/names.ts';
import type { Button, Line } from '../../reply.ts';
import { liveLedger, mostAtRiskNow, riskPhrase, tradingLedger } from './at-risk.ts';
import { type Bodies, type Effect, effect, unchanged } from './effect.ts';
import { ofBankroll } from './rule-words.ts';
import { heldBack } from './score-words.ts';

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

/** What the host does before there is an account. */
const AT_THE_HOST: readonly Line[] = [
  [
    'At the host: ',
    { code: 'polymind keystore create' },
    ' makes a key, ',
    { code: 'polymind keystore import' },
    ' locks one of yours.',
  ],
  [{ code: 'polymind allowances' }, ' shows what the venue may move of it.'],
  'Then start again with the passphrase in POLYMARKET_KEYSTORE_PASSPHRASE, or in the file that POLYMARKET_KEYSTORE_PASSPHRASE_FILE names.',
];

const PAPER_GOES_ON = 'Paper goes on as it is.';

/** What `/mode live` asks for: once, before the first time, that the warning was read. */
export function liveBodies(queries: Queries): Bodies {
  const { mode, accounts, liveMissing, liveWarningRead } = queries.status();
  const isWarned = liveWarningRead || mode === 'live';
  const mayWarn = accounts.length > 0 && liveMissing.length === 0;
  return mayWarn && !isWarned ? [{ kind: 'acknowledgeLive' }] : [{ kind: 'setMode', mode: 'live' }];
}

/** Paper or live. Mode decides entries only: what is held live is always sold live. */
export async function modeEffect(queries: Queries, mode: 'paper' | 'live'): Promise<Effect> {
  const { mode: is } = queries.status();
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
  const missing = cannotGoLive(queries);
  if (missing !== null) return missing;
  const startsAt = clock(queries.nowMs() + ABORT_MS, queries.timeZone());
  return effect(`LIVE: the first entry may come in ${ABORT_MS / 1_000} s, at ${startsAt}`, {
    danger: 'limits',
    symbol: '!',
    lines: ['Until then Abort leaves everything on paper; later /mode paper stops new entries.'],
    next: [ABORT],
    question: {
      title: `Go live?  PAPER → LIVE on account ${accountName(queries)}`,
      lines: await liveLines(queries),
      keep: 'Stay in paper',
      go: 'Type it…',
      keepShows: '/mode',
      phrase: riskPhrase('LIVE', queries, liveLedger(queries)),
    },
  });
}

/** Everything that stands between here and live; `null` when nothing does. */
function cannotGoLive(queries: Queries): Effect | null {
  const { accounts, liveMissing, liveWarningRead } = queries.status();
  if (accounts.length === 0) {
    return {
      ...unchanged('Not done: live needs a trading account, and there is none at the host'),
      symbol: '✕',
      lines: [...AT_THE_HOST, PAPER_GOES_ON],
    };
  }
  if (liveMissing.length > 0) {
    return {
      ...unchanged(
        `Not done: live lacks ${lackCount(liveMissing)} on account ${accountName(queries)}`,
      ),
      symbol: '✕',
      lines: [...lackLines(liveMissing), PAPER_GOES_ON],
      next: [show('Look again', '/mode live')],
    };
  }
  if (liveWarningRead) return null;
  return {
    ...unchanged('Not done: the warning about real money was not read yet'),
    symbol: '✕',
    lines: [PAPER_GOES_ON],
    next: [show('Read it', '/mode live')],
  };
}

/** `live:polymarket:0x61…9cd5` as people know it. */
function accountName(queries: Queries): string {
  const [ledger = ''] = queries.status().accounts;
  const last = ledger.split(':').at(-1) ?? ledger;
  const address = walletAddress(last);
  return address === null ? last : shortAddress(address);
}

async function liveLines(queries: Queries): Promise<Line[]> {
  const settings = queries.settings();
  const { killed, paused } = queries.status().control;
  const account = liveLedger(queries);
  const balance = account === null ? 'balance unknown' : `balance ${moneyShort(account.cash)}`;
  const traders = queries.wallets().filter((one) => one.mode === 'live' && one.enabled);
  const who =
    traders.length === 0
      ? 'will trade: none, no wallet is live'
      : `will trade: ${traders.map(walletName).join(', ')}`;
  const day = ofBankroll(settings, settings['limits.dayLossPercent']);
  const held = heldBack(traders, settings);
  return [
    `${balance} · ${who} · ${mostAtRiskNow(queries, account)}`,
    ...(held === null ? [] : [held]),
    `entries stop at −${moneyShort(day)} realised a day; a live position always exits live`,
    'a fill cannot be taken back; /mode paper stops new ones',
    ...(killed === null ? [] : ['Still killed: nothing is traded until you arm.']),
    ...(paused === null ? [] : [`Entries stay paused: ${paused.reason}.`]),
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

/** What `/mode` says without a word behind it: how far it is to live. */
export function modeLines(queries: Queries): Line[] {
  const { mode, wallets, accounts } = queries.status();
  const ledger = tradingLedger(queries);
  const copied = `${wallets.enabled} of ${count(wallets.followed, 'wallet')} copied`;
  const balance = ledger === null ? [] : [`cash ${moneyShort(ledger.cash)}`];
  const first = [copied, ...balance].join(' · ');
  if (accounts.length === 0) {
    return [first, 'Live needs a trading account, and there is none at the host.'];
  }
  const account = liveLedger(queries);
  const cash = account === null ? '' : ` · cash ${moneyShort(account.cash)}`;
  const own = mode === 'live' ? [] : [`account ${accountName(queries)}${cash}`];
  return [first, ...own, ...readinessLines(queries)];
}

function readinessLines(queries: Queries): readonly Line[] {
  const { mode, liveMissing, liveWarningRead } = queries.status();
  if (liveMissing.length > 0) {
    const lacks = mode === 'live' ? 'No live entry now, it lacks' : 'Live lacks';
    return [`${lacks} ${lackCount(liveMissing)}:`, ...lackLines(liveMissing)];
  }
  if (mode === 'live') return [`account ${accountName(queries)}, nothing is missing`];
  const asks = liveWarningRead
    ? '  asks first, and says what is at risk'
    : '  shows what real money means, then asks';
  return ['Live is ready: nothing is missing.', [{ code: '/mode live' }, asks]];
}
