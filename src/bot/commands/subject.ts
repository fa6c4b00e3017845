import { type CommandCall, UsageError } from '../command.ts';

/** Longer numbers are ids, not numbers of messages. */
const REFERENCE = /^#?(\d{1,5})$/;

/**
 * The id that a word stands for: `2` or `#2` is what message 2 of this chat was about, all else is
 * the beginning of an id.
 * @throws UsageError when there is no such message.
 */
export function subjectId({ reference }: Pick<CommandCall, 'reference'>, word: string): string {
  const number = REFERENCE.exec(word)?.[1];
  if (number === undefined) return word.replace(/^#/, '').toLowerCase();
  const id = reference(number);
  if (id === null) {
    throw new UsageError(
      `There is no message #${number} here, yet or any more; /why lists the newest`,
    );
  }
  return id;
}
