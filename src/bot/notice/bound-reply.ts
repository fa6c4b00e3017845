import { neutral } from '../console/foreign-text.ts';
import { plainText, spans } from '../format/compose.ts';
import type { Block, Button, Line, Reply, Span } from '../reply.ts';

/** Characters of a notice on a phone, its buttons not counted. */
export const NOTICE_LENGTH_MAX = 1_000;
/** Characters of one of its lines. */
export const NOTICE_LINE_LENGTH_MAX = 240;

/**
 * The same message within what a notice may be: every line one line, without invisible marks, the
 * whole at most {@link NOTICE_LENGTH_MAX} characters; what does not fit is left out from the end.
 */
export function boundReply(reply: Reply): Reply {
  const title = boundLine(reply.title);
  let room = NOTICE_LENGTH_MAX - plainText(title).length - 3;
  const blocks: Block[] = [];
  for (const block of reply.blocks) {
    if (block.kind !== 'lines') continue;
    const kept: Line[] = [];
    for (const line of block.lines.map(boundLine)) {
      room -= plainText(line).length + 1;
      if (room < 0) break;
      if (plainText(line) !== '') kept.push(line);
    }
    if (kept.length > 0) blocks.push({ kind: 'lines', lines: kept });
  }
  return { ...reply, title, blocks, buttons: reply.buttons.filter(isPlain) };
}

/** A line that would not be typed like this is not offered. */
function isPlain({ tap }: Button): boolean {
  return tap.kind !== 'command' || neutral(tap.text) === tap.text;
}

function boundLine(line: Line): Line {
  let room = NOTICE_LINE_LENGTH_MAX;
  const kept: Span[] = [];
  for (const span of spans(line)) {
    const text = neutral(plainText([span]));
    if (text === '' || room <= 0) continue;
    kept.push(withText(span, text.length <= room ? text : `${cutPairs(text, room - 1)}…`));
    room -= text.length;
  }
  return kept;
}

/** The first characters, never half of one. */
function cutPairs(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

function withText(span: Span, text: string): Span {
  if (typeof span === 'string') return text;
  if ('bold' in span) return { bold: text };
  if ('code' in span) return { code: text };
  if ('link' in span) return { link: text, url: span.url };
  if ('muted' in span) return { muted: text };
  return 'gain' in span ? { gain: text } : { loss: text };
}
