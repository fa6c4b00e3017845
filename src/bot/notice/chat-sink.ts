import type { Address } from '../chat/address.ts';
import type { Outgoing } from '../chat/chat-port.ts';
import type { ChatOutbox } from '../chat/outbox.ts';
import type { Reply } from '../reply.ts';
import type { NoticeCard, NoticeSink } from './notice-sink.ts';

export interface ChatSinkOptions {
  readonly to: Address;
  readonly outbox: Pick<ChatOutbox, 'send' | 'edit'>;
  /** Data of a message's buttons, in their order. */
  readonly taps: (reply: Reply) => readonly string[];
}

/** Notices into one chat. */
export function chatSink({ to, outbox, taps }: ChatSinkOptions): NoticeSink {
  const outgoing = ({ message: { reply, delivery } }: NoticeCard): Outgoing => ({
    reply,
    taps: taps(reply),
    silent: delivery !== 'on',
  });
  return {
    send: (card) => outbox.send(to, outgoing(card), card.lane),
    edit: (sent, card) => outbox.edit(to, { sent, message: outgoing(card) }, card.lane),
  };
}
