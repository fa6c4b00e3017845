import type { TypedDataField } from 'ethers';
import { type Check, chainCheck, firstFailed, pathOf, type Refused, refused } from './check.ts';
import type { BoundPolicy } from './policy.ts';
import {
  clobAuth,
  clobAuthDomain,
  exchangeDomain,
  type OrderValue,
  order,
  STRUCTS,
  type TypedData,
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

/**
 * Whether this may be signed. What is allowed is built anew from checked values and our own
 * constants, so that nothing of the request reaches the hash unseen.
 */
export function judge(request: SignRequest, policy: BoundPolicy): Verdict {
  const struct = structOf(request.types);
  if (typeof struct !== 'string') return struct;
  if (policy.purpose !== 'trade') {
    return refused('purpose', `${struct}: this signer is for ${policy.purpose}`);
  }
  return struct === 'Order' ? judgeOrder(request, policy) : judgeClobAuth(request, policy);
}

function judgeOrder(request: SignRequest, policy: BoundPolicy): Verdict {
  const domain = exchangeDomain.safeParse(request.domain);
  if (!domain.success) return refused('domain', pathOf(domain.error));
  const value = order.safeParse(request.value);
  if (!value.success) return refused('malformed', `Order: ${pathOf(value.error)}`);
  const { chainId, verifyingContract, version } = domain.data;
  const isPinned = policy.exchanges.some(
    (pinned) => pinned.address === verifyingContract && pinned.version === version,
  );
  return verdictOf(
    [
      chainCheck(chainId, policy),
      [isPinned, 'contract', `${verifyingContract} is not pinned for version ${version}`],
      ...ownershipChecks(value.data, policy),
      ...amountChecks(value.data, policy),
    ],
    { domain: domain.data, types: { Order: STRUCTS.Order }, value: value.data },
  );
}

function ownershipChecks(of: OrderValue, policy: BoundPolicy): Check[] {
  const { maker, signer, signatureType, builder, metadata } = of;
  const { funder, account } = policy;
  return [
    [maker === funder, 'maker', `${maker}, not ${funder}`],
    [signer === account, 'signer', `${signer}, not ${account}`],
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

/** The one struct that the types declare, which is exactly one of ours. */
function structOf(types: unknown): keyof typeof STRUCTS | Verdict {
  if (typeof types !== 'object' || types === null) return refused('malformed', 'no types');
  const entries: [string, unknown][] = Object.entries(types);
  const [only] = entries;
  if (only === undefined || entries.length > 1 || !isStruct(only[0])) {
    return refused('primaryType', 'only Order and ClobAuth are signed, each alone');
  }
  const [name, fields] = only;
  return sameFields(fields, STRUCTS[name]) ? name : refused('types', `${name} has other fields`);
}

function isStruct(name: string): name is keyof typeof STRUCTS {
  return Object.hasOwn(STRUCTS, name);
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
