import type { SignedOrder } from './sign-order.ts';

/**
 * The body of `POST /order`, byte for byte the same for the same order. `owner` is the API key's id.
 * Keys stand in alphabetical order; `postOnly` stands only where it is set.
 */
export function postOrderBody(order: SignedOrder, owner: string): string {
  const { struct, terms } = order;
  return JSON.stringify({
    deferExec: false,
    order: {
      builder: struct.builder,
      expiration: String(order.expiration),
      maker: struct.maker,
      makerAmount: struct.makerAmount,
      metadata: struct.metadata,
      salt: Number(struct.salt),
      side: struct.side === 0 ? 'BUY' : 'SELL',
      signature: order.signature,
      signatureType: struct.signatureType,
      signer: struct.signer,
      takerAmount: struct.takerAmount,
      timestamp: struct.timestamp,
      tokenId: struct.tokenId,
    },
    orderType: terms.kind,
    owner,
    ...(terms.postOnly ? { postOnly: true } : {}),
  });
}
