import { SIGNATURE_TYPES, type WalletKind } from '../../data/polymarket/order/trading-account.ts';
import { kindOf, walletAddressesOf } from '../../data/polymarket/wallet/wallet-addresses.ts';
import { type WalletAddress, walletAddress } from '../../engine/domain/ids.ts';
import { WALLET_WORDS } from '../allowances/wallet.ts';
import type { Config } from '../config.ts';
import type { KeyFound } from './found-key.ts';

/** The wallet that holds the money, and the key that speaks for it. */
export interface FoundWallet {
  readonly kind: WalletKind;
  readonly key: WalletAddress;
  readonly funder: WalletAddress;
}

export type WalletFound =
  | { readonly kind: 'found'; readonly wallet: FoundWallet }
  /** There is no key to ask for its wallets. */
  | { readonly kind: 'noKey' }
  | { readonly kind: 'unfit'; readonly found: string; readonly todo: string };

const KINDS: readonly WalletKind[] = ['eoa', 'proxy', 'safe', 'depositWallet'];

/** What funder and type mean for this key: its wallets have addresses that follow from it. */
export function findWallet(
  key: KeyFound,
  { funder, signatureType }: Pick<Config['polymarket'], 'funder' | 'signatureType'>,
): WalletFound {
  if (key.kind === 'none' || key.kind === 'unreadable') return { kind: 'noKey' };
  const { address } = key;
  const named = KINDS[signatureType ?? SIGNATURE_TYPES.eoa] ?? 'eoa';
  const holder = funder === null ? null : walletAddress(funder);
  if (holder === null) {
    if (named === 'eoa') return found('eoa', address, address);
    return unfit(
      `type ${SIGNATURE_TYPES[named]} (${WALLET_WORDS[named]}) is set, and no address of that wallet`,
      `set POLYMARKET_FUNDER=${addressOf(address, named)}, the ${WALLET_WORDS[named]} of this key`,
    );
  }
  const kind = kindOf(address, holder);
  if (kind === null) return foreign(address, holder);
  if (kind === named) return found(kind, address, holder);
  const told = signatureType === null ? 'is not set' : `is ${signatureType}`;
  return unfit(
    `the money is in the ${WALLET_WORDS[kind]} of the key ${address}, and POLYMARKET_SIGNATURE_TYPE ${told}`,
    `set POLYMARKET_SIGNATURE_TYPE=${SIGNATURE_TYPES[kind]}`,
  );
}

function found(kind: WalletKind, key: WalletAddress, funder: WalletAddress): WalletFound {
  return { kind: 'found', wallet: { kind, key, funder } };
}

function unfit(words: string, todo: string): WalletFound {
  return { kind: 'unfit', found: words, todo };
}

function foreign(key: WalletAddress, holder: WalletAddress): WalletFound {
  const choices = KINDS.map(
    (kind) => `${addressOf(key, kind)} (${WALLET_WORDS[kind]}, type ${SIGNATURE_TYPES[kind]})`,
  );
  return unfit(
    `POLYMARKET_FUNDER ${holder} is no wallet of the key ${key}`,
    `set it to the one that holds the money: ${choices.join(', ')}; or take the key of that wallet`,
  );
}

/** Of a deposit wallet the generation that is made now. */
function addressOf(key: WalletAddress, kind: WalletKind): string {
  const addresses = walletAddressesOf(key);
  return kind === 'depositWallet' ? addresses.depositWallet.beacon : addresses[kind];
}
