import type { SignRequest } from '../../../src/ops/keystore/guard.ts';
import type { SignerPolicy } from '../../../src/ops/keystore/policy.ts';
import type { Refusal } from '../../../src/ops/keystore/refusal.ts';
import {
  ADDRESS,
  BUY_VALUE,
  EXCHANGE_V3,
  ORDER_DOMAIN,
  ORDER_TYPES,
  POLICY,
  ZERO_BYTES32,
} from './keys.ts';

/** The deposit wallet that the key speaks for. */
export const WALLET = '0x2e234DAe75C793f67A35089C9d99245E1C58470b';
const STRANGER = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';

export const WRAPPED_POLICY: SignerPolicy = { ...POLICY, funder: WALLET, signatureType: 3 };

const WRAPPED_FIELDS = [
  { name: 'contents', type: 'Order' },
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
];

export const CONTENTS = { ...BUY_VALUE, maker: WALLET, signer: WALLET, signatureType: 3 };

/** Ten shares for 5.20 dollars, as a deposit wallet confirms it. */
export const WRAPPED = {
  domain: ORDER_DOMAIN,
  types: { TypedDataSign: WRAPPED_FIELDS, ...ORDER_TYPES },
  value: {
    contents: CONTENTS,
    name: 'DepositWallet',
    version: '1',
    chainId: 137,
    verifyingContract: WALLET,
    salt: ZERO_BYTES32,
  },
};

export const wrapped = (
  value: object,
  contents: object = {},
  domain: object = {},
): SignRequest => ({
  types: WRAPPED.types,
  domain: { ...WRAPPED.domain, ...domain },
  value: { ...WRAPPED.value, contents: { ...CONTENTS, ...contents }, ...value },
});
const typed = (types: object): SignRequest => ({ ...WRAPPED, types });

/** Everything that is refused, by its reason; each row differs from what is signed in one place. */
export const REFUSED_WRAPPED: readonly (readonly [Refusal, string, SignRequest])[] = [
  ['malformed', 'nothing wrapped', wrapped({ contents: null })],
  ['malformed', 'no wallet', wrapped({ verifyingContract: undefined })],
  ['malformed', 'a field too many', wrapped({ extra: 1 })],
  ['malformed', 'a field too many inside', wrapped({}, { nonce: 0 })],
  [
    'primaryType',
    'an order that is not wrapped',
    { ...WRAPPED, types: ORDER_TYPES, value: CONTENTS },
  ],
  ['primaryType', 'nothing to wrap', typed({ TypedDataSign: WRAPPED_FIELDS })],
  ['primaryType', 'a struct besides', typed({ ...WRAPPED.types, Mail: [] })],
  [
    'types',
    'a wrapper of something else',
    typed({ ...ORDER_TYPES, TypedDataSign: ORDER_TYPES.Order }),
  ],
  [
    'types',
    'a wrapper with a field less',
    typed({ ...ORDER_TYPES, TypedDataSign: WRAPPED_FIELDS.slice(1) }),
  ],
  [
    'types',
    'a wrapper in another order',
    typed({ ...ORDER_TYPES, TypedDataSign: WRAPPED_FIELDS.toReversed() }),
  ],
  ['types', 'another order inside', typed({ ...WRAPPED.types, Order: ORDER_TYPES.Order.slice(1) })],
  ['domain', 'another protocol', wrapped({}, {}, { name: 'DepositWallet' })],
  ['domain', 'a salt of the exchange', wrapped({}, {}, { salt: ZERO_BYTES32 })],
  ['chain', 'an exchange of another chain', wrapped({}, {}, { chainId: 1 })],
  ['chain', 'a wallet of another chain', wrapped({ chainId: 80_002 })],
  ['contract', 'an unknown exchange', wrapped({}, {}, { verifyingContract: WALLET })],
  [
    'contract',
    'an exchange of the other version',
    wrapped({}, {}, { verifyingContract: EXCHANGE_V3 }),
  ],
  ['wallet', 'the wallet of another', wrapped({ verifyingContract: STRANGER })],
  ['wallet', 'the key as the wallet', wrapped({ verifyingContract: ADDRESS })],
  ['wrapper', 'another kind of wallet', wrapped({ name: 'SafeWallet' })],
  ['wrapper', 'another version of it', wrapped({ version: '2' })],
  ['wrapper', 'a salt', wrapped({ salt: `0x${'00'.repeat(31)}01` })],
  ['maker', 'the money of another', wrapped({}, { maker: STRANGER })],
  ['signer', 'the key instead of the wallet', wrapped({}, { signer: ADDRESS })],
  ['signatureType', 'a kind of account that it is not', wrapped({}, { signatureType: 2 })],
  ['builder', 'somebody who takes a fee', wrapped({}, { builder: `0x${'01'.repeat(32)}` })],
  ['metadata', 'reserved bytes', wrapped({}, { metadata: `0x${'01'.repeat(32)}` })],
  ['amount', 'nothing given', wrapped({}, { makerAmount: 0 })],
  ['price', 'a dollar for a share', wrapped({}, { makerAmount: '10000000' })],
  [
    'notional',
    'a micro-dollar too many',
    wrapped({}, { makerAmount: 50_000_001, takerAmount: 1e8 }),
  ],
  ['quantity', 'a micro-share too many', wrapped({}, { takerAmount: 500_000_001 })],
];
