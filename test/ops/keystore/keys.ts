import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { computeAddress } from 'ethers';
import { dollars, quantity } from '../../../src/engine/domain/values/money.ts';
import { lockKey } from '../../../src/ops/keystore/keystore-text.ts';
import { passphraseBytes } from '../../../src/ops/keystore/passphrase.ts';
import type { SignerPolicy } from '../../../src/ops/keystore/policy.ts';

/** A throw-away key; its digits stand nowhere else. */
export const KEY = `0x${'7c5e19a3'.repeat(8)}`;
export const ADDRESS = computeAddress(KEY);
export const PASSPHRASE = 'Grünspan-Kanister 41 wabert';
/** Cheap to open: tests are not attacked. */
export const CHEAP_N = 1_024;

export const EXCHANGE = '0xE111180000d2663C0091e4f400237545B87B996B';
export const NEG_RISK_EXCHANGE = '0xe2222d279d744050d28e00520010520000310F59';
export const EXCHANGE_V3 = '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa';
export const ZERO_BYTES32 = `0x${'00'.repeat(32)}`;

export const POLICY: SignerPolicy = {
  chainId: 137,
  exchanges: [
    { version: '2', address: EXCHANGE },
    { version: '2', address: NEG_RISK_EXCHANGE },
    { version: '3', address: EXCHANGE_V3 },
  ],
  funder: null,
  signatureType: 0,
  orderNotionalMax: dollars(50),
  orderQuantityMax: quantity(500_000_000),
};

/** A keystore in the folder; answers with its path. */
export function keystoreIn(folder: string, key = KEY): string {
  const path = join(folder, 'keystore.json');
  const { text } = lockKey(key, passphraseBytes(PASSPHRASE), CHEAP_N);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const ORDER_FIELDS = [
  ['salt', 'uint256'],
  ['maker', 'address'],
  ['signer', 'address'],
  ['tokenId', 'uint256'],
  ['makerAmount', 'uint256'],
  ['takerAmount', 'uint256'],
  ['side', 'uint8'],
  ['signatureType', 'uint8'],
  ['timestamp', 'uint256'],
  ['metadata', 'bytes32'],
  ['builder', 'bytes32'],
] as const;

export const ORDER_TYPES = { Order: ORDER_FIELDS.map(([name, type]) => ({ name, type })) };
export const CLOB_AUTH_TYPES = {
  ClobAuth: [
    { name: 'address', type: 'address' },
    { name: 'timestamp', type: 'string' },
    { name: 'nonce', type: 'uint256' },
    { name: 'message', type: 'string' },
  ],
};

export const ORDER_DOMAIN = {
  name: 'Polymarket CTF Exchange',
  version: '2',
  chainId: 137,
  verifyingContract: EXCHANGE,
};
export const CLOB_AUTH_DOMAIN = { name: 'ClobAuthDomain', version: '1', chainId: 137 };

/** Ten shares for 5.20 dollars, as a plain request. */
export const BUY_VALUE = {
  salt: '479249096354',
  maker: ADDRESS,
  signer: ADDRESS,
  tokenId: '55115078421062885512539156303747803058407616201213034911037320915726138659123',
  makerAmount: '5200000',
  takerAmount: '10000000',
  side: 0,
  signatureType: 0,
  timestamp: '1791225442000',
  metadata: ZERO_BYTES32,
  builder: ZERO_BYTES32,
};
export const CLOB_AUTH_VALUE = {
  address: ADDRESS,
  timestamp: '1791225442',
  nonce: 0,
  message: 'This message attests that I control the given wallet',
};

export const ORDER = { domain: ORDER_DOMAIN, types: ORDER_TYPES, value: BUY_VALUE };
export const CLOB_AUTH = {
  domain: CLOB_AUTH_DOMAIN,
  types: CLOB_AUTH_TYPES,
  value: CLOB_AUTH_VALUE,
};
