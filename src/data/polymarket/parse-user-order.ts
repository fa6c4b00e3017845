import type { MarketId, TokenId, WalletAddress } from '../../engine/domain/ids.ts';
import type { Side } from '../../engine/domain/order.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Quantity } from '../../engine/domain/values/money.ts';
import type { VenueOrderStatus } from '../../engine/domain/venue-answer.ts';
import type { FrameReader, Row } from '../parsed.ts';
import { tokenIdOf } from './parse-ids.ts';
import {
  addressOf,
  conditionOf,
  isFixedPoint,
  orderHashOf,
  orderStatusOf,
  sideOf,
  sizeOf,
} from './parse-user-fields.ts';

/** An order of the account, from the user channel or from a list. */
export interface UserOrder {
  readonly hash: string;
  readonly status: VenueOrderStatus;
  /** `null` when the venue left it out. */
  readonly matched: Quantity | null;
  /** Whose money it is; `null` when it does not say. */
  readonly address: WalletAddress | null;
  /** API key that posted it; empty when it does not say. */
  readonly owner: string;
  /** Missing in some frames of killed orders. */
  readonly marketId: MarketId | null;
  readonly tokenId: TokenId | null;
  readonly side: Side | null;
}

/** An `order` frame or a row of `/data/orders`: only id, status and a readable size are needed. */
export function parseUserOrder(row: Row, reader: FrameReader): UserOrder | null {
  const hash = orderHashOf(row['id']);
  if (hash === null) return reader.refuse('id', 'an order hash');
  const said = orderStatusOf(row['status']);
  if (said === null) return reader.refuse('status', 'a status of an order');
  const matched = matchedOf(row, said.isPrefixed);
  if (matched === undefined) return reader.refuse('size_matched', 'a size, or nothing');
  return {
    hash,
    status: row['type'] === 'CANCELLATION' ? ended(said.status) : said.status,
    matched,
    address: addressOf(row['maker_address']),
    owner: typeof row['owner'] === 'string' ? row['owner'] : '',
    marketId: conditionOf(row['market']),
    tokenId: tokenIdOf(row['asset_id']),
    side: sideOf(row['side']),
  };
}

/** The venue takes no order of less than a share. */
const ORDER_MICRO_MIN = MICRO;

/** `undefined` for what is neither a size nor left out. */
function matchedOf(row: Row, isPrefixed: boolean): Quantity | null | undefined {
  const raw = row['size_matched'];
  if (raw === undefined || raw === null || raw === '') return null;
  const isFixed = isFixedPoint(isPrefixed, [row['original_size'], raw], ORDER_MICRO_MIN);
  return sizeOf(raw, isFixed) ?? undefined;
}

/** A cancellation may still carry the status from before it. */
export function ended(status: VenueOrderStatus): VenueOrderStatus {
  return status === 'live' || status === 'delayed' ? 'canceled' : status;
}
