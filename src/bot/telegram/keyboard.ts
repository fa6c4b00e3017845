import type { InlineKeyboardButton, ReplyKeyboardMarkup } from 'grammy/types';
import { reaches } from '../authorise.ts';
import type { ChatCommand, Role } from '../command.ts';
import { cut, textWidth } from '../console/text-width.ts';
import { visible } from '../format/visible-text.ts';
import type { Button } from '../reply.ts';

/** What Telegram takes as the data of a button. */
const DATA_BYTES_MAX = 64;
const BUTTONS_MAX = 100;
/** Of a label, before it is cut. */
const LABEL_LENGTH_MAX = 256;
/** Columns of a label that stands alone, beside another, or beside two others. */
const LABEL_COLUMNS_MAX = [36, 16, 11] as const;

const STYLES = { safe: 'success', plain: null, danger: 'danger' } as const;

/** The buttons of a reply in rows; those that only ask for typing are not shown. */
export function inlineRows(
  buttons: readonly Button[],
  taps: readonly string[],
): InlineKeyboardButton[][] {
  const shown = buttons
    .flatMap((button, index) => inlineButton(button, taps[index] ?? ''))
    .slice(0, BUTTONS_MAX);
  const rows: InlineKeyboardButton[][] = [];
  for (let at = 0; at < shown.length; ) {
    const row = firstRow(shown.slice(at, at + LABEL_COLUMNS_MAX.length));
    rows.push(row);
    at += row.length;
  }
  return rows;
}

function inlineButton({ label, tap, style }: Button, data: string): InlineKeyboardButton[] {
  const text = cut(visible(label).slice(0, LABEL_LENGTH_MAX), LABEL_COLUMNS_MAX[0]);
  const bytes = Buffer.byteLength(data);
  if (tap.kind === 'form' || text.trim() === '' || bytes === 0 || bytes > DATA_BYTES_MAX) return [];
  const look = STYLES[style];
  return [{ text, callback_data: data, ...(look === null ? {} : { style: look }) }];
}

/** As many of the next buttons as have room beside each other. */
function firstRow(next: InlineKeyboardButton[]): InlineKeyboardButton[] {
  for (let count = next.length; count > 1; count -= 1) {
    const row = next.slice(0, count);
    const columns = LABEL_COLUMNS_MAX[count - 1] ?? 0;
    if (row.every(({ text }) => textWidth(text) <= columns)) return row;
  }
  return next.slice(0, 1);
}

/** What is always under the thumb; each label, sent as text, means the command of that name. */
const ALWAYS = [
  ['Status', 'Positions', 'PnL'],
  ['Why', 'Pause', 'KILL'],
] as const;

/** The keyboard under the input line, with what this role may do. */
export function replyKeyboard(role: Role, commands: readonly ChatCommand[]): ReplyKeyboardMarkup {
  const keyboard = ALWAYS.map((row) =>
    row
      .filter((label) => {
        const command = commands.find(({ name }) => name === label.toLowerCase());
        return command !== undefined && reaches(role, command.role);
      })
      .map((text) => (text === 'KILL' ? { text, style: 'danger' as const } : { text })),
  ).filter((row) => row.length > 0);
  return { keyboard, is_persistent: true, resize_keyboard: true };
}
