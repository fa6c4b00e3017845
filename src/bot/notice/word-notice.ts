import type { Notice, NoticeKind } from '../../engine/domain/notice.ts';
import { lines, reply, show } from '../format/compose.ts';
import type { Reply } from '../reply.ts';
import { alarmOf } from './alarms.ts';
import { boundReply } from './bound-reply.ts';
import { aboutOf, bookOf, type NoticeFacts, textOf } from './context.ts';
import { markedRepeat } from './mark-repeat.ts';
import type { Delivery, NoticeMessage, Tally } from './notice-message.ts';
import { arbitrageReply } from './word-arbitrage.ts';
import {
  awayReply,
  faultReply,
  feedReply,
  modeReply,
  operatorsReply,
  raisedReply,
} from './word-host.ts';
import { priceLagReply } from './word-lag.ts';
import { noCopyReply } from './word-no-copy.ts';
import {
  acceptedReply,
  inDoubtReply,
  placedReply,
  rejectedReply,
  signalReply,
} from './word-order.ts';
import { arbitrageDoneReply, mirrorBrokenReply, pairDemotedReply } from './word-pair.ts';
import {
  claimNeedsYouReply,
  mergedReply,
  redeemedReply,
  resolvedReply,
  resolvingReply,
  settlementFailedReply,
} from './word-settled.ts';
import {
  armedReply,
  exitNeedsYouReply,
  killedReply,
  nothingOpenReply,
  pausedReply,
  resumedReply,
} from './word-state.ts';
import { deniedReply, exitHeldReply, fillReply } from './word-trade.ts';
import {
  scoresReply,
  walletDemotedReply,
  walletDisabledReply,
  walletOfferReply,
} from './word-wallets.ts';

const WORDINGS: Record<NoticeKind, (facts: NoticeFacts) => Reply> = {
  signal: signalReply,
  accepted: acceptedReply,
  denied: deniedReply,
  placed: placedReply,
  rejected: rejectedReply,
  fill: fillReply,
  exitHeld: exitHeldReply,
  exitNeedsYou: exitNeedsYouReply,
  inDoubt: inDoubtReply,
  settlementFailed: settlementFailedReply,
  resolving: resolvingReply,
  resolved: resolvedReply,
  redeemed: redeemedReply,
  claimNeedsYou: claimNeedsYouReply,
  merged: mergedReply,
  arbitrage: arbitrageReply,
  arbitrageDone: arbitrageDoneReply,
  pairDemoted: pairDemotedReply,
  mirrorBroken: mirrorBrokenReply,
  priceLag: priceLagReply,
  walletDisabled: walletDisabledReply,
  walletDemoted: walletDemotedReply,
  walletOffer: walletOfferReply,
  scores: scoresReply,
  paused: pausedReply,
  resumed: resumedReply,
  killed: killedReply,
  nothingOpen: nothingOpenReply,
  armed: armedReply,
  mode: modeReply,
  raised: raisedReply,
  operators: operatorsReply,
  away: awayReply,
  noCopy: noCopyReply,
  feedDown: feedReply,
  feedBack: feedReply,
  fault: faultReply,
};

/** Many of these may come in a second; all others are shown one by one. */
const JOINABLE: Partial<Record<NoticeKind, Tally>> = {
  signal: 'signal',
  accepted: 'order',
  denied: 'skip',
  placed: 'order',
  rejected: 'order',
  fill: 'copy',
  exitHeld: 'notice',
  resolving: 'notice',
  resolved: 'result',
  redeemed: 'result',
};

function tallyOf(notice: Notice): Tally {
  if (notice.kind === 'fill' && textOf(notice, 'side') === 'sell') return 'exit';
  return JOINABLE[notice.kind] ?? 'notice';
}

/** How and whether a message goes out. */
export interface Going {
  readonly delivery: Exclude<Delivery, 'off'>;
  /** Whether it may have been delivered before. */
  readonly mayRepeat: boolean;
}

/** A notice in words. */
export function wordNotice(facts: NoticeFacts, { delivery, mayRepeat }: Going): NoticeMessage {
  const { notice } = facts;
  const said = boundReply(withRunbook(WORDINGS[notice.kind](facts), notice));
  return {
    id: notice.id,
    atMs: notice.atMs,
    reply: mayRepeat ? markedRepeat(said) : said,
    about: aboutOf(notice),
    delivery,
    tally: tallyOf(notice),
    urgent: JOINABLE[notice.kind] === undefined,
  };
}

/** An alarm names the page of the runbook that says what to do. */
function withRunbook(said: Reply, notice: Notice): Reply {
  const alarm = alarmOf(notice);
  if (alarm === null) return said;
  return { ...said, blocks: [...said.blocks, lines([{ muted: `runbook: ${alarm}` }])] };
}

/** Whether many of its kind may be told together. */
export function isJoinable({ kind }: Notice): boolean {
  return JOINABLE[kind] !== undefined;
}

/** A notice of which nothing is said but what it is: what its values say could not be worded. */
export function plainNotice(notice: Notice, { delivery, mayRepeat }: Going): NoticeMessage {
  const said = reply(`${bookOf(notice)}${notice.kind}: its values cannot be read here`, {
    symbol: '!',
    buttons: [show('Status', '/status'), show('Why', '/why today')],
  });
  return {
    id: notice.id,
    atMs: notice.atMs,
    reply: mayRepeat ? markedRepeat(said) : said,
    about: aboutOf(notice),
    delivery,
    tally: tallyOf(notice),
    urgent: JOINABLE[notice.kind] === undefined,
  };
}
