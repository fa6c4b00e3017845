import { type ChatCommand, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { lines, reply } from '../format/compose.ts';
import { liveBodies, modeLines } from './effect/mode-effect.ts';

export const mode: ChatCommand = {
  name: 'mode',
  aliases: [],
  summary: 'paper or live, and what live needs',
  examples: [
    ['/mode', 'which it is, and what live lacks'],
    ['/mode paper', 'no entry spends real money'],
    ['/mode live', 'says what is missing, or what is at risk, and asks'],
  ],
  arguments: [
    { name: 'mode', about: 'paper or live', required: false, choices: ['paper', 'live'] },
  ],
  role: 'viewer',
  danger: 'limits',
  async run(call) {
    const { queries, words } = call;
    const word = words.join(' ').toLowerCase();
    if (word === 'paper') return change(call, [{ kind: 'setMode', mode: word }]);
    if (word === 'live') return change(call, liveBodies(queries));
    if (word !== '') throw new UsageError('mode takes paper or live, for example: /mode paper');
    const title =
      queries.status().mode === 'paper'
        ? 'PAPER: copies use real books and no real money'
        : 'LIVE: entries of live wallets spend real money';
    return reply(title, { blocks: [lines(...modeLines(queries))] });
  },
};
