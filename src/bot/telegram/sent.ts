import type { Sent } from '../chat/chat-port.ts';

const PHOTO = '/photo';

/** A message by its number and whether it is a picture, which decides how it can be changed. */
export function sentOf(number: number, isPhoto: boolean): Sent {
  return { messageId: `${number}${isPhoto ? PHOTO : ''}` };
}

export function readSent({ messageId }: Sent): {
  readonly number: number;
  readonly isPhoto: boolean;
} {
  return { number: Number.parseInt(messageId, 10), isPhoto: messageId.endsWith(PHOTO) };
}
