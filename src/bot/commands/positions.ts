import type { PositionView } from '../../engine/contract/views.ts';
import { addMoney, ZERO_MONEY } from '../../engine/domain/values/money.ts';
import { type ChatCommand, UsageError } from '../command.ts';
import { cents, count, gain, money, shares } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { bookName, marketName, sideName, walletName } from '../format/names.ts';
import { levelWords } from '../format/own-exit-words.ts';
import type { Line } from '../reply.ts';

/** Positions that one message lists. */
const LISTED_MAX = 12;

export const positions: ChatCommand = {
  name: 'positions',
  aliases: ['position', 'pos', 'p'],
  summary: 'what is open, at the bid',
  examples: [
    ['/positions', 'the largest first'],
    ['/positions whale-7', 'only those copied from one wallet'],
  ],
  arguments: [{ name: 'who', about: 'label of a wallet', required: false, suggests: 'wallet' }],
  role: 'viewer',
  danger: 'none',
  async run({ queries, words }) {
    const [who] = words;
    const all = queries.positions().filter((one) => !one.position.ledger.startsWith('shadow:'));
    const views = who === undefined ? all : all.filter(({ wallet }) => isOf(wallet, who));
    if (who !== undefined && views.length === 0) {
      const found = await queries.findWallet(who);
      if (found.kind === 'none') throw new UsageError(found.reason);
    }
    if (views.length === 0) {
      const next =
        who === undefined ? 'The next copy shows here.' : 'The next copy of it shows here.';
      return reply('Nothing is open', { blocks: [lines(next)] });
    }
    const cost = views.reduce((sum, { position }) => addMoney(sum, position.cost), ZERO_MONEY);
    const open = views.reduce(
      (sum, one) => addMoney(sum, one.unrealised ?? ZERO_MONEY),
      ZERO_MONEY,
    );
    const listed = views.slice(0, LISTED_MAX).flatMap(positionLines);
    const rest = views.length > LISTED_MAX ? [`and ${views.length - LISTED_MAX} more`] : [];
    const unsettled = views.filter((one) => one.unsettled > 0).length;
    const unquoted = views.filter(({ value }) => value === null).length;
    const claims = views.filter(({ payout }) => payout !== null);
    const claim = claims.reduce((sum, { value }) => addMoney(sum, value ?? ZERO_MONEY), ZERO_MONEY);
    const note = [
      ...(unquoted === 0 ? [] : [`${unquoted} without a bid, counted at no result`]),
      ...(claims.length === 0 ? [] : [`${money(claim)} to claim of markets that are resolved`]),
      ...(unsettled === 0 ? [] : ['Not settled yet: the chain may still undo these trades.']),
    ];
    return reply(
      [`Open ${count(views.length, 'position')} · ${money(cost)} at cost · `, gain(open)],
      {
        symbol: '◆',
        blocks: [lines(...listed, ...rest, ...note)],
        buttons: [show('Orders', '/orders'), show('PnL', '/pnl')],
      },
    );
  },
};

function isOf(wallet: PositionView['wallet'], who: string): boolean {
  const word = who.toLowerCase();
  return wallet !== null && (wallet.label?.toLowerCase() === word || wallet.address === word);
}

/** `K3F9QX  PAPER 24.2 YES  Fed cuts in December?` and what it stands at. */
export function positionLines(view: PositionView): readonly Line[] {
  const { position, outcome, average, unrealised, unsettled, wallet, shortId, levels } = view;
  const held = `  ${bookName(position.ledger)} ${shares(position.quantity)} ${sideName(outcome)}  `;
  const result = unrealised === null ? [] : [' · ', gain(unrealised)];
  const part = unsettled < position.quantity ? `${shares(unsettled)} ` : '';
  const open = unsettled === 0 ? [] : [` · ${part}not settled yet`];
  const now = standsAt(view);
  const sells = levels === null ? null : levelWords(levels, position);
  return [
    [{ code: shortId }, held, marketName(outcome.market)],
    [`  at ${cents(average)} · ${now} · ${walletName(wallet)}`, ...result, ...open],
    ...(sells === null ? [] : [`  ${sells}`]),
  ];
}

function standsAt({ payout, bid }: PositionView): string {
  if (payout !== null) return `resolved, pays ${cents(payout)}, to claim`;
  return bid === null ? 'no bid' : `bid ${cents(bid)}`;
}
