import { spans } from '../../format/compose.ts';
import { PHRASE_VALID_MS } from '../../prompts.ts';
import type { Block as BlockOf, Button, Reply as ReplyOf } from '../../reply.ts';
import type { PendingTaps } from '../../taps.ts';
import type { Block, Reply, ReplyButton } from '../contract/command.ts';

/** An answer for a page: its buttons by the tokens under which they were offered. */
export function replyJson(reply: ReplyOf, taps: Pick<PendingTaps, 'tokenOf'>): Reply {
  const { symbol, title, blocks, buttons, asks, files } = reply;
  return {
    symbol,
    title: spans(title),
    blocks: blocks.map(blockJson),
    buttons: buttons.flatMap((button) => buttonJson(button, taps.tokenOf(button))),
    asks:
      asks === undefined
        ? null
        : { phrase: asks.phrase, needsCode: asks.needsCode, validMs: PHRASE_VALID_MS },
    files: (files ?? []).map(({ name, type, bytes }) => ({
      name,
      type,
      base64: Buffer.from(bytes).toString('base64'),
    })),
  };
}

function blockJson(block: BlockOf): Block {
  return block.kind === 'lines' ? { kind: 'lines', lines: block.lines.map(spans) } : block;
}

function buttonJson(
  { label, style, validMs, tap }: Button,
  token: string | null,
): readonly ReplyButton[] {
  if (token === null) return [];
  const form =
    tap.kind === 'form' ? { title: tap.title, field: tap.field, example: tap.example } : null;
  return [{ label, style, validMs, token, line: tap.kind === 'command' ? tap.text : null, form }];
}
