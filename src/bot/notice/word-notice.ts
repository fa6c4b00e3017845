import type { Notice, NoticeKind } from '../../engine/domain/notice.ts';
import { spans } from '../format/compose.ts';
import type { Reply } from '../reply.ts';
import { aboutOf, type NoticeFacts, textOf } from './context.ts';
import type { Delivery, NoticeMessage, Tally } from './notice-message.ts';
import {
  armedReply,
  awayReply,
  commandReply,
  exitNeedsYouReply,
  feedReply,
  inDoubtReply,
  killedReply,
  pausedReply,
  resolvedReply,
  resumedReply,
} from './word-state.ts';
import { deniedReply, exitHeldReply, fillReply } from './word-trade.ts';

const WORDINGS: Record<NoticeKind, (facts: NoticeFacts) => Reply> = {
  fill: fillReply,
  denied: deniedReply,
  exitHeld: exitHeldReply,
  exitNeedsYou: exitNeedsYouReply,
  resolved: resolvedReply,
  paused: pausedReply,
  resumed: resumedReply,
  killed: killedReply,
  armed: armedReply,
  inDoubt: inDoubtReply,
  away: awayReply,
  feedDown: feedReply,
  feedBack: feedReply,
  command: commandReply,
};

/** Many of these may come in a second; all others are shown one by one. */
const JOINABLE: Partial<Record<NoticeKind, Tally>> = {
  fill: 'copy',
  denied: 'skip',
  exitHeld: 'notice',
  resolved: 'result',
  command: 'notice',
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
  const reply = WORDINGS[notice.kind](facts);
  const title = [...spans(reply.title), { muted: ' (may repeat)' }];
  return {
    id: notice.id,
    atMs: notice.atMs,
    reply: mayRepeat ? { ...reply, title } : reply,
    about: aboutOf(notice),
    delivery,
    tally: tallyOf(notice),
    urgent: JOINABLE[notice.kind] === undefined,
  };
}
