import type { Chance } from '../chance.ts';
import { costOf, type Match } from '../venue/matching.ts';
import type { VenueSide } from '../venue/venue.ts';
import type { Movement } from './accounts.ts';
import type { TradeMaker } from './exchange.ts';
import type { OrderRecord } from './order-record.ts';
import type { Booking } from './settlement.ts';

/** One account's part of a match. */
export interface Part {
  readonly record: OrderRecord;
  readonly size: number;
  readonly cost: number;
}

/** A match as the accounts in it have to book it. */
export interface MatchBooking extends Booking {
  readonly parts: readonly Part[];
}

/** Reads from a match what the exchange keeps; who is not an account gets made-up names. */
export function bookMatch(
  { trade, fills }: Match,
  at: {
    readonly chance: Chance;
    readonly atMs: number;
    /** `null` when somebody of the world takes. */
    readonly taker: OrderRecord | null;
    readonly recordOf: (id: string) => OrderRecord | null;
  },
): MatchBooking {
  const { chance, taker, recordOf } = at;
  const { market, outcome, side, price, size, transaction, rows } = trade;
  const fee = rows[0]?.fee ?? 0;
  const parts: Part[] = [];
  const movements: Movement[] = [];
  const owners: string[] = [];
  const join = (record: OrderRecord, part: Omit<Part, 'record'>, paidFee: number): void => {
    parts.push({ record, ...part });
    owners.push(record.submission.owner);
    movements.push(...movementsOf(record, part, paidFee));
  };
  if (taker !== null) {
    const cost = fills.reduce((sum, fill) => sum + costOf(fill), 0);
    join(taker, { size, cost }, fee);
  }
  const makers = fills.map((fill, index): TradeMaker => {
    const row = rows[index + 1];
    const record = fill.guest === null ? null : recordOf(fill.guest.id);
    const own = row?.price ?? fill.price;
    if (record !== null) {
      join(record, { size: fill.size, cost: costOf({ price: own, size: fill.size }) }, 0);
    }
    return {
      hash: record?.submission.hash ?? drawHash(chance),
      owner: record?.submission.owner ?? drawUuid(chance),
      address: row?.wallet ?? '',
      outcome: row?.outcome ?? outcome,
      side: (row?.side || side) as VenueSide,
      price: own,
      matched: fill.size,
    };
  });
  const draft = {
    id: drawUuid(chance),
    market,
    takerHash: taker?.submission.hash ?? drawHash(chance),
    takerOwner: taker?.submission.owner ?? drawUuid(chance),
    takerMaker: rows[0]?.wallet ?? '',
    ...{ outcome, side, price, size, fee, makers, matchedAtMs: at.atMs },
  };
  return { trade: draft, transaction, movements, rows, owners, parts };
}

function movementsOf(
  { submission }: OrderRecord,
  { size, cost }: Omit<Part, 'record'>,
  fee: number,
): readonly Movement[] {
  const { maker: address, market, outcome, side } = submission;
  const sign = side === 'BUY' ? 1 : -1;
  return [
    { address, asset: null, amount: -sign * cost - fee },
    { address, asset: market.tokenIds[outcome], amount: sign * size },
  ];
}

function drawHash(chance: Chance): string {
  return `0x${chance.hex(64)}`;
}

/** In the shape of a random UUID, version 4. */
function drawUuid(chance: Chance): string {
  const digits = chance.hex(32);
  const part = (from: number, to: number): string => digits.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-4${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`;
}
