import { lines, reply } from '../format/compose.ts';
import { readLine } from '../grammar/line.ts';
import { commandNamed } from '../registry.ts';
import type { Reply } from '../reply.ts';

/** What somebody pasted that belongs nowhere near a chat. */
export type PastedSecret = 'private key' | 'seed phrase' | 'key file';

/** Shortest seed phrase. */
const SEED_WORDS_MIN = 12;
const KEY = /(?<![0-9a-z])(?:0x)?([0-9a-f]{64})(?![0-9a-z])/gi;
const KEY_FILE = /-----BEGIN [A-Z ]*PRIVATE KEY-----|"ciphertext"\s*:\s*"[0-9a-f]{32,}"/i;

export interface SecretRules {
  readonly isSeedWord: (word: string) => boolean;
  /** Whether 64 hex digits, in lower case with `0x`, name an order, a market or a transaction. */
  readonly isKnownHash: (hash: string) => Promise<boolean>;
}

/** Looks for keys in what was sent; `null` when there is none. Never rejects. */
export async function pastedSecret(text: string, rules: SecretRules): Promise<PastedSecret | null> {
  if (KEY_FILE.test(text)) return 'key file';
  if (hasSeedPhrase(text, rules.isSeedWord)) return 'seed phrase';
  const keys = [...text.matchAll(KEY)].map((match) => `0x${(match[1] ?? '').toLowerCase()}`);
  if (keys.length === 0 || takesHash(text)) return null;
  for (const key of keys) {
    if (!(await known(key, rules))) return 'private key';
  }
  return null;
}

async function known(hash: string, { isKnownHash }: SecretRules): Promise<boolean> {
  try {
    return await isKnownHash(hash);
  } catch {
    // Not to be found out now: deleting a hash does no harm, keeping a key would.
    return false;
  }
}

/** Whether anything may be a secret at all, told at once. */
export function mayHoldSecret(text: string, isSeedWord: SecretRules['isSeedWord']): boolean {
  return text.search(KEY) >= 0 || KEY_FILE.test(text) || hasSeedPhrase(text, isSeedWord);
}

function hasSeedPhrase(text: string, isSeedWord: SecretRules['isSeedWord']): boolean {
  let run = 0;
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    run = isSeedWord(word) ? run + 1 : 0;
    if (run >= SEED_WORDS_MIN) return true;
  }
  return false;
}

/** Whether the line is a command of which an argument may be an order's or a market's hash. */
function takesHash(text: string): boolean {
  const line = readLine(text);
  if (line.kind !== 'command') return false;
  const takes = commandNamed(line.name)?.arguments.some(
    ({ suggests }) => suggests === 'order' || suggests === 'market',
  );
  return takes === true;
}

/** What to do about it. The secret itself is not repeated. */
export function secretAnswer(secret: PastedSecret): Reply {
  return reply(`That looked like a ${secret}; I kept nothing of it`, {
    symbol: '!',
    blocks: [
      lines(
        'Treat it as known to others: move what it holds to a new wallet, then stop using it.',
        'If the message is still there, delete it for everybody.',
        'Keys are never needed here: they are imported at the host only.',
        ['Was it a market or an order? Send it behind the command: ', { code: '/market 0x…' }],
      ),
    ],
  });
}
