import type { HttpRuntime } from '../../http/runtime.ts';
import type { TradingAccount, WalletKind } from '../order/trading-account.ts';
import type { ChainNode } from './chain-node.ts';
import { OwnKeyCalls } from './own-key-calls.ts';
import { RelayedCalls } from './relayed-calls.ts';
import type { Relayer } from './relayer.ts';
import { kindOf } from './wallet-addresses.ts';
import type { WalletCalls } from './wallet-calls.ts';
import type { WalletSigner } from './wallet-signer.ts';

const WALLET_WORDS: Readonly<Record<WalletKind, string>> = {
  eoa: 'own address',
  proxy: 'proxy wallet',
  safe: 'Safe',
  depositWallet: 'deposit wallet',
};

export interface WalletWays {
  readonly account: TradingAccount;
  readonly signer: WalletSigner;
  /** A node of the chain, such as `PolygonRpc`. */
  readonly rpc: ChainNode | null;
  readonly relayer: Relayer | null;
}

/** How the account's wallet makes calls; a text says what is missing for it. */
export function walletCallsOf(
  { account, signer, rpc, relayer }: WalletWays,
  runtime: HttpRuntime,
): WalletCalls | string {
  const { wallet: kind, key, funder } = account;
  if (signer.address.toLowerCase() !== key) {
    return `the signer's key is that of ${signer.address}, the account's is ${key}`;
  }
  const actual = kindOf(key, funder);
  if (actual !== kind) {
    const found =
      actual === null ? 'it is no wallet of that key' : `it is its ${WALLET_WORDS[actual]}`;
    return `${funder} is not the ${WALLET_WORDS[kind]} of the key ${key}: ${found}`;
  }
  if (kind === 'eoa') {
    if (rpc !== null) return new OwnKeyCalls({ signer, node: rpc });
    return "the key's own address sends transactions itself, which needs POLYGON_RPC_URL: the address of a node of Polygon";
  }
  if (relayer === null || !relayer.hasKey) {
    return `a ${WALLET_WORDS[kind]} acts through the venue's relayer, which needs POLYMARKET_RELAYER_KEY: a relayer API key from polymarket.com/settings → API Keys`;
  }
  return new RelayedCalls({ kind, wallet: funder, signer, relayer, node: rpc, runtime });
}
