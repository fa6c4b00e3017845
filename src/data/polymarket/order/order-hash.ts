import { concat, keccak256, TypedDataEncoder } from 'ethers';
import type { BrandedString } from '../../../engine/domain/values/branded.ts';
import type { Exchange } from './exchange.ts';
import { ORDER_FIELDS, type OrderStruct } from './order-struct.ts';

/** The venue's id of an order, known before anything is sent: `0x` and 64 lower-case digits. */
export type OrderHash = BrandedString<'OrderHash'>;

const ENCODER = TypedDataEncoder.from({ Order: [...ORDER_FIELDS] });
const PREFIX = '0x1901';

/** `Order(uint256 salt,…)`, as it is hashed. */
export const ORDER_TYPE = ENCODER.encodeType('Order');

/** EIP-712 hash of the struct alone. */
export function structHash(struct: OrderStruct): string {
  return ENCODER.hash(struct);
}

/** EIP-712 hash of the order under its exchange. */
export function orderHash(struct: OrderStruct, exchange: Exchange): OrderHash {
  return keccak256(concat([PREFIX, exchange.separator, structHash(struct)])) as OrderHash;
}
