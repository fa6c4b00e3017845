import { CHANNEL_CLOSED_MS_MAX } from '../src/app/running/live/live-side.ts';
import { money } from '../src/bot/format/amounts.ts';
import { lackLines } from '../src/bot/format/live-lacks.ts';
import { duration } from '../src/bot/format/moments.ts';
import type { Line, Span } from '../src/bot/reply.ts';
import { WRITE_TIMEOUT_MS } from '../src/data/http/write-transport.ts';
import { SKEW_MS_MAX } from '../src/data/polymarket/auth/venue-clock.ts';
import {
  ABSENCES_MIN,
  DOUBT_TOLD_AFTER_MS,
  NOT_PLACED_AFTER_MS,
} from '../src/engine/core/live/looking.ts';
import { SENDS_MAX } from '../src/engine/core/live/posting.ts';
import { POST_ONLY_WINDOW_MS } from '../src/engine/core/live/venue-mode.ts';
import { READ_EVERY_MS } from '../src/engine/core/trade/account.ts';
import { FAULT_WORDS } from '../src/engine/core/trade/integrity.ts';
import { LIVE_DELAY_MS } from '../src/engine/core/trade/mode.ts';
import { IN_DOUBT_MAX, REJECTS_PER_MINUTE_MAX } from '../src/engine/core/trade/trip-counts.ts';
import type { IntegrityFault } from '../src/engine/domain/account-event.ts';
import { type LiveLack, lackText } from '../src/engine/domain/live-lack.ts';
import { LOOP_LAG_MS_MAX } from '../src/engine/execution/health.ts';
import { BEAT_EVERY_MS } from '../src/engine/execution/heartbeat.ts';
import { JOURNAL_MS_MAX } from '../src/engine/execution/place.ts';
import { SAFETY_LIMITS } from '../src/engine/execution/safety.ts';
import { CONFIRM_MS } from '../src/engine/reconcile/diff-sums.ts';
import { STARTS_MAX, WINDOW_MS } from '../src/ops/kill/crash-loop.ts';

/** Every lack there is; the value says how it is looked at. */
const LOOKED_AT: Record<LiveLack, string> = {
  keystore: 'the thread that holds the key',
  credentials: 'derived at the start, asked about again with each look',
  place: "the venue's own answer, once an hour",
  clock: "the venue's clock",
  balance: 'at least $1.00 at the venue',
  allowances: "the venue's own picture of them, for buying",
  channel: 'the websocket of orders and trades',
  unseen: 'the first look',
  comparison: 'orders, trades, shares and cash; again whenever the channel opens',
};

/** When each fault is raised, and what a person looks at before arming. */
const FAULTS: Record<IntegrityFault, readonly [when: string, before: string]> = {
  journal: [
    `a write or fsync failed, or took longer than ${duration(JOURNAL_MS_MAX)}`,
    'the disk; the journal stays refused until a new start',
  ],
  clockSkew: [`it certainly differs by more than ${duration(SKEW_MS_MAX)}`, 'the time server'],
  userFeedStale: [
    `its channel was closed for ${duration(CHANNEL_CLOSED_MS_MAX)}`,
    'the network; `/status`',
  ],
  unauthorized: ['fresh credentials were refused too', 'the account at the venue'],
  signer: ['its thread ended, or its words make no sense', 'the log; start again'],
  reconciliation: [
    `shares of ours are missing there for ${duration(CONFIRM_MS)}, an order that never was fills, a fill does not fit its order, or a trade fails after its shares were sold`,
    'positions here and at the venue',
  ],
  inDoubt: [`more than ${IN_DOUBT_MAX} at a time`, '`/orders`, until none is in doubt'],
  rejects: [`more than ${REJECTS_PER_MINUTE_MAX} within a minute`, "`/orders`: the venue's words"],
  executor: ['it was asked to send bytes twice, or broke', 'the log; report it'],
};

const LIMITS: readonly (readonly [what: string, most: string])[] = [
  ['dollars of one order, whatever the settings say', money(SAFETY_LIMITS.orderNotionalMax)],
  ['shares of one order', whole(SAFETY_LIMITS.orderQuantityMax / 1_000_000)],
  ['price of the bytes worse than decided', `${SAFETY_LIMITS.priceWorseMax / 10_000} %`],
  [
    'orders of one side of one token a minute; more entries are refused, exits wait',
    whole(SAFETY_LIMITS.sameOrdersPerMinuteMax),
  ],
  [
    'sendings a minute, of them kept for exits',
    `${SAFETY_LIMITS.sendsPerMinuteMax}, ${SAFETY_LIMITS.exitSendsPerMinute}`,
  ],
  ['the same bytes, each time certainly not taken before', `${SENDS_MAX} times`],
  ['answer to a POST; then the order is in doubt', duration(WRITE_TIMEOUT_MS)],
  [
    'before "not placed": complete lookups that find nothing, over at least',
    `${ABSENCES_MIN}, ${duration(NOT_PLACED_AFTER_MS)}`,
  ],
  ['a doubt before you are told', duration(DOUBT_TOLD_AFTER_MS)],
  ['from going live to the first entry', duration(LIVE_DELAY_MS)],
  ['only resting orders, after the matching engine restarted', duration(POST_ONLY_WINDOW_MS)],
  ['comparison with the venue, besides each opening of the channel', duration(READ_EVERY_MS)],
  ['beat of the dead-man switch', duration(BEAT_EVERY_MS)],
  ['lateness of the program that silences it', duration(LOOP_LAG_MS_MAX)],
  [
    'starts that did not end well, before one starts killed',
    `${STARTS_MAX} in ${duration(WINDOW_MS)}`,
  ],
];

/** What `/mode` lists, and what to do about it. */
export function lackTable(): string {
  const rows = (Object.keys(LOOKED_AT) as LiveLack[]).map((lack) => {
    const [line = ''] = lackLines([lackText(lack)]);
    const words = markdown(line).replace(/^– /, '');
    const remedy = words.slice(lackText(lack).length + ': '.length);
    return `| ${lackText(lack)} | ${LOOKED_AT[lack]} | ${remedy} |`;
  });
  return ['| what live lacks | how it is known | what to do |', '|---|---|---|', ...rows, ''].join(
    '\n',
  );
}

/** What kills by itself. */
export function faultTable(): string {
  const rows = Object.entries(FAULT_WORDS).map(([fault, words]) => {
    const [when, before] = FAULTS[fault as IntegrityFault];
    return `| ${words} | ${when} | ${before} |`;
  });
  return [
    '| it kills itself because | when | look at before arming |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Constants that no setting changes. */
export function limitTable(): string {
  const rows = LIMITS.map(([what, most]) => `| ${what} | ${most} |`);
  return ['| fixed | at most, or every |', '|---|---|', ...rows, ''].join('\n');
}

function whole(value: number): string {
  return value.toLocaleString('en-US');
}

function markdown(line: Line): string {
  return typeof line === 'string' ? line : line.map(spanText).join('');
}

function spanText(span: Span): string {
  if (typeof span === 'string') return span;
  return 'code' in span ? `\`${span.code}\`` : Object.values(span).join('');
}
