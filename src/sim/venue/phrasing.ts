import { invariant } from '../../engine/domain/values/invariant.ts';
import type { Chance } from '../chance.ts';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const SLOT = /\{(\w+)\}/g;
const DRAWS_MAX = 50;

export type Words = Readonly<Record<string, string>>;

/** Replaces each `{slot}`. @throws InvariantError for a slot without a word. */
export function fill(text: string, words: Words): string {
  const filled = text.replace(SLOT, (_, slot: string) => {
    const word = words[slot];
    invariant(word !== undefined, `the slot ${slot} has a word`);
    return word;
  });
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

/** A word for each slot, no word twice. */
export function drawWords(
  chance: Chance,
  slots: Readonly<Record<string, readonly string[]>>,
): Words {
  const words: Record<string, string> = {};
  for (const [slot, list] of Object.entries(slots)) {
    let word = chance.pick(list);
    for (let draw = 0; draw < DRAWS_MAX && Object.values(words).includes(word); draw += 1) {
      word = chance.pick(list);
    }
    words[slot] = word;
  }
  return words;
}

/** The words that a moment gives, in UTC. A date of another year than `now` names it. */
export function dateWords(atMs: number, nowMs: number): Words {
  const at = new Date(atMs);
  const month = MONTHS[at.getUTCMonth()] ?? '';
  const day = `${month} ${at.getUTCDate()}`;
  const year = at.getUTCFullYear();
  const isOtherYear = year !== new Date(nowMs).getUTCFullYear();
  return {
    month: isOtherYear ? `${month} ${year}` : month,
    day,
    date: isOtherYear ? `${day}, ${year}` : day,
    weekday: WEEKDAYS[at.getUTCDay()] ?? '',
    time: at.toISOString().slice(11, 16),
  };
}

/** Lower-case words joined by hyphens, as the venue makes its links. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[,'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
