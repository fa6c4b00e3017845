import { concat, dataSlice, TypedDataEncoder, toBeHex, toUtf8Bytes, verifyTypedData } from 'ethers';
import { ORDER_CONTRACTS, type OrderContract } from './order-contracts.ts';
import type { SentOrder } from './order-payload.ts';

const ORDER_FIELDS = [
  { name: 'salt', type: 'uint256' },
  { name: 'maker', type: 'address' },
  { name: 'signer', type: 'address' },
  { name: 'tokenId', type: 'uint256' },
  { name: 'makerAmount', type: 'uint256' },
  { name: 'takerAmount', type: 'uint256' },
  { name: 'side', type: 'uint8' },
  { name: 'signatureType', type: 'uint8' },
  { name: 'timestamp', type: 'uint256' },
  { name: 'metadata', type: 'bytes32' },
  { name: 'builder', type: 'bytes32' },
];
/** What a deposit wallet confirms (ERC-7739): the order, for this wallet alone. */
const WRAPPED_FIELDS = [
  { name: 'contents', type: 'Order' },
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
];
const ENCODER = TypedDataEncoder.from({ Order: ORDER_FIELDS });
const ORDER_TYPE = toUtf8Bytes(ENCODER.encodeType('Order'));
const SIGNATURE_BYTES = 65;
const SALT_ZERO = `0x${'00'.repeat(32)}`;

type Struct = Readonly<Record<string, unknown>>;

function structOf(order: SentOrder): Struct {
  const { expiration: _, signature: __, ...signed } = order;
  return { ...signed, side: order.side === 'BUY' ? 0 : 1 };
}

/** EIP-712 hash of an order: its id. */
export function orderHash(order: SentOrder, { domain }: OrderContract): string {
  return TypedDataEncoder.hash(domain, { Order: ORDER_FIELDS }, structOf(order));
}

/** The key that signed the order for this contract, in lower case; `null` when none can have. */
export function orderSigner(order: SentOrder, contract: OrderContract): string | null {
  try {
    const signer =
      order.signatureType === 3
        ? wrappedSigner(order, contract)
        : verifyTypedData(
            contract.domain,
            { Order: ORDER_FIELDS },
            structOf(order),
            order.signature,
          );
    return signer?.toLowerCase() ?? null;
  } catch {
    // Bytes that no key can have made.
    return null;
  }
}

/** Whether it was signed for another contract than that of its market. */
export function isSignedElsewhere(
  order: SentOrder,
  contract: OrderContract,
  isRight: (signer: string) => boolean,
): boolean {
  return ORDER_CONTRACTS.some((other) => {
    const signer = other === contract ? null : orderSigner(order, other);
    return signer !== null && isRight(signer);
  });
}

/** Signature ‖ domain separator ‖ struct hash ‖ type ‖ length of the type. */
function wrappedSigner(order: SentOrder, { domain, separator }: OrderContract): string | null {
  const struct = structOf(order);
  const length = toBeHex(ORDER_TYPE.length, 2);
  const tail = concat([separator, ENCODER.hash(struct), ORDER_TYPE, length]);
  const signature = order.signature.toLowerCase();
  if (dataSlice(signature, SIGNATURE_BYTES) !== tail) return null;
  const wrapped = {
    contents: struct,
    name: 'DepositWallet',
    version: '1',
    chainId: domain.chainId,
    verifyingContract: order.signer,
    salt: SALT_ZERO,
  };
  const types = { TypedDataSign: WRAPPED_FIELDS, Order: ORDER_FIELDS };
  return verifyTypedData(domain, types, wrapped, dataSlice(signature, 0, SIGNATURE_BYTES));
}
