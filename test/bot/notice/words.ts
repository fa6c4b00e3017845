import { plainText } from '../../../src/bot/format/compose.ts';
import { lookUp, type NoticeContext } from '../../../src/bot/notice/context.ts';
import { wordNotice } from '../../../src/bot/notice/word-notice.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { LEADER, MARKET, YES } from '../../engine/intelligence/examples.ts';
import { context, notice } from './examples.ts';

export async function worded(of: Notice, knows: NoticeContext = context()) {
  const going = { delivery: 'on', mayRepeat: false } as const;
  return wordNotice(await lookUp(of, knows), going);
}

/** What a reader sees: symbol and title, the lines, the buttons. */
export async function said(of: Notice, knows: NoticeContext = context()): Promise<string[]> {
  const { reply } = await worded(of, knows);
  const title = `${reply.symbol ?? ''} ${plainText(reply.title)}`.trim();
  const rows = reply.blocks.flatMap((one) =>
    one.kind === 'lines' ? one.lines.map(plainText) : [],
  );
  const buttons = reply.buttons.map(({ label, tap }) =>
    tap.kind === 'command' ? `[${label}: ${tap.text}]` : `[${label}]`,
  );
  return [title, ...rows, ...buttons];
}

export const BOUGHT = notice({
  kind: 'fill',
  data: {
    side: 'buy',
    quantity: shares(8.06),
    price: cents(62),
    notional: dollars(5),
    fee: 0,
    whole: 1,
    wallet: LEADER,
    market: MARKET,
    token: YES,
    leaderPrice: cents(61.7),
    behindMs: 1_900,
  },
});
export const SOLD = notice({
  kind: 'fill',
  data: {
    ...BOUGHT.data,
    side: 'sell',
    price: cents(65.5),
    notional: dollars(5.27),
    fee: dollars(0.03),
    leaderPrice: null,
    behindMs: null,
  },
});
