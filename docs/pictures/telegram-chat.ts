import type { InlineKeyboardButton } from 'grammy/types';
import type { SeenMessage } from '../../test/servers/telegram/seen.ts';
import {
  box,
  COLOURS,
  type Drawn,
  movedTo,
  outline,
  picture,
  textAt,
  textInside,
  widthOf,
} from './ink.ts';
import { flow, naturalWidth, type Part, type Piece } from './text-flow.ts';

const EDGE_PX = 12;
const PADDING_PX = 12;
const GAP_PX = 10;
const BUTTON_PX = 38;
const BUTTON_GAP_PX = 4;
const CLOCK = { sizePx: 12, weight: 'regular' } as const;
const CLOCK_PX = 16;
const LABEL = { sizePx: 14.5, weight: 'bold' } as const;
/** Width to height of a chart. */
const CHART_RATIO = 1.5;

/** Messages as the phone shows them, one below the other. */
export function telegramChat(messages: readonly SeenMessage[], widthPx: number): Drawn {
  let y = EDGE_PX;
  const svg = messages.map((message) => {
    const drawn = message.byBot ? answer(message, widthPx) : said(message, widthPx);
    const placed = movedTo(0, y, drawn.svg);
    y += drawn.height + GAP_PX;
    return placed;
  });
  return { svg: svg.join(''), height: y - GAP_PX + EDGE_PX };
}

/** What the person wrote, at the right. */
function said(message: SeenMessage, widthPx: number): Drawn {
  const parts = partsOf(message);
  const time = clockOf(message);
  const textPx = naturalWidth(parts);
  const width = textPx + 2 * PADDING_PX + widthOf(time, CLOCK) + 8;
  const text = flow(parts, textPx + 1);
  const height = text.height + 16;
  const x = widthPx - EDGE_PX - width;
  const clock = { ...CLOCK, x: x + PADDING_PX + textPx + 8, y: height - 10, fill: COLOURS.muted };
  const svg = [
    box({ x, y: 0, width, height }, COLOURS.own, 14),
    movedTo(x + PADDING_PX, 8, text.svg),
    textAt(time, clock),
  ];
  return { svg: svg.join(''), height };
}

/** What the bot wrote, with its picture above and its buttons below. */
function answer(message: SeenMessage, widthPx: number): Drawn {
  const width = widthPx - 2 * EDGE_PX;
  const { photo } = message;
  const photoPx = photo === null ? 0 : (width - 12) / CHART_RATIO + 6;
  const text = flow(partsOf(message), width - 2 * PADDING_PX);
  const height = photoPx + text.height + CLOCK_PX + 16;
  const time = clockOf(message);
  const clock = {
    ...CLOCK,
    x: EDGE_PX + width - PADDING_PX - widthOf(time, CLOCK),
    y: height - 9,
    fill: COLOURS.muted,
  };
  const keys = keyboard(message.buttons, width);
  // Inside the round corners of the bubble, which stays visible around it.
  const room = { x: EDGE_PX + 6, y: 6, width: width - 12, height: photoPx - 6 };
  const svg = [
    box({ x: EDGE_PX, y: 0, width, height }, COLOURS.panel, 14),
    outline({ x: EDGE_PX, y: 0, width, height }, 14),
    photo === null ? '' : picture(photo, room),
    movedTo(EDGE_PX + PADDING_PX, photoPx + 9, text.svg),
    textAt(time, clock),
    movedTo(EDGE_PX, height + BUTTON_GAP_PX, keys.svg),
  ];
  return {
    svg: svg.join(''),
    height: height + (keys.height > 0 ? keys.height + BUTTON_GAP_PX : 0),
  };
}

function keyboard(rows: readonly (readonly InlineKeyboardButton[])[], widthPx: number): Drawn {
  const svg = rows.map((row, index) => {
    const width = (widthPx - (row.length - 1) * BUTTON_GAP_PX) / row.length;
    return row
      .map((button, column) => {
        const x = column * (width + BUTTON_GAP_PX);
        const room = { x, y: index * (BUTTON_PX + BUTTON_GAP_PX), width, height: BUTTON_PX };
        const key = box(room, keyColour(button), 10);
        return key + textInside(button.text, room, { ...LABEL, fill: COLOURS.text });
      })
      .join('');
  });
  const height = rows.length * (BUTTON_PX + BUTTON_GAP_PX) - BUTTON_GAP_PX;
  return { svg: svg.join(''), height: Math.max(0, height) };
}

function keyColour(button: InlineKeyboardButton): string {
  const style = 'style' in button ? button.style : undefined;
  if (style === 'success') return COLOURS.buttonSafe;
  return style === 'danger' ? COLOURS.buttonDanger : COLOURS.button;
}

const LOOKS: Readonly<Record<string, Piece['look']>> = {
  bold: 'bold',
  italic: 'muted',
  code: 'code',
  text_link: 'link',
};

/** The text with its entities, cut into lines and tables. */
function partsOf({ text, entities }: SeenMessage): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const [from, to] = [at, at + line.length];
    at = to + 1;
    const table = entities.find(
      ({ type, offset, length }) => type === 'pre' && offset <= from && to <= offset + length,
    );
    const last = parts.at(-1);
    if (table === undefined) parts.push({ kind: 'line', pieces: piecesOf(from, to) });
    else if (last?.kind === 'table') parts.splice(-1, 1, { ...last, rows: [...last.rows, line] });
    else parts.push({ kind: 'table', rows: [line] });
  }
  return parts;

  function piecesOf(from: number, to: number): readonly Piece[] {
    const inside = entities
      .filter(({ type }) => type in LOOKS)
      .filter(({ offset, length }) => offset < to && offset + length > from)
      .sort((a, b) => a.offset - b.offset);
    const pieces: Piece[] = [];
    let done = from;
    for (const { type, offset, length } of inside) {
      const [start, end] = [Math.max(offset, done), Math.min(offset + length, to)];
      pieces.push({ text: text.slice(done, start), look: 'plain' });
      pieces.push({ text: text.slice(start, end), look: LOOKS[type] ?? 'plain' });
      done = end;
    }
    return [...pieces, { text: text.slice(done, to), look: 'plain' }];
  }
}

function clockOf({ sentAtMs }: SeenMessage): string {
  return new Date(sentAtMs).toISOString().slice(11, 16);
}
