import type { Notice, NoticeKind } from '../../engine/domain/notice.ts';
import type { Delivery } from './notice-message.ts';

/** How a surface is told of a notice. */
export type NoticePolicy = (notice: Notice) => Delivery;

/** The console is looked at, not carried: it shows everything. */
export const CONSOLE_POLICY: NoticePolicy = () => 'on';

/** What a chat gets of each kind: for live money, and for all else. */
const CHAT: Record<NoticeKind, { readonly live: Delivery; readonly other: Delivery }> = {
  fill: { live: 'on', other: 'silent' },
  denied: { live: 'digest', other: 'digest' },
  exitHeld: { live: 'digest', other: 'digest' },
  exitNeedsYou: { live: 'on', other: 'on' },
  resolved: { live: 'silent', other: 'silent' },
  paused: { live: 'on', other: 'on' },
  resumed: { live: 'on', other: 'on' },
  killed: { live: 'on', other: 'on' },
  armed: { live: 'on', other: 'on' },
  inDoubt: { live: 'on', other: 'on' },
  away: { live: 'on', other: 'on' },
  feedDown: { live: 'on', other: 'on' },
  feedBack: { live: 'silent', other: 'silent' },
  command: { live: 'silent', other: 'silent' },
};

/** What a phone gets before anybody tunes it: money and safety with a sound, the rest later. */
export const CHAT_POLICY: NoticePolicy = ({ kind, ledger }) =>
  CHAT[kind][ledger?.startsWith('live:') === true ? 'live' : 'other'];
