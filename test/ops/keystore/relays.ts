import type { SignerPolicy, SignerPurpose } from '../../../src/ops/keystore/policy.ts';
import type { Refusal } from '../../../src/ops/keystore/refusal.ts';
import type { RelayCall, RelayRequest } from '../../../src/ops/keystore/relay-request.ts';
import { ADDRESS, EXCHANGE, POLICY } from './keys.ts';
import {
  ADAPTER,
  ALLOWED,
  type Asked,
  approve,
  asked,
  CONDITION31,
  encoded,
  merge,
  OTHER,
  REFUSED_TRANSACTIONS,
  redeem,
  redeemPositions,
  USDCE,
  wrap,
} from './transactions.ts';

/** The wallet that the key speaks for, of whichever kind. */
export const WALLET = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';
export const RELAY = '0x7Db63fe6D62EB73fB01f8009416f4c2bB4fBDa6a';
/** When they are judged. */
export const NOW_S = 1_791_225_442;

export const KINDS = ['proxy', 'safe', 'depositWallet'] as const;
export type Kind = (typeof KINDS)[number];
const TYPES = { proxy: 1, safe: 2, depositWallet: 3 } as const;

export const policyOf = (kind: Kind, purpose: SignerPurpose = 'trade'): SignerPolicy => ({
  ...POLICY,
  purpose,
  funder: WALLET,
  signatureType: TYPES[kind],
});

export const callOf = ({ to, data }: Asked): RelayCall => ({ to: String(to), data: String(data) });

const OF_KIND: Readonly<Record<Kind, object>> = {
  proxy: { relay: RELAY, gasLimit: '2500000' },
  safe: {},
  depositWallet: { deadline: String(NOW_S + 600) },
};

/** Calls for the wallet as its relayer would take them, with something changed. */
export const relay = (
  kind: Kind,
  calls: readonly Asked[] = [redeemPositions(), redeem(), merge()],
  more: object = {},
): RelayRequest =>
  ({
    ...{ kind, wallet: WALLET, nonce: '7', calls: calls.map(callOf) },
    ...OF_KIND[kind],
    ...more,
  }) as RelayRequest;

/** What each kind of signer signs for a wallet, by name. */
export const ALLOWED_CALLS: Readonly<Record<SignerPurpose, readonly [string, Asked][]>> = {
  trade: [
    ['wrapping for the wallet', wrap(USDCE, WALLET)],
    ...ALLOWED.trade.filter(([what]) => !what.startsWith('wrapping')),
  ],
  allowances: ALLOWED.allowances,
};

/** As many different calls. */
export const redemptions = (count: number): readonly Asked[] =>
  Array.from({ length: count }, (_, index) => redeem(CONDITION31, 1, BigInt(index + 1)));

interface Case {
  readonly reason: Refusal;
  readonly what: string;
  readonly kind: Kind;
  readonly request: unknown;
  readonly policy?: SignerPolicy;
}

const each = (reason: Refusal, what: string, more: (kind: Kind) => Partial<Case>): Case[] =>
  KINDS.map((kind) => ({ reason, what, kind, request: relay(kind), ...more(kind) }));
const changed = (reason: Refusal, what: string, more: object): Case[] =>
  each(reason, what, (kind) => ({ request: relay(kind, undefined, more) }));
const calls = (reason: Refusal, what: string, ...of: readonly Asked[]): Case[] =>
  each(reason, what, (kind) => ({ request: relay(kind, of) }));
const only = (kind: Kind, reason: Refusal, [what, more]: readonly [string, object]): Case => ({
  ...{ reason, what, kind, request: relay(kind, undefined, more) },
});

const OF_CALLS: readonly Refusal[] = [
  ...(['contract', 'call', 'purpose', 'asset', 'recipient'] as const),
  ...(['position', 'amount', 'spender'] as const),
];
/** A call that is no transaction of a key's either, behind one that is right. */
const UNSIGNED_CALLS: readonly Case[] = REFUSED_TRANSACTIONS.filter(
  // A wrap pays whom it names: here the wallet has a case of its own.
  ([reason, what]) => OF_CALLS.includes(reason) && what !== 'a wrap of nothing',
).flatMap(([reason, what, request, purpose = 'trade']) => {
  const right = purpose === 'trade' ? redeemPositions() : approve();
  return each(reason, `behind one that is right ${what}`, (kind) => ({
    request: relay(kind, [right, request as Asked]),
    policy: policyOf(kind, purpose),
  }));
});

/** Everything that is refused, by its reason; each differs from an allowed request in one place. */
export const REFUSED_RELAYS: readonly Case[] = [
  ...changed('malformed', 'another kind', { kind: 'eoa' }),
  ...changed('malformed', 'no kind', { kind: undefined }),
  ...changed('malformed', 'no wallet', { wallet: null }),
  ...changed('malformed', 'a nonce that is no text', { nonce: 7 }),
  ...changed('malformed', 'a nonce in hex', { nonce: '0x7' }),
  ...changed('malformed', 'a nonce below zero', { nonce: '-1' }),
  ...changed('malformed', 'a nonce of 257 bits', { nonce: String(1n << 256n) }),
  ...changed('malformed', 'no calls', { calls: undefined }),
  ...changed('malformed', 'a call of nothing', { calls: [null] }),
  ...changed('malformed', 'coins with a call', { calls: [{ ...callOf(redeem()), value: '1' }] }),
  ...changed('malformed', 'a delegated call', { calls: [{ ...callOf(redeem()), operation: 1 }] }),
  ...changed('malformed', 'half a byte', { calls: [{ ...callOf(redeem()), data: '0xabc' }] }),
  ...changed('malformed', 'a call of its own packing', { operation: 1 }),
  ...changed('malformed', 'a fee', { relayerFee: '1' }),
  ...changed('malformed', 'somebody who is paid back', { refundReceiver: OTHER }),
  ...calls('malformed', 'a longer call', asked(ADAPTER, `0x${'00'.repeat(261)}`)),
  only('safe', 'malformed', ['a deadline', { deadline: String(NOW_S + 1) }]),
  only('proxy', 'malformed', ['no relay', { relay: undefined }]),
  only('proxy', 'malformed', ['gas that is no text', { gasLimit: 1 }]),
  only('depositWallet', 'malformed', ['no deadline', { deadline: undefined }]),
  only('depositWallet', 'malformed', ['a deadline of no text', { deadline: NOW_S + 1 }]),
  ...each('signatureType', 'a key that is its own wallet', () => ({
    policy: { ...POLICY, funder: null, signatureType: 0 },
  })),
  ...each('signatureType', 'another kind of wallet', (kind) => ({
    policy: policyOf(kind === 'safe' ? 'depositWallet' : 'safe'),
  })),
  ...changed('wallet', 'the wallet of another', { wallet: OTHER }),
  ...changed('wallet', 'the key', { wallet: ADDRESS }),
  ...each('chain', 'another chain', (kind) => ({ policy: { ...policyOf(kind), chainId: 31_337 } })),
  ...calls('batch', 'no call'),
  ...calls('batch', 'a call too many', ...redemptions(13)),
  ...calls('batch', 'the same call twice', redeem(), merge(), redeem()),
  only('proxy', 'gas', ['none', { gasLimit: '0' }]),
  only('proxy', 'gas', ['more than its calls take', { gasLimit: '8400001' }]),
  only('depositWallet', 'deadline', ['now', { deadline: String(NOW_S) }]),
  only('depositWallet', 'deadline', ['long ago', { deadline: '0' }]),
  only('depositWallet', 'deadline', ['a second too late', { deadline: String(NOW_S + 1_201) }]),
  only('depositWallet', 'deadline', ['never', { deadline: String((1n << 256n) - 1n) }]),
  ...calls('contract', 'the wallet itself', asked(WALLET, encoded('multicall', []))),
  ...calls('purpose', 'an approval by a signer that trades', approve(EXCHANGE)),
  ...calls('recipient', 'a wrap for the key', wrap(USDCE, ADDRESS)),
  ...calls('amount', 'a wrap of nothing', wrap(USDCE, WALLET, 0n)),
  ...UNSIGNED_CALLS,
];
