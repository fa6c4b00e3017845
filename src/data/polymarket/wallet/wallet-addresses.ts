import {
  AbiCoder,
  concat,
  getAddress,
  getCreate2Address,
  keccak256,
  solidityPackedKeccak256,
} from 'ethers';
import { z } from 'zod';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { POLYMARKET_CONTRACTS } from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { WalletKind } from '../order/trading-account.ts';
import { type ChainNode, nodeFailureOf } from './chain-node.ts';

/*
 * Pinned as the contracts are: whoever chooses the code chooses the wallet.
 * Source: `@polymarket/client` 0.2.0, `wallet` and `environments`.
 */
const PROXY_IMPLEMENTATION = '0x44e999d5c2F66Ef0861317f9A4805AC2e90aEB4f';
const SAFE_CODE_HASH = '0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf';
const DEPOSIT_IMPLEMENTATION = '0x58CA52ebe0DadfdF531Cde7062e76746de4Db1eB';
const DEPOSIT_BEACON = '0x7A18EDfe055488A3128f01F563e5B479D92ffc3a';
/** Asks the factory of deposit wallets for its beacon; the older one has none. */
const BEACON_QUESTION = '0x49493a4d';
const ZERO_BEACON = 0n;
const BEACON = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{64})?$/)
  .transform((hex) => (hex === '0x' ? ZERO_BEACON : BigInt(hex)));

/** How the factory makes deposit wallets: behind its beacon, or, at first, each with its own code. */
export type DepositGeneration = 'beacon' | 'uups';

/** The wallets that the venue's factories make for a key, always at the same addresses. */
export interface WalletAddresses {
  readonly eoa: WalletAddress;
  readonly proxy: WalletAddress;
  readonly safe: WalletAddress;
  /** By generation; {@link currentGeneration} tells which one a new wallet is of. */
  readonly depositWallet: Readonly<Record<DepositGeneration, WalletAddress>>;
}

/** @throws TypeError when `key` is no address */
export function walletAddressesOf(key: string): WalletAddresses {
  const eoa = getAddress(key);
  return {
    eoa: lower(eoa),
    proxy: proxyOf(eoa),
    safe: safeOf(eoa),
    depositWallet: {
      beacon: depositWalletOf(eoa, beaconCode),
      uups: depositWalletOf(eoa, uupsCode),
    },
  };
}

/** What kind of wallet of the key an address is; `null` when it is none of them. */
export function kindOf(key: string, wallet: string): WalletKind | null {
  const { eoa, proxy, safe, depositWallet } = walletAddressesOf(key);
  switch (wallet.toLowerCase()) {
    case eoa:
      return 'eoa';
    case depositWallet.beacon:
    case depositWallet.uups:
      return 'depositWallet';
    case safe:
      return 'safe';
    case proxy:
      return 'proxy';
    default:
      return null;
  }
}

/** The generation of a deposit wallet that is made now. @throws RpcError */
export async function currentGeneration(node: ChainNode): Promise<DepositGeneration> {
  const to = POLYMARKET_CONTRACTS.depositWalletFactory;
  try {
    const beacon = await node.call({ to, data: BEACON_QUESTION }, BEACON);
    return beacon === ZERO_BEACON ? 'uups' : 'beacon';
  } catch (error) {
    if (nodeFailureOf(error)?.isRevert === true) return 'uups';
    throw error;
  }
}

function lower(address: string): WalletAddress {
  return address.toLowerCase() as WalletAddress;
}

function encoded(types: readonly string[], values: readonly unknown[]): string {
  return AbiCoder.defaultAbiCoder().encode(types, values);
}

/** A minimal proxy that its factory makes, with the call that initialises it behind its code. */
const PROXY_CODE_HASH = keccak256(
  concat([
    '0x3d3d606380380380913d393d73',
    POLYMARKET_CONTRACTS.proxyFactory,
    '0x5af4602a57600080fd5b602d8060366000396000f3363d3d373d3d3d363d73',
    PROXY_IMPLEMENTATION,
    '0x5af43d82803e903d91602b57fd5bf352e831dd',
    encoded(['uint256', 'uint256'], [32, 0]),
  ]),
);

function proxyOf(key: string): WalletAddress {
  const salt = solidityPackedKeccak256(['address'], [key]);
  return lower(getCreate2Address(POLYMARKET_CONTRACTS.proxyFactory, salt, PROXY_CODE_HASH));
}

function safeOf(key: string): WalletAddress {
  const salt = keccak256(encoded(['address'], [key]));
  return lower(getCreate2Address(POLYMARKET_CONTRACTS.safeFactory, salt, SAFE_CODE_HASH));
}

/** Either generation is a proxy of ERC-1967 with two arguments behind its code. */
function depositWalletOf(key: string, codeOf: (args: string) => string): WalletAddress {
  const factory = POLYMARKET_CONTRACTS.depositWalletFactory;
  const args = encoded(['address', 'uint256'], [factory, key]);
  return lower(getCreate2Address(factory, keccak256(args), keccak256(codeOf(args))));
}

function uupsCode(args: string): string {
  return concat([
    '0x61007d3d8160233d3973',
    DEPOSIT_IMPLEMENTATION,
    '0x6009',
    '0x5155f3363d3d373d3d363d7f360894a13ba1a3210667c828492db98dca3e2076',
    '0xcc3735a920a3ca505d382bbc545af43d6000803e6038573d6000fd5b3d6000f3',
    args,
  ]);
}

function beaconCode(args: string): string {
  return concat([
    '0x6100923d8160233d3973',
    DEPOSIT_BEACON,
    '0x60195155f3363d3d373d3d363d602036600436635c60da',
    '0x1b60e01b36527fa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6c',
    '0xb3582b35133d50545afa5036515af43d6000803e604d573d6000fd5b3d6000f3',
    args,
  ]);
}

/** An address as people compare it: its capital letters are a checksum. @throws TypeError */
export function checksummed(address: string): string {
  return getAddress(address.toLowerCase());
}
