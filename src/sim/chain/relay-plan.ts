import { getAddress } from 'ethers';
import { Refusal } from '../wire/refusal.ts';
import { beaconWalletOf } from '../wire/trading/wallet-addresses.ts';
import type { Wallets } from '../wire/trading/wallets.ts';
import type { Call } from './contract.ts';
import { CONTRACTS, type ContractName, isContract } from './contract-addresses.ts';
import type { ProxyBody, RelayBody, SafeBody, WalletBody } from './relay-body.ts';
import { signerOf } from './relay-proof.ts';
import { callsOfMultiSend } from './wallet-contracts.ts';

/** Who sends what the relayer sends: an account of the venue, made up here. */
export const RELAY_ADDRESS = '0x5e1a7e5e1a7e5e1a7e5e1a7e5e1a7e5e1a7e0137';
const BAD_REQUEST = 400;
const SECOND_MS = 1_000;

/** What will be sent for a wallet. */
export interface RelayPlan {
  /** In lower case. */
  readonly wallet: string;
  /** `null` for the making of a wallet, which has none yet. */
  readonly nonce: bigint | null;
  readonly calls: readonly Call[];
  readonly to: string;
  readonly input: string;
  /** A hub counts what reverted too; other wallets do not. */
  readonly countsReverted: boolean;
}

/** Proves a submission and reads what it does. @throws Refusal */
export function planRelay(body: RelayBody, wallets: Wallets, nowMs: number): RelayPlan {
  switch (body.kind) {
    case 'SAFE':
      checkOwner(body, wallets.all(body.from, 2));
      return planSafe(body);
    case 'PROXY':
      checkOwner(body, wallets.all(body.from, 1));
      return planProxy(body);
    case 'WALLET':
      checkOwner(body, wallets.all(body.from, 3));
      return planWallet(body, nowMs);
    case 'WALLET-CREATE': {
      checkTarget(body.to, 'depositWalletFactory');
      const wallet = beaconWalletOf(getAddress(body.from)).toLowerCase();
      return { wallet, nonce: null, calls: [], to: body.to, input: '0x', countsReverted: false };
    }
  }
}

function checkOwner(body: SafeBody | ProxyBody | WalletBody, owned: readonly string[]): void {
  if (!owned.includes(body.wallet)) throw refuse('wallet does not belong to the signer');
  if (signerOf(body) !== body.from) throw refuse('invalid signature');
}

function checkTarget(to: string, name: ContractName): void {
  if (!isContract(to, name)) throw refuse(`invalid to: ${CONTRACTS[name]} is expected`);
}

function planSafe(body: SafeBody): RelayPlan {
  const { wallet, nonce, to, data, operation } = body;
  if (body.value !== 0n) throw refuse('value is not zero');
  const plan = { wallet, nonce, to: wallet, input: data, countsReverted: false };
  if (operation === 0) return { ...plan, calls: [{ from: wallet, to, data }] };
  checkTarget(to, 'multiSend');
  const calls = callsOfMultiSend(data);
  if (calls === null || calls.length === 0) throw refuse('invalid multisend');
  return { ...plan, calls: calls.map((call) => ({ from: wallet, ...call })) };
}

function planProxy(body: ProxyBody): RelayPlan {
  const { wallet, nonce, from, to, data } = body;
  checkTarget(to, 'proxyFactory');
  checkTarget(body.relayHub, 'relayHub');
  if (body.relay !== RELAY_ADDRESS) throw refuse('invalid relay');
  // The factory knows the key behind the hub, and calls in the name of its proxy.
  return { wallet, nonce, calls: [{ from, to, data }], to, input: data, countsReverted: true };
}

function planWallet(body: WalletBody, nowMs: number): RelayPlan {
  const { wallet, nonce, to, calls, deadline } = body;
  checkTarget(to, 'depositWalletFactory');
  if (deadline * BigInt(SECOND_MS) <= BigInt(Math.floor(nowMs))) throw refuse('deadline expired');
  if (calls.some(({ value }) => value !== 0n)) throw refuse('value is not zero');
  return {
    wallet,
    nonce,
    calls: calls.map(({ target, data }) => ({ from: wallet, to: target, data })),
    to,
    input: '0x',
    countsReverted: false,
  };
}

function refuse(text: string): Refusal {
  return new Refusal(BAD_REQUEST, text);
}
