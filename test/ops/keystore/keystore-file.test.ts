import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { decryptKeystoreJson, encryptKeystoreJson } from 'ethers';
import { describe, expect, test } from 'vitest';
import {
  KeystoreExistsError,
  readKeystore,
  writeKeystore,
} from '../../../src/ops/keystore/keystore-file.ts';
import { addressIn, lockKey, openKey } from '../../../src/ops/keystore/keystore-text.ts';
import { passphraseBytes, weaknessOf } from '../../../src/ops/keystore/passphrase.ts';
import { isPrivateKey } from '../../../src/ops/keystore/private-key.ts';
import { temporaryFolder } from '../folder.ts';
import { ADDRESS, CHEAP_N, KEY, PASSPHRASE } from './keys.ts';

/** A keystore as other programs write it: with small letters, and by another scrypt than ours. */
async function foreign() {
  const account = { address: ADDRESS, privateKey: KEY };
  const scrypt = { N: CHEAP_N, r: 4, p: 2 };
  const { Crypto, ...rest } = JSON.parse(
    await encryptKeystoreJson(account, PASSPHRASE, { scrypt }),
  );
  return { ...rest, crypto: Crypto };
}

describe('a keystore', () => {
  test('is what other Ethereum programs open, and gives its address without the passphrase', async () => {
    const { address, text } = lockKey(KEY, passphraseBytes(PASSPHRASE), CHEAP_N);
    expect(address).toBe(ADDRESS);
    expect(addressIn(text)).toBe(ADDRESS);
    const opened = await decryptKeystoreJson(text, PASSPHRASE);
    expect(opened.privateKey === KEY).toBe(true);
    expect(text).not.toContain(KEY.slice(2));
    expect(JSON.parse(text)).toMatchObject({ version: 3, Crypto: { kdf: 'scrypt' } });
  });

  test('of another program is opened', async () => {
    const key = openKey(JSON.stringify(await foreign()), passphraseBytes(PASSPHRASE));
    expect(key.privateKey === KEY).toBe(true);
  });

  test('opens with either spelling of the same letters', () => {
    const { text } = lockKey(KEY, passphraseBytes(PASSPHRASE.normalize('NFD')), CHEAP_N);
    const opened = openKey(text, passphraseBytes(PASSPHRASE.normalize('NFC')));
    expect(opened.privateKey === KEY).toBe(true);
  });

  test.each<[string, (good: Awaited<ReturnType<typeof foreign>>) => unknown]>([
    ['nothing in it', () => null],
    ['no object', () => []],
    ['another version', (good) => ({ ...good, version: 1 })],
    ['no address', (good) => ({ ...good, address: undefined })],
    ['another way to derive', (good) => ({ ...good, crypto: { ...good.crypto, kdf: 'pbkdf2' } })],
    [
      'a cost that scrypt does not have',
      (good) => ({
        ...good,
        crypto: { ...good.crypto, kdfparams: { ...good.crypto.kdfparams, n: 262_144, r: 1 } },
      }),
    ],
  ])('is refused with %s', async (_what, bend) => {
    const text = JSON.stringify(bend(await foreign()));
    expect(() => addressIn(text)).toThrow(/^The keystore is damaged or of another kind/);
    expect(() => openKey(text, passphraseBytes(PASSPHRASE))).toThrow(/damaged or of another kind/);
  });

  test('is refused when it is no JSON', () => {
    expect(() => addressIn('{')).toThrow(/^The keystore is damaged or of another kind/);
  });
});

describe('its file', () => {
  const { text } = lockKey(KEY, passphraseBytes(PASSPHRASE), CHEAP_N);

  test('is private, whole, and alone in its folder', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'new/keystore.json');
    writeKeystore(path, text);
    expect(readKeystore(path)).toBe(text);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'new'))).toEqual(['keystore.json']);
  });

  test('is never written over, and the error says how to move it', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'keystore.json');
    writeKeystore(path, text);
    expect(() => writeKeystore(path, 'another')).toThrow(KeystoreExistsError);
    expect(() => writeKeystore(path, 'another')).toThrow(
      `mv ${path} ${join(folder, `keystore-${ADDRESS}.json`)}`,
    );
    expect(readKeystore(path)).toBe(text);
    expect(readdirSync(folder)).toEqual(['keystore.json']);
  });

  test('neither is something else in its place, nor a link to nothing', () => {
    const folder = temporaryFolder();
    const [note, link] = [join(folder, 'note.txt'), join(folder, 'link.json')];
    writeFileSync(note, 'mine', { mode: 0o600 });
    expect(() => writeKeystore(note, text)).toThrow(`mv ${note} ${note}-old.json`);
    expect(readFileSync(note, 'utf8')).toBe('mine');
    symlinkSync(join(folder, 'elsewhere'), link);
    expect(() => writeKeystore(link, text)).toThrow(KeystoreExistsError);
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'note.txt']);
  });

  test('that is missing or huge is told by its path', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'keystore.json');
    expect(() => readKeystore(path)).toThrow(
      `There is no keystore at ${path}: polymind keystore create`,
    );
    writeFileSync(path, ' '.repeat(70_000), { mode: 0o600 });
    expect(() => readKeystore(path)).toThrow(`${path} is no keystore`);
    expect(() => readKeystore(folder)).toThrow(`${folder} is no keystore`);
  });
});

describe('what is given', () => {
  test.each([
    ['short', 'Kanister 41', /fewer than 12 characters/],
    ['of few letters', 'abababababababab', /fewer than 6 different/],
    ['with a tabulator', 'Kanister\t41 wabert', /cannot be typed/],
  ])('a passphrase that is %s is weak', (_what, passphrase, why) => {
    expect(weaknessOf(passphrase)).toMatch(why);
    expect(weaknessOf(passphrase)).not.toContain(passphrase);
  });

  test('a long one is not', () => {
    expect(weaknessOf(PASSPHRASE)).toBeNull();
  });

  test('a private key is a number of the curve', () => {
    const order = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';
    expect(isPrivateKey(KEY)).toBe(true);
    expect(isPrivateKey(`0x${order.slice(0, -1)}0`)).toBe(true);
    for (const wrong of [`0x${order}`, `0x${'0'.repeat(64)}`, KEY.slice(2), `${KEY}00`, '']) {
      expect(isPrivateKey(wrong)).toBe(false);
    }
  });
});
