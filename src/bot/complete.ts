import type { Queries } from '../engine/contract/queries.ts';
import type { ChatCommand } from './command.ts';
import { LIMITS } from './commands/effect/limit-names.ts';
import { WALLET_VERBS } from './commands/wallet-rule.ts';
import { asTyped } from './grammar/line.ts';
import { TOPICS } from './notice/topics.ts';
import { COMMANDS, commandNamed } from './registry.ts';

/** Words that a command may be continued with, apart from names of wallets. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  wallet: Object.keys(WALLET_VERBS),
  limits: LIMITS.map((limit) => limit.name),
  filter: ['deny', 'allow', 'remove', 'test', 'category', 'market', 'keyword'],
  kill: ['off'],
  mode: ['paper', 'live'],
  why: ['today'],
  close: ['all'],
  notify: [...TOPICS, 'quiet', 'preset', 'mute', 'test', 'on', 'silent', 'digest', 'off'],
  pnl: ['today', 'week', 'month', 'all'],
};
/** Commands that take the name of a wallet. */
const TAKE_WALLET = new Set(['wallet', 'notify', 'why', 'positions']);

/** The words that may stand where the last word of `line` is being typed, in any order. */
export function continuations(
  line: string,
  queries: Pick<Queries, 'wallets' | 'settingList'>,
  commands: readonly ChatCommand[] = COMMANDS,
): readonly string[] {
  const typed = line.trimStart();
  if (!/\s/.test(typed)) return commands.map((one) => `/${one.name}`);
  const name = /^\/?(\S+)/.exec(typed)?.[1]?.toLowerCase() ?? '';
  const command = commandNamed(name, commands);
  if (command === null) return [];
  if (command.name === 'help') return commands.map((one) => one.name);
  if (command.name === 'settings') return queries.settingList().map((one) => one.key);
  const wallets = TAKE_WALLET.has(command.name)
    ? queries.wallets().flatMap(({ label }) => (label === null ? [] : [asTyped(label)]))
    : [];
  return [...wallets, ...(WORDS[command.name] ?? [])];
}
