import type { TypedDataField } from 'ethers';
import type { z } from 'zod';
import { type Check, chainCheck, firstFailed, pathOf, type Refused, refused } from './check.ts';
import type { BoundPolicy } from './policy.ts';
import {
  clobAuth,
  clobAuthDomain,
  DEPOSIT_WALLET,
  exchangeDomain,
  type OrderValue,
  order,
  STRUCTS,
  type TypedData,
  type TypedDataSignValue,
  typedDataSign,
} from './typed-data.ts';

/** What a signature is asked for, as it arrived: nothing is known of it. */
export interface SignRequest {
  readonly domain: unknown;
  readonly types: unknown;
  readonly value: unknown;
}

export type Verdict = { readonly kind: 'allowed'; readonly typed: TypedData } | Refused;

/** The sentence of the first version of the venue's login; another one attests something else. */
const CLOB_AUTH_MESSAGE = 'This message attests that I control the given wallet';
const ZERO_BYTES32 = `0x${'0'.repeat(64)}`;
const BUY = 0n;
const DEPOSIT_WALLET_TYPE = 3;

/** What a request asks to be signed. */
type Asked = 'Order' | 'wrapped Order' | 'ClobAuth';
const ASKED: readonly Asked[] = ['Order', 'wrapped Order', 'ClobAuth'];
/** The structs that each declares, in the order of the alphabet. */
const DECLARED: Readonly<Record<Asked, readonly (keyof typeof STRUCTS)[]>> = {
  Order: ['Order'],
  'wrapped Order': ['Order', 'TypedDataSign'],
  ClobAuth: ['ClobAuth'],
};

/**
 * Whether this may be signed. What is allowed is built anew from checked values and our own
 * constants, so that nothing of the request reaches the hash unseen.
 */
export function judge(request: SignRequest, policy: BoundPolicy): Verdict {
  const asked = askedIn(request.types);
  if (typeof asked !== 'string') return asked;
  if (policy.purpose !== 'trade') {
    return refused('purpose', `${asked}: this signer is for ${policy.purpose}`);
  }
  switch (asked) {
    case 'Order':
      return judgeOrder(request, policy);
    case 'wrapped Order':
      return judgeWrapped(request, policy);
    case 'ClobAuth':
      return judgeClobAuth(request, policy);
  }
}

function judgeOrder(request: SignRequest, policy: BoundPolicy): Verdict {
  const domain = exchangeDomain.safeParse(request.domain);
  if (!domain.success) return refused('domain', pathOf(domain.error));
  const value = order.safeParse(request.value);
  if (!value.success) return refused('malformed', `Order: ${pathOf(value.error)}`);
  return verdictOf(
    [
      formCheck('Order', policy),
      ...exchangeChecks(domain.data, policy),
      ...orderChecks(value.data, policy),
    ],
    { domain: domain.data, types: { Order: STRUCTS.Order }, value: value.data },
  );
}

/** The order of a deposit wallet, in what confirms it for that wallet alone. */
function judgeWrapped(request: SignRequest, policy: BoundPolicy): Verdict {
  const domain = exchangeDomain.safeParse(request.domain);
  if (!domain.success) return refused('domain', pathOf(domain.error));
  const value = typedDataSign.safeParse(request.value);
  if (!value.success) return refused('malformed', `TypedDataSign: ${pathOf(value.error)}`);
  const { TypedDataSign, Order } = STRUCTS;
  return verdictOf(
    [
      formCheck('wrapped Order', policy),
      ...exchangeChecks(domain.data, policy),
      ...wrapperChecks(value.data, policy),
      ...orderChecks(value.data.contents, policy),
    ],
    { domain: domain.data, types: { TypedDataSign, Order }, value: value.data },
  );
}

function formCheck(asked: Asked, { signatureType }: BoundPolicy): Check {
  const right: Asked = signatureType === DEPOSIT_WALLET_TYPE ? 'wrapped Order' : 'Order';
  return [asked === right, 'primaryType', `${asked}: type ${signatureType} signs ${right}`];
}

function exchangeChecks(domain: z.infer<typeof exchangeDomain>, policy: BoundPolicy): Check[] {
  const { chainId, verifyingContract, version } = domain;
  const isPinned = policy.exchanges.some(
    (pinned) => pinned.address === verifyingContract && pinned.version === version,
  );
  return [
    chainCheck(chainId, policy),
    [isPinned, 'contract', `${verifyingContract} is not pinned for version ${version}`],
  ];
}

function wrapperChecks(of: TypedDataSignValue, policy: BoundPolicy): Check[] {
  const { name, version, verifyingContract: wallet, salt } = of;
  const isKind = name === DEPOSIT_WALLET.name && version === DEPOSIT_WALLET.version;
  return [
    chainCheck(of.chainId, policy),
    [wallet === policy.funder, 'wallet', `${wallet}, not ${policy.funder}`],
    [isKind, 'wrapper', `not of ${DEPOSIT_WALLET.name} ${DEPOSIT_WALLET.version}`],
    [salt === ZERO_BYTES32, 'wrapper', 'a salt'],
  ];
}

function orderChecks(of: OrderValue, policy: BoundPolicy): Check[] {
  return [...ownershipChecks(of, policy), ...amountChecks(of, policy)];
}

function ownershipChecks(of: OrderValue, policy: BoundPolicy): Check[] {
  const { maker, signer, signatureType, builder, metadata } = of;
  const { funder, account } = policy;
  // A deposit wallet confirms by itself, so that it is the signer too.
  const party = policy.signatureType === DEPOSIT_WALLET_TYPE ? funder : account;
  return [
    [maker === funder, 'maker', `${maker}, not ${funder}`],
    [signer === party, 'signer', `${signer}, not ${party}`],
    [
      signatureType === BigInt(policy.signatureType),
      'signatureType',
      `${signatureType}, not ${policy.signatureType}`,
    ],
    [builder === ZERO_BYTES32, 'builder', 'a builder may take a fee'],
    [metadata === ZERO_BYTES32, 'metadata', 'it is reserved by the venue'],
  ];
}

function amountChecks(of: OrderValue, policy: BoundPolicy): Check[] {
  const { makerAmount, takerAmount } = of;
  const [dollars, shares] =
    of.side === BUY ? [makerAmount, takerAmount] : [takerAmount, makerAmount];
  const { orderNotionalMax, orderQuantityMax } = policy;
  return [
    [dollars > 0n && shares > 0n, 'amount', `${makerAmount} for ${takerAmount}`],
    [dollars < shares, 'price', `${dollars} micro-dollars for ${shares} micro-shares`],
    [
      dollars <= BigInt(orderNotionalMax),
      'notional',
      `${dollars} micro-dollars, at most ${orderNotionalMax}`,
    ],
    [
      shares <= BigInt(orderQuantityMax),
      'quantity',
      `${shares} micro-shares, at most ${orderQuantityMax}`,
    ],
  ];
}

function judgeClobAuth(request: SignRequest, policy: BoundPolicy): Verdict {
  const domain = clobAuthDomain.safeParse(request.domain);
  if (!domain.success) return refused('domain', pathOf(domain.error));
  const value = clobAuth.safeParse(request.value);
  if (!value.success) return refused('malformed', `ClobAuth: ${pathOf(value.error)}`);
  const { address, message } = value.data;
  return verdictOf(
    [
      chainCheck(domain.data.chainId, policy),
      [address === policy.account, 'account', `${address}, not ${policy.account}`],
      [message === CLOB_AUTH_MESSAGE, 'message', 'it attests something else'],
    ],
    { domain: domain.data, types: { ClobAuth: STRUCTS.ClobAuth }, value: value.data },
  );
}

function verdictOf(checks: readonly Check[], typed: TypedData): Verdict {
  return firstFailed(checks) ?? { kind: 'allowed', typed };
}

/** What the types declare: exactly the structs of one of ours, each as it is. */
function askedIn(types: unknown): Asked | Refused {
  if (typeof types !== 'object' || types === null) return refused('malformed', 'no types');
  const given = new Map<string, unknown>(Object.entries(types));
  const asked = ASKED.find((one) => sameNames([...given.keys()].sort(), DECLARED[one]));
  if (asked === undefined) {
    return refused('primaryType', 'only Order, TypedDataSign with Order, and ClobAuth are signed');
  }
  const other = DECLARED[asked].find((name) => !sameFields(given.get(name), STRUCTS[name]));
  return other === undefined ? asked : refused('types', `${other} has other fields`);
}

function sameNames(given: readonly string[], ours: readonly string[]): boolean {
  return given.length === ours.length && ours.every((name, index) => given[index] === name);
}

function sameFields(given: unknown, ours: readonly TypedDataField[]): boolean {
  return (
    Array.isArray(given) &&
    given.length === ours.length &&
    ours.every(({ name, type }, index) => {
      const field: unknown = given[index];
      return (
        typeof field === 'object' &&
        field !== null &&
        'name' in field &&
        'type' in field &&
        field.name === name &&
        field.type === type
      );
    })
  );
}
