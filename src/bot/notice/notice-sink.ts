import type { Sent } from '../chat/chat-port.ts';
import type { Lane } from '../chat/lane.ts';
import type { NoticeMessage } from './notice-message.ts';

/** A message that tells one notice, several, or none. */
export interface NoticeCard {
  readonly message: NoticeMessage;
  readonly lane: Lane;
  /** The notices that it tells. */
  readonly noticeIds: readonly string[];
}

/** Where the messages of one target go. Each call tries once. */
export interface NoticeSink {
  /** @throws as {@link ChatPort.send} */
  send(card: NoticeCard): Promise<Sent>;
  /** Replaces a card; `null` where the surface joins many cards by itself. @throws as {@link send} */
  readonly edit: ((sent: Sent, card: NoticeCard) => Promise<void>) | null;
}
