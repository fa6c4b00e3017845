import { spans } from '../format/compose.ts';
import type { Reply } from '../reply.ts';

/** The same message, saying that it may have come before. */
export function markedRepeat(reply: Reply): Reply {
  return { ...reply, title: [...spans(reply.title), { muted: ' (may repeat)' }] };
}
