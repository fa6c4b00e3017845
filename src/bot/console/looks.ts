import type { Line, Span } from '../reply.ts';
import { neutral } from './foreign-text.ts';
import { fitting, textWidth } from './text-width.ts';

/** How a piece of a row looks where colours are on. */
export type Look = 'plain' | 'bold' | 'code' | 'muted' | 'gain' | 'loss';

export interface Piece {
  readonly text: string;
  readonly look: Look;
}

/** SGR parameters (ECMA-48). The basic colours follow the reader's own theme. */
const SGR: Record<Exclude<Look, 'plain'>, string> = {
  bold: '1',
  code: '36',
  muted: '2',
  gain: '32',
  loss: '31',
};

/** Pieces as the characters of one row. */
export function paint(pieces: readonly Piece[], colour: boolean): string {
  return pieces
    .map(({ text, look }) =>
      colour && look !== 'plain' ? `\u001b[${SGR[look]}m${text}\u001b[0m` : text,
    )
    .join('');
}

/** A line of a reply as pieces that cannot steer a terminal. */
export function piecesOf(line: Line): readonly Piece[] {
  if (typeof line === 'string') return [{ text: neutral(line), look: 'plain' }];
  return line.map(pieceOf);
}

function pieceOf(span: Span): Piece {
  if (typeof span === 'string') return { text: neutral(span), look: 'plain' };
  if ('bold' in span) return { text: neutral(span.bold), look: 'bold' };
  if ('code' in span) return { text: neutral(span.code), look: 'code' };
  if ('muted' in span) return { text: neutral(span.muted), look: 'muted' };
  if ('gain' in span) return { text: neutral(span.gain), look: 'gain' };
  if ('loss' in span) return { text: neutral(span.loss), look: 'loss' };
  return { text: neutral(span.link), look: 'plain' };
}

/** Pieces cut to one row of `columns`. */
export function cutPieces(pieces: readonly Piece[], columns: number): readonly Piece[] {
  const whole = pieces.reduce((sum, { text }) => sum + textWidth(text), 0);
  if (whole <= columns) return pieces;
  const kept: Piece[] = [];
  let left = columns - 1;
  for (const { text, look } of pieces) {
    const part = fitting(text, left);
    kept.push({ text: part, look });
    left -= textWidth(part);
    if (part.length < text.length) break;
  }
  return [...kept, { text: '…', look: 'plain' }];
}
