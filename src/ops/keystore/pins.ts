import { dollars, shares } from '../../engine/domain/values/money.ts';
import {
  POLYGON_CHAIN_ID,
  POLYMARKET_CONTRACTS,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { BoundPolicy, PinnedExchange } from './policy.ts';
import { SignerError } from './signer-error.ts';

const { exchange, negRiskExchange, exchangeV3 } = POLYMARKET_CONTRACTS;

/** Far above what the limits of any bankroll let through; a last stop behind all of them. */
export const SIGNED_NOTIONAL_MAX = dollars(10_000);
export const SIGNED_QUANTITY_MAX = shares(200_000);
/** The contracts that orders of this program are for. */
export const PINNED_EXCHANGES: readonly PinnedExchange[] = [
  { version: '2', address: exchange },
  { version: '2', address: negRiskExchange },
  { version: '3', address: exchangeV3 },
];

/**
 * A signer in its own process holds to the chain, contracts and sizes of its own code, whatever it is
 * told. @throws SignerError of kind `policy` for a wider one
 */
export function requirePinned(policy: BoundPolicy): void {
  const wider = [
    policy.chainId === POLYGON_CHAIN_ID ? null : `the chain ${policy.chainId}`,
    policy.exchanges.every(isPinned) ? null : 'a contract that is not pinned',
    policy.orderNotionalMax <= SIGNED_NOTIONAL_MAX ? null : 'the dollars of an order',
    policy.orderQuantityMax <= SIGNED_QUANTITY_MAX ? null : 'the shares of an order',
  ].find((one) => one !== null);
  if (wider === undefined) return;
  throw new SignerError('policy', `The signer's process does not take this policy: ${wider}`);
}

function isPinned({ version, address }: PinnedExchange): boolean {
  return PINNED_EXCHANGES.some(
    (pinned) => pinned.version === version && pinned.address.toLowerCase() === address,
  );
}
