import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { visible } from '../format/visible-text.ts';
import type { Button } from '../reply.ts';

const LABEL_LENGTH_MAX = 80;
const CUSTOM_ID_LENGTH_MAX = 100;
const ROW_BUTTONS_MAX = 5;
const ROWS_MAX = 5;

const STYLES = {
  safe: ButtonStyle.Success,
  plain: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;

/** Rows of buttons as they are sent. */
export interface ButtonRow {
  readonly type: ComponentType.ActionRow;
  readonly components: readonly APIButtonComponentWithCustomId[];
}

/** The buttons of a reply in rows; forms only where the answer to them is private. */
export function buttonRows(
  buttons: readonly Button[],
  { taps, forms }: { readonly taps: readonly string[]; readonly forms: boolean },
): readonly ButtonRow[] {
  const shown: APIButtonComponentWithCustomId[] = [];
  for (const [index, button] of buttons.entries()) {
    if (button.tap.kind === 'form' && !forms) continue;
    const id = taps[index] ?? '';
    const label = labelOf(button);
    // Discord refuses a whole message for one button without a name, or for two of the same id.
    if (label === '' || id === '' || id.length > CUSTOM_ID_LENGTH_MAX) continue;
    if (shown.some(({ custom_id }) => custom_id === id)) continue;
    shown.push({
      type: ComponentType.Button,
      custom_id: id,
      label,
      style: STYLES[button.style],
    });
  }
  const rows = Math.min(ROWS_MAX, Math.ceil(shown.length / ROW_BUTTONS_MAX));
  return Array.from({ length: rows }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: shown.slice(row * ROW_BUTTONS_MAX, (row + 1) * ROW_BUTTONS_MAX),
  }));
}

function labelOf({ label }: Button): string {
  return visible(label)
    .trim()
    .slice(0, LABEL_LENGTH_MAX)
    .replace(/[\ud800-\udbff]$/, '');
}
