import { ButtonStyle } from 'discord.js';
import type { SeenControl, SeenMessage } from '../../test/servers/discord/seen.ts';
import { box, COLOURS, type Drawn, movedTo, picture, textAt, textInside, widthOf } from './ink.ts';
import { flow, type Part, type Piece } from './text-flow.ts';

const EDGE_PX = 16;
const AVATAR_PX = 40;
const GAP_PX = 20;
const BUTTON_PX = 34;
const NAME = { sizePx: 15, weight: 'bold' } as const;
const SMALL = { sizePx: 12, weight: 'regular' } as const;
const BADGE = { sizePx: 10, weight: 'bold' } as const;
const LABEL = { sizePx: 14, weight: 'bold' } as const;
const CHART_RATIO = 1.5;
const CHART_WIDTH_PX_MAX = 420;

/** A message of the bot, and what it answers. */
export interface DiscordShown {
  readonly message: SeenMessage;
  /** The command as it was used, `/wallet who: ace`; `null` for what came by itself. */
  readonly answers: string | null;
}

/** Messages as a client shows them, one below the other. */
export function discordChat(shown: readonly DiscordShown[], widthPx: number): Drawn {
  let y = EDGE_PX;
  const svg = shown.map((one) => {
    const drawn = messageOf(one, widthPx - 2 * EDGE_PX);
    const placed = movedTo(EDGE_PX, y, drawn.svg);
    y += drawn.height + GAP_PX;
    return placed;
  });
  return { svg: svg.join(''), height: y - GAP_PX + EDGE_PX };
}

function messageOf({ message, answers }: DiscordShown, widthPx: number): Drawn {
  const left = AVATAR_PX + 14;
  const width = widthPx - left;
  const used = answers === null ? '' : usedCommand(answers, left);
  const top = answers === null ? 0 : 24;
  let y = top + 24;
  const svg = [used, author(message, { left, top })];
  const add = (drawn: Drawn, afterPx: number): void => {
    svg.push(movedTo(left, y, drawn.svg));
    y += drawn.height + afterPx;
  };
  add(flow(partsOf(message.content), width), 8);
  for (const { bytes } of message.attachments) {
    const chart = Math.min(width, CHART_WIDTH_PX_MAX);
    const room = { x: 0, y: 0, width: chart, height: chart / CHART_RATIO };
    add({ svg: picture(bytes, room), height: room.height }, 10);
  }
  if (message.controls.length > 0) add(buttons(message.controls), 8);
  if (message.ephemeral) add(onlyYou(), 0);
  return { svg: svg.join(''), height: y };
}

function author(
  { atMs }: SeenMessage,
  { left, top }: { readonly left: number; readonly top: number },
): string {
  const nameWidth = widthOf('PolyMind', NAME);
  const badge = { x: left + nameWidth + 8, y: top + 2, width: 34, height: 16 };
  const time = new Date(atMs).toISOString().slice(11, 16);
  const face = { x: 0, y: top, width: AVATAR_PX, height: AVATAR_PX };
  return [
    box(face, COLOURS.ours, AVATAR_PX / 2),
    textInside('P', face, { sizePx: 20, weight: 'bold', fill: COLOURS.background }),
    textAt('PolyMind', { ...NAME, x: left, y: top + 15, fill: COLOURS.text }),
    box(badge, '#5865F2', 4),
    textInside('APP', badge, { ...BADGE, fill: '#FFFFFF' }),
    textAt(time, { ...SMALL, x: badge.x + badge.width + 8, y: top + 15, fill: COLOURS.muted }),
  ].join('');
}

/** `Ada used /wallet who: ace`, above the message. */
function usedCommand(words: string, left: number): string {
  const bend = `<path d="M${AVATAR_PX / 2} 18V12a6 6 0 0 1 6 -6H${left - 6}" stroke="${COLOURS.grid}" stroke-width="2" fill="none"/>`;
  const used = 'Ada used ';
  const x = left + widthOf(used, SMALL);
  return [
    bend,
    textAt(used, { ...SMALL, x: left, y: 10, fill: COLOURS.muted }),
    textAt(words, { ...SMALL, x, y: 10, fill: COLOURS.ours }),
  ].join('');
}

function buttons(controls: readonly SeenControl[]): Drawn {
  let x = 0;
  const svg = controls.map(({ label, style }) => {
    const width = widthOf(label, LABEL) + 32;
    const room = { x, y: 0, width, height: BUTTON_PX };
    x += width + 8;
    return (
      box(room, keyColour(style), 8) + textInside(label, room, { ...LABEL, fill: COLOURS.text })
    );
  });
  return { svg: svg.join(''), height: BUTTON_PX };
}

function keyColour(style: number | null): string {
  if (style === ButtonStyle.Success) return COLOURS.buttonSafe;
  return style === ButtonStyle.Danger ? COLOURS.buttonDanger : COLOURS.button;
}

function onlyYou(): Drawn {
  const words = 'Only you can see this';
  return { svg: textAt(words, { ...SMALL, x: 0, y: 12, fill: COLOURS.muted }), height: 16 };
}

/** What our messages are made of: escapes, bold, code, and blocks of code that are tables. */
function partsOf(content: string): readonly Part[] {
  return content.split(/(```[\s\S]*?```\n?)/).flatMap((section): readonly Part[] => {
    if (section === '') return [];
    const table = /^```\n*([\s\S]*?)\n*```/.exec(section)?.[1];
    if (table !== undefined) return [{ kind: 'table', rows: table.split('\n') }];
    return section
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => ({ kind: 'line', pieces: piecesOf(line) }));
  });
}

const MARKED = /\\([^0-9A-Za-z\s])|\*\*(.+?)\*\*|`([^`]+)`/g;

function piecesOf(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: whole, 1: letter, 2: bold, 3: code, index } of line.matchAll(MARKED)) {
    pieces.push({ text: line.slice(done, index), look: 'plain' });
    done = index + whole.length;
    if (letter !== undefined) pieces.push({ text: letter, look: 'plain' });
    if (bold !== undefined) pieces.push({ text: bold.replaceAll('\\', ''), look: 'bold' });
    if (code !== undefined) pieces.push({ text: code, look: 'code' });
  }
  return [...pieces, { text: line.slice(done), look: 'plain' as const }].filter(
    ({ text }) => text !== '',
  );
}
