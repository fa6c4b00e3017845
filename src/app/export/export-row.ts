import type { Booking } from '../../engine/contract/reports.ts';
import type { Flow, FlowMove } from '../../engine/domain/flow.ts';
import type { LedgerId, MarketId, TokenId, WalletAddress } from '../../engine/domain/ids.ts';
import type { Realisation } from '../../engine/domain/realisation.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { mulDiv } from '../../engine/domain/values/micro.ts';
import {
  averagePrice,
  type Money,
  money,
  type Price,
  quantity,
  subtractMoney,
  ZERO_MONEY,
} from '../../engine/domain/values/money.ts';

/** What a row tells of: what happened, and of a flow which one. */
export type ExportKind = Exclude<Booking['kind'], 'flow'> | 'merge' | Flow['kind'];

/**
 * One line of an export. Rows add up to the books of their ledger, in any order: shares and cost of
 * a position, cash, fees, and what was realised before fees. Of every trade of ours `cost` is
 * `realised` less `amount`; of what is a flow nothing is realised, and `cost` and `cashChange`
 * together are its worth.
 */
export interface ExportRow {
  readonly atMs: AtMs;
  readonly kind: ExportKind;
  readonly ledger: LedgerId;
  /** `null` where no shares moved. */
  readonly marketId: MarketId | null;
  readonly tokenId: TokenId | null;
  readonly leader: WalletAddress | null;
  /** `null` of what is no trade of ours. */
  readonly side: 'buy' | 'sell' | null;
  /** Change of shares held, in micro-shares; `null` where none moved. */
  readonly shares: number | null;
  readonly price: Price | null;
  /** Change of cash before the fee. */
  readonly amount: Money;
  /** Negative where one came back. */
  readonly fee: Money;
  /** What became final, before fees. */
  readonly realised: Money;
  /** Change of what positions cost. */
  readonly cost: Money;
  /** Change of cash. */
  readonly cashChange: Money;
  readonly orderId: string | null;
  readonly tradeId: string | null;
  readonly transaction: string | null;
  readonly note: string;
}

/** One row; of a flow that moved several positions one for each. */
export function exportRowsOf(booking: Booking): readonly ExportRow[] {
  switch (booking.kind) {
    case 'fill':
      return [fillRow(booking)];
    case 'reversal':
      return [reversalRow(booking)];
    case 'payout':
      return [payoutRow(booking.realisation)];
    case 'flow':
      return flowRows(booking.flow);
  }
}

function fillRow({ fill, realised }: Booking & { readonly kind: 'fill' }): ExportRow {
  const { side, fee, settlement } = fill;
  const isBuy = side === 'buy';
  const amount = isBuy ? subtractMoney(ZERO_MONEY, fill.notional) : fill.notional;
  return {
    ...{ atMs: fill.atMs, kind: 'fill', ledger: fill.ledger },
    ...{ marketId: fill.marketId, tokenId: fill.tokenId, leader: fill.wallet, side },
    shares: isBuy ? fill.quantity : -fill.quantity,
    ...{ price: fill.price, amount, fee, realised },
    ...moneyOf({ amount, fee, realised }),
    ...{ orderId: fill.intentId, tradeId: fill.tradeId, transaction: fill.transaction },
    note: settlement === 'confirmed' ? '' : SETTLEMENT_NOTES[settlement],
  };
}

const SETTLEMENT_NOTES = {
  matched: 'not settled yet',
  mined: 'not settled yet',
  retrying: 'not settled yet',
  failed: 'its settlement failed',
} as const;

function reversalRow(of: Booking & { readonly kind: 'reversal' }): ExportRow {
  const { fill, realisation } = of;
  const fee = fill === null ? ZERO_MONEY : subtractMoney(ZERO_MONEY, fill.fee);
  return {
    ...realisedRow(realisation, fee),
    kind: 'reversal',
    side: fill?.side ?? null,
    price: fill?.price ?? null,
    orderId: fill?.intentId ?? null,
    tradeId: fill?.tradeId ?? null,
    note: 'taken back: its settlement failed',
  };
}

function payoutRow(realisation: Realisation): ExportRow {
  const { change, cash } = realisation;
  // A payout is rounded down to the micro-dollar: up again, it reads as what was paid for a share.
  const isPriced = change < 0 && cash <= -change;
  const price = isPriced ? averagePrice(cash, quantity(-change), 'ceil') : null;
  const kind = realisation.cause === 'merge' ? 'merge' : 'payout';
  return { ...realisedRow(realisation, ZERO_MONEY), kind, price };
}

function realisedRow(realisation: Realisation, fee: Money): Omit<ExportRow, 'kind'> {
  const { atMs, ledger, marketId, tokenId, wallet, change, transaction } = realisation;
  const { amount: realised, cash: amount } = realisation;
  return {
    ...{ atMs, ledger, marketId, tokenId, leader: wallet, side: null, shares: change, price: null },
    ...{ amount, fee, realised },
    ...moneyOf({ amount, fee, realised }),
    ...{ orderId: null, tradeId: null, transaction, note: '' },
  };
}

function moneyOf(of: Pick<ExportRow, 'amount' | 'fee' | 'realised'>) {
  const { amount, fee, realised } = of;
  return { cost: subtractMoney(realised, amount), cashChange: subtractMoney(amount, fee) };
}

function flowRows(flow: Flow): readonly ExportRow[] {
  const { moves = [] } = flow;
  if (moves.length === 0) return [flowRow(flow, { move: null, cash: flow.amount })];
  const cost = moves.reduce((sum, move) => sum + move.cost, 0);
  const parts = inParts(money(flow.amount - cost), moves);
  return moves.map((move, at) => flowRow(flow, { move, cash: parts[at] ?? ZERO_MONEY }));
}

/** Cash by shares, so that each row has what its shares brought; what rounding leaves is the last's. */
function inParts(cash: Money, moves: readonly FlowMove[]): readonly Money[] {
  const sizes = moves.map(({ change }) => Math.abs(change));
  const by = sizes.reduce((sum, size) => sum + size, 0);
  let left: number = cash;
  return sizes.map((size, at) => {
    const isLast = at === sizes.length - 1;
    const part = isLast ? left : mulDiv(cash, size, { by, rounding: 'floor' });
    left -= part;
    return money(part);
  });
}

function flowRow(
  { atMs, kind, ledger, note }: Flow,
  { move, cash }: { readonly move: FlowMove | null; readonly cash: Money },
): ExportRow {
  return {
    ...{ atMs, kind, ledger },
    marketId: move?.marketId ?? null,
    tokenId: move?.tokenId ?? null,
    leader: move?.wallet ?? null,
    side: null,
    shares: move?.change ?? null,
    price: null,
    ...{ amount: cash, fee: ZERO_MONEY, realised: ZERO_MONEY },
    cost: move?.cost ?? ZERO_MONEY,
    cashChange: cash,
    ...{ orderId: null, tradeId: null, transaction: null, note },
  };
}
