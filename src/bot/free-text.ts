import { conditionId, walletAddress } from '../engine/domain/ids.ts';
import { wordsOf } from './grammar/line.ts';
import { commandNamed } from './registry.ts';

/** Words that may stand behind a plain `kill` of somebody in a hurry. */
const HURRY = new Set(['it', 'all', 'now', 'everything', 'please', 'stop', 'them', 'kill', 'off']);

/** Links of the venue that show one wallet. */
const PROFILE = /^(?:https?:\/\/)?(?:www\.)?polymarket\.com\/(?:[a-z]{2}\/)?(?:profile\/|@)/i;
const LINK = /^https?:\/\/\S+$/i;
const NAME = /^@[\w.-]{2,40}$/;

/** What plain text stands for, as a command with its words. */
export interface Meant {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * Plain text as the command it means: a single word that names a command, `kill` in a hurry, a
 * pasted link or address, else words to look for among markets.
 */
export function meaningOf(text: string): Meant {
  const words = wordsOf(text);
  const plain = words.map((word) => word.toLowerCase().replace(/[.,!?;:]+$/, ''));
  const [first = '', ...rest] = plain;
  const more = rest.filter((word) => word !== '');
  if (first === 'kill' && more.every((word) => HURRY.has(word)))
    return { name: 'kill', words: more };
  const [only] = words;
  if (only !== undefined && words.length === 1) {
    const command = commandNamed(first);
    if (command !== null && first.length > 1) return { name: command.name, words: [] };
    if (walletAddress(only) !== null || PROFILE.test(only) || NAME.test(only)) {
      return { name: 'wallet', words: [only] };
    }
    if (conditionId(only) !== null || LINK.test(only)) return { name: 'market', words: [only] };
  }
  return { name: 'market', words };
}
