import { concat, type TypedDataField, toBeHex, toUtf8Bytes } from 'ethers';
import { signedBy, type TypedDataSigner } from '../auth/typed-data-signer.ts';
import { ORDER_TYPE, structHash } from './order-hash.ts';
import { BYTES32_ZERO, ORDER_FIELDS } from './order-struct.ts';
import type { PlannedOrder } from './plan-order.ts';
import { SIGNATURE_TYPES } from './trading-account.ts';

/** An order that the exchange can check. */
export interface SignedOrder extends PlannedOrder {
  readonly signature: string;
}

/** What a deposit wallet is asked to confirm: the order, for this wallet alone (ERC-7739). */
const WRAPPED_FIELDS: readonly TypedDataField[] = [
  { name: 'contents', type: 'Order' },
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
];
const WALLET_NAME = 'DepositWallet';
const WALLET_VERSION = '1';
const LENGTH_BYTES = 2;

/**
 * Signs a planned order with the account's key. The id stays the hash of the order itself, also where
 * the signature is wrapped.
 * @throws SignatureError
 */
export async function signOrder(
  planned: PlannedOrder,
  signer: TypedDataSigner,
): Promise<SignedOrder> {
  const wrapped = planned.struct.signatureType === SIGNATURE_TYPES.depositWallet;
  const signature = wrapped
    ? await wrappedSignature(planned, signer)
    : await signedBy(signer, planned.key, {
        domain: planned.exchange.domain,
        types: { Order: ORDER_FIELDS },
        value: { ...planned.struct },
      });
  return { ...planned, signature };
}

/** Signature ‖ domain separator ‖ struct hash ‖ type ‖ length of the type, as ERC-7739 lays it out. */
async function wrappedSignature(planned: PlannedOrder, signer: TypedDataSigner): Promise<string> {
  const { struct, exchange } = planned;
  const inner = await signedBy(signer, planned.key, {
    domain: exchange.domain,
    types: { TypedDataSign: WRAPPED_FIELDS, Order: ORDER_FIELDS },
    value: {
      contents: { ...struct },
      name: WALLET_NAME,
      version: WALLET_VERSION,
      chainId: exchange.domain.chainId,
      verifyingContract: struct.signer,
      salt: BYTES32_ZERO,
    },
  });
  const type = toUtf8Bytes(ORDER_TYPE);
  const length = toBeHex(type.length, LENGTH_BYTES);
  return concat([inner, exchange.separator, structHash(struct), type, length]);
}
