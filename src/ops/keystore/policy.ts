import { z } from 'zod';
import type { Money, Quantity } from '../../engine/domain/values/money.ts';
import { SignerError } from './signer-error.ts';
import { address } from './typed-data.ts';

/**
 * What a signer is for. One that trades signs orders, logins, and what turns shares and USDC.e into
 * dollars of its own wallet; one for allowances signs approvals and nothing else.
 */
const PURPOSES = ['trade', 'allowances'] as const;
export type SignerPurpose = (typeof PURPOSES)[number];

/** What a signer holds to from its start to its end. */
export interface SignerPolicy {
  /** `trade` when left out. Only a command on the host says `allowances`, never the service. */
  readonly purpose?: SignerPurpose;
  /** 137 is Polygon; a simulator tells its own. */
  readonly chainId: number;
  /** The contracts that orders may be signed for, each with the version of its protocol. */
  readonly exchanges: readonly PinnedExchange[];
  /** Whose money it is; `null` when the key's own address holds it. */
  readonly funder: string | null;
  /** 0 the key itself, 1 its proxy, 2 its Safe, 3 its deposit wallet. */
  readonly signatureType: 0 | 1 | 2 | 3;
  /** Dollars that one order may pay, or ask for. */
  readonly orderNotionalMax: Money;
  /** Shares in one order. A sale's dollars are only its floor: they do not bound what it gives away. */
  readonly orderQuantityMax: Quantity;
}

export interface PinnedExchange {
  readonly version: '2' | '3';
  readonly address: string;
}

/** A policy that fits a key: every address is known, in small letters. */
export interface BoundPolicy extends SignerPolicy {
  readonly purpose: SignerPurpose;
  readonly funder: string;
  readonly account: string;
}

/** There are three exchanges; a fork of the chain may have its own. */
const EXCHANGES_MAX = 8;

const micros = z.int().positive();
const policy = z.strictObject({
  purpose: z.enum(PURPOSES).default('trade'),
  chainId: z.int().positive(),
  exchanges: z
    .array(z.strictObject({ version: z.enum(['2', '3']), address }))
    .min(1)
    .max(EXCHANGES_MAX),
  funder: address.nullable(),
  signatureType: z.literal([0, 1, 2, 3]),
  orderNotionalMax: micros,
  orderQuantityMax: micros,
});

/** @throws SignerError of kind `policy` when it does not fit itself or the key's address. */
export function bindPolicy(given: unknown, keyAddress: string): BoundPolicy {
  const parsed = policy.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues[0]?.path.join('.') || 'it is none';
    throw new SignerError('policy', `The signer's policy is wrong: ${wrong}`);
  }
  const account = keyAddress.toLowerCase();
  const { funder, signatureType } = parsed.data;
  if (signatureType === 0 && funder !== null && funder !== account) {
    throw new SignerError(
      'policy',
      `The money is at ${funder} and the key's address is ${account}: that takes signature type 1, 2 or 3`,
    );
  }
  if (signatureType !== 0 && (funder === null || funder === account)) {
    throw new SignerError(
      'policy',
      `Signature type ${signatureType} needs the address of the wallet that holds the money`,
    );
  }
  return {
    ...parsed.data,
    funder: funder ?? account,
    account,
    orderNotionalMax: parsed.data.orderNotionalMax as Money,
    orderQuantityMax: parsed.data.orderQuantityMax as Quantity,
  };
}
