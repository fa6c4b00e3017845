import {
  computeAddress,
  decryptKeystoreJsonSync,
  encryptKeystoreJsonSync,
  getAddress,
  isError,
  SigningKey,
} from 'ethers';
import { z } from 'zod';
import { useNativeScrypt } from './native-scrypt.ts';
import { SignerError } from './signer-error.ts';

/** The standard cost of Ethereum keystores: 128 MiB and about half a second for each guess. */
export const SCRYPT_N = 131_072;
const SCRYPT_R = 8;
const SCRYPT_P = 1;
/** A file that asks for more is not made to be opened. */
const SCRYPT_BLOCKS_MAX = 2 ** 23;
const SCRYPT_P_MAX = 16;

const hex = (bytes: number) => z.string().regex(new RegExp(`^(?:0x)?[0-9a-fA-F]{${bytes * 2}}$`));
const sealed = z.looseObject({
  cipher: z.literal('aes-128-ctr'),
  ciphertext: hex(32),
  mac: hex(32),
  kdf: z.literal('scrypt'),
  kdfparams: z
    .looseObject({
      n: z.int().positive(),
      r: z.int().positive(),
      p: z.int().positive().max(SCRYPT_P_MAX),
    })
    // The second is the standard's own; some old programs wrote files that break it.
    .refine(({ n, r }) => n * r <= SCRYPT_BLOCKS_MAX && Math.log2(n) < 16 * r),
});
const keystore = z.looseObject({
  version: z.literal(3),
  address: hex(20).transform((text) => getAddress(`0x${text.replace(/^0x/, '')}`.toLowerCase())),
  crypto: sealed,
});

useNativeScrypt();

/** The address in a keystore, which is no secret. @throws SignerError of kind `keystore` */
export function addressIn(text: string): string {
  return checked(text).address;
}

/** Locks a private key, given as `0x` and 64 hex digits. */
export function lockKey(
  privateKey: string,
  passphrase: Uint8Array,
  scryptN: number = SCRYPT_N,
): { readonly address: string; readonly text: string } {
  const address = computeAddress(privateKey);
  const scrypt = { N: scryptN, r: SCRYPT_R, p: SCRYPT_P };
  return {
    address,
    text: `${encryptKeystoreJsonSync({ address, privateKey }, passphrase, { scrypt })}\n`,
  };
}

/** Opens a keystore. Takes a core for a while. @throws SignerError of kind `keystore`, `passphrase` */
export function openKey(text: string, passphrase: Uint8Array): SigningKey {
  checked(text);
  try {
    return new SigningKey(decryptKeystoreJsonSync(text, passphrase).privateKey);
  } catch (error) {
    if (isError(error, 'INVALID_ARGUMENT') && error.argument === 'password') {
      throw new SignerError('passphrase', 'The passphrase does not open the keystore');
    }
    throw damaged();
  }
}

/** The file, parsed; ethers also takes the capital letter that it writes itself. */
function checked(text: string): z.infer<typeof keystore> {
  const json = jsonOf(text);
  const parsed = keystore.safeParse(
    typeof json === 'object' && json !== null && 'Crypto' in json
      ? { ...json, crypto: json.Crypto }
      : json,
  );
  if (parsed.success) return parsed.data;
  throw damaged();
}

function damaged(): SignerError {
  return new SignerError(
    'keystore',
    'The keystore is damaged or of another kind: it must be version 3 with scrypt and an address',
  );
}

/** `undefined` for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
