import { plainText } from '../format/compose.ts';
import type { Reply } from '../reply.ts';
import type { Outgoing } from './chat-port.ts';

/** The least of a reply: its first line as plain text, for a platform that refused all of it. */
export function bareReply({ symbol, title }: Reply): Reply {
  return { symbol, title: plainText(title), blocks: [], buttons: [] };
}

/** The same of a message. */
export function bareOutgoing({ reply, silent }: Outgoing): Outgoing {
  return { reply: bareReply(reply), taps: [], silent };
}
