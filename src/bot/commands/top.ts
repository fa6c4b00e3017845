import { PAPER } from '../../engine/domain/ids.ts';
import { walletBars, withPicture } from '../charts/money-charts.ts';
import type { ChatCommand } from '../command.ts';
import { signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { cut, walletName } from '../format/names.ts';

/** Wallets in the table. */
const SHOWN = 10;

export const top: ChatCommand = {
  name: 'top',
  aliases: ['best', 'leaders'],
  summary: 'followed wallets by what copying them made',
  examples: [['/top', 'the best first']],
  arguments: [],
  role: 'viewer',
  danger: 'none',
  async run({ queries }) {
    const views = [...(await queries.top())].sort((a, b) => b.pnl - a.pnl);
    const [first] = views;
    if (first === undefined) {
      return reply('Nobody is followed yet', {
        blocks: [lines('Paste a profile link or an address.')],
      });
    }
    const rows = views
      .slice(0, SHOWN)
      .map((one) => [
        cut(walletName(one.wallet), 11),
        signedMoney(one.pnl),
        String(one.copied),
        String(one.skipped),
      ]);
    const rest = views.length > SHOWN ? [lines(`and ${views.length - SHOWN} more: /wallets`)] : [];
    const finding = `${walletName(first.wallet)} is first with ${signedMoney(first.pnl)}`;
    const answer = reply(finding, {
      symbol: '◆',
      blocks: [
        {
          kind: 'table',
          head: ['wallet', 'result', 'cop', 'skip'],
          align: ['left', 'right', 'right', 'right'],
          rows,
        },
        ...rest,
      ],
      buttons: [show('PnL', '/pnl')],
    });
    return withPicture(answer, walletBars(views.slice(0, SHOWN), finding, PAPER));
  },
};
