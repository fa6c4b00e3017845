import { type ChatCommand, UsageError } from '../command.ts';
import { count } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';

export const mode: ChatCommand = {
  name: 'mode',
  aliases: [],
  summary: 'paper or live, and what live needs',
  examples: [
    ['/mode', 'which it is'],
    ['/mode paper', 'entries go to paper'],
  ],
  arguments: [{ name: 'mode', about: 'paper or live', required: false }],
  role: 'viewer',
  danger: 'limits',
  run({ queries, words }) {
    const { mode: is, ledgers, wallets } = queries.status();
    const word = words.join(' ').toLowerCase();
    if (word !== '' && word !== 'paper' && word !== 'live') {
      throw new UsageError(`mode takes paper or live, for example: /mode paper`);
    }
    const account = ledgers.some(({ ledger }) => ledger.startsWith('live:'));
    const needs = account
      ? 'Live entries are switched on at the host.'
      : 'Live needs a trading account, and there is none.';
    if (word === 'live' && is !== 'live') {
      return Promise.resolve(
        reply('Not done: live is off', {
          symbol: '✕',
          blocks: [lines(needs, 'Paper goes on as it is.')],
        }),
      );
    }
    const already = word === is ? ' already' : '';
    const title =
      is === 'paper'
        ? `PAPER${already}: copies use real books and no real money`
        : `LIVE${already}: entries spend real money`;
    const copied = `${wallets.enabled} of ${count(wallets.followed, 'wallet')} copied`;
    return Promise.resolve(reply(title, { blocks: [lines(copied, needs)] }));
  },
};
