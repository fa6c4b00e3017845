import type { Market } from '../../../engine/domain/market.ts';
import type { OrderIntent } from '../../../engine/domain/order.ts';
import type { MadeOrder } from '../../../engine/ports.ts';
import { VenueError } from '../../http/venue-error.ts';
import type { ApiAccess } from '../auth/api-access.ts';
import { signerFailureOf, type TypedDataSigner } from '../auth/typed-data-signer.ts';
import type { OnFault } from '../auth/venue-clock.ts';
import { postOrderBody } from '../order/order-body.ts';
import { OrderError } from '../order/order-error.ts';
import type { OrderTerms } from '../order/order-kind.ts';
import { planOrder } from '../order/plan-order.ts';
import { signOrder } from '../order/sign-order.ts';
import type { TradingAccount } from '../order/trading-account.ts';

export interface OrderMakerOptions {
  readonly account: TradingAccount;
  readonly signer: TypedDataSigner;
  readonly access: ApiAccess;
  readonly onFault: OnFault;
}

/** What an order is made of. */
export interface OrderToMake {
  readonly intent: OrderIntent;
  readonly market: Market;
  readonly terms: OrderTerms;
}

/** The terms that an intent asks for. */
export function termsOf({ timeInForce, restsUntilMs }: OrderIntent): OrderTerms {
  return timeInForce === 'GTD'
    ? { kind: 'GTD', postOnly: false, restsUntilMs }
    : { kind: 'FAK', postOnly: false, restsUntilMs: null };
}

/** The order and its bytes: the same for the same intent. A text says why there is none. */
export async function makeOrder(
  { intent, market, terms }: OrderToMake,
  { account, signer, access, onFault }: OrderMakerOptions,
): Promise<MadeOrder | { readonly refused: string }> {
  try {
    const planned = planOrder(intent, { market, account, terms });
    const { apiKey } = await access.credentials();
    const signed = await signOrder(planned, signer);
    return { hash: signed.hash, body: postOrderBody(signed, apiKey) };
  } catch (error) {
    if (error instanceof OrderError) return { refused: error.message };
    if (error instanceof VenueError) return { refused: `no credentials: ${error.message}` };
    const failure = signerFailureOf(error);
    if (failure === null) throw error;
    if (failure.isOver) onFault('signer', failure.text);
    return { refused: failure.text };
  }
}
