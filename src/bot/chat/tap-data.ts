import { SHOW_VALID_MS } from '../format/compose.ts';
import type { Button } from '../reply.ts';
import type { PendingTaps } from '../taps.ts';

/** Of a button's data, in bytes: what every platform takes. */
export const TAP_DATA_BYTES_MAX = 60;

/** What the data of a button says when it comes back. */
export type TapData =
  /** The line of a button that only types one: good as long as the message is there. */
  | { readonly kind: 'line'; readonly text: string; readonly isInPlace: boolean }
  /** What this chat remembers under a token. */
  | { readonly kind: 'token'; readonly token: string };

/**
 * What a button is sent with. One that types a line carries the line, so that it works after a
 * restart and is authorised like a typed one; all others carry a token that only we understand.
 */
export function tapDataOf(button: Button, taps: Pick<PendingTaps, 'tokenOf'>): string {
  const { tap, style, validMs } = button;
  if (tap.kind === 'command' && style !== 'safe' && validMs >= SHOW_VALID_MS) {
    const data = `${tap.inPlace === true ? 'i' : 'c'}:${tap.text}`;
    const isPlain = /^[\x20-\x7e]*$/.test(data);
    if (isPlain && data.length <= TAP_DATA_BYTES_MAX) return data;
  }
  return `k:${taps.tokenOf(button) ?? ''}`;
}

/** `null` for what we never send. */
export function readTapData(data: string): TapData | null {
  const rest = data.slice(2);
  if (data.startsWith('c:/')) return { kind: 'line', text: rest, isInPlace: false };
  if (data.startsWith('i:/')) return { kind: 'line', text: rest, isInPlace: true };
  if (data.startsWith('k:')) return { kind: 'token', token: rest };
  return null;
}
