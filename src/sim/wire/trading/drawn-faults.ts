import {
  type FaultKind,
  type Faults,
  LAND_LATE_MS,
  MODE_MS,
  RESTART_MS,
  SLOW_ANSWER_MS,
} from '../faults.ts';
import type { CancelFault, PostFault, RefuseWith } from './injections.ts';
import { TOO_MANY } from './signer-limits.ts';
import { POST_ONLY_AFTER_RESTART_MS, type VenueModes } from './venue-mode.ts';

const RETRY_AFTER_S = '1';
const BLANK_TEXT = 'the market is not yet ready to process new orders';
const UNAUTHORIZED: RefuseWith = {
  kind: 'refuse',
  status: 401,
  error: 'Unauthorized/Invalid api key',
};
const TIMED_OUT: RefuseWith = { kind: 'refuse', status: 500, error: 'order timed out' };
const MODES = ['disabled', 'cancelOnly', 'postOnly'] as const;

const POST_FAULTS: readonly (readonly [FaultKind, (faults: Faults) => PostFault])[] = [
  ['signer401', () => UNAUTHORIZED],
  ['signer429', tooMany],
  ['postTimedOut', () => TIMED_OUT],
  ['postUnread', () => ({ kind: 'dropUnread' })],
  ['postBlank', () => ({ kind: 'blank', errorMsg: BLANK_TEXT })],
  [
    'postLandsLate',
    (faults) => ({ kind: 'landLate', delayMs: faults.amount('postLandsLate', LAND_LATE_MS) }),
  ],
  ['postLost', () => ({ kind: 'acceptThenDrop' })],
  ['postTaken500', () => ({ kind: 'acceptThen500' })],
  ['postGarbled', () => ({ kind: 'acceptThenGarbled' })],
  ['postEmpty', () => ({ kind: 'acceptThenEmpty' })],
  [
    'postSlow',
    (faults) => ({ kind: 'acceptSlowly', delayMs: faults.amount('postSlow', SLOW_ANSWER_MS) }),
  ],
];

const CANCEL_FAULTS: readonly (readonly [FaultKind, (faults: Faults) => CancelFault])[] = [
  ['signer401', () => UNAUTHORIZED],
  ['signer429', tooMany],
  ['cancelLost', () => ({ kind: 'acceptThenDrop' })],
];

function tooMany(faults: Faults): RefuseWith {
  const tellsWhen = faults.amount('signer429', [0, 1]) === 1;
  const headers = { 'poly-ratelimit-remaining': '0', 'poly-ratelimit-tier': 'Standard' };
  return {
    kind: 'refuse',
    status: 429,
    ...TOO_MANY,
    headers: tellsWhen ? { ...headers, 'retry-after': RETRY_AFTER_S } : headers,
  };
}

export function drawPostFault(faults: Faults): PostFault | null {
  return POST_FAULTS.find(([kind]) => faults.happens(kind))?.[1](faults) ?? null;
}

export function drawCancelFault(faults: Faults): CancelFault | null {
  return CANCEL_FAULTS.find(([kind]) => faults.happens(kind))?.[1](faults) ?? null;
}

/** The venue may stop taking orders at any request, unless it has stopped already. */
export function drawVenueMode(modes: VenueModes, faults: Faults, nowMs: number): void {
  if (modes.isBusy(nowMs)) return;
  if (faults.happens('venueRestart')) {
    const forMs = faults.amount('venueRestart', RESTART_MS);
    modes.restart({ nowMs, forMs, postOnlyMs: POST_ONLY_AFTER_RESTART_MS });
  } else if (faults.happens('venueMode')) {
    const mode = MODES[faults.amount('venueMode', [0, MODES.length - 1])] ?? MODES[0];
    modes.set(mode, { nowMs, forMs: faults.amount('venueMode', MODE_MS) });
  }
}
