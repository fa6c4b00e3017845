import type { Reply } from '../reply.ts';
import { type ButtonRow, buttonRows } from './buttons.ts';
import { layoutOf } from './layout.ts';
import { rowsOf } from './rows.ts';

const NOTHING = '…';

/** What a message says, as Discord takes it to send or to change one. */
export interface MessageBody {
  readonly content: string;
  readonly embeds: readonly { readonly description: string }[];
  readonly components: readonly ButtonRow[];
  /** Titles of markets hold what looks like a mention; nobody is ever rung by one. */
  readonly allowed_mentions: { readonly parse: readonly never[] };
}

export interface RenderOptions {
  /** As in {@link import('../chat/reception.ts').Answer.taps}. */
  readonly taps: readonly string[];
  /** Whether forms may be opened from it. */
  readonly forms: boolean;
}

/**
 * A reply as a message, within every limit.
 *
 * It is plain content, for that is what a notification on a lock screen shows: of an embed or of
 * components alone it shows nothing that could be read. A text of more than 2,000 characters goes on
 * in an embed below, which takes 4,096 more.
 */
export function renderReply(reply: Reply, options: RenderOptions): MessageBody {
  const { content, description } = layoutOf(rowsOf(reply));
  return {
    // A message without a visible character is refused.
    content: content.trim() === '' ? NOTHING : content,
    embeds: description === null || description.trim() === '' ? [] : [{ description }],
    components: buttonRows(reply.buttons, options),
    allowed_mentions: { parse: [] },
  };
}
