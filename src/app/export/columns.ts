import { decimalFromMicro } from '../../engine/domain/values/micro.ts';
import type { ExportRow } from './export-row.ts';

/** What people call a market and the side of it; `null` where it was never listed. */
export interface MarketNames {
  readonly question: string | null;
  readonly outcome: string | null;
}

/** A row with the names of its market. */
export type NamedRow = ExportRow & MarketNames;

/** A cell: text that strangers may have written, a number of ours, or nothing. */
export type Cell = { readonly text: string } | { readonly number: string } | null;

/** The columns of an export, in order; the same names are the keys of its JSON. */
export const COLUMNS: readonly (readonly [name: string, cellOf: (row: NamedRow) => Cell])[] = [
  ['time', ({ atMs }) => text(new Date(atMs).toISOString())],
  ['kind', ({ kind }) => text(kind)],
  ['market', ({ question }) => text(question)],
  ['market_id', ({ marketId }) => text(marketId)],
  ['outcome', ({ outcome }) => text(outcome)],
  ['token_id', ({ tokenId }) => text(tokenId)],
  ['side', ({ side }) => text(side)],
  ['shares', ({ shares }) => micro(shares)],
  ['price', ({ price }) => micro(price)],
  ['amount', ({ amount }) => micro(amount)],
  ['fee', ({ fee }) => micro(fee)],
  ['realised', ({ realised }) => micro(realised)],
  ['cost', ({ cost }) => micro(cost)],
  ['cash_change', ({ cashChange }) => micro(cashChange)],
  ['ledger', ({ ledger }) => text(ledger)],
  ['leader', ({ leader }) => text(leader)],
  ['order_id', ({ orderId }) => text(orderId)],
  ['trade_id', ({ tradeId }) => text(tradeId)],
  ['transaction', ({ transaction }) => text(transaction)],
  ['note', ({ note }) => text(note)],
];

function text(value: string | null): Cell {
  return value === null || value === '' ? null : { text: value };
}

function micro(value: number | null): Cell {
  return value === null ? null : { number: decimalFromMicro(value) };
}
