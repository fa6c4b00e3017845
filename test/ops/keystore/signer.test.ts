import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyTypedData } from 'ethers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { lockKey, SCRYPT_N } from '../../../src/ops/keystore/keystore-text.ts';
import { passphraseBytes } from '../../../src/ops/keystore/passphrase.ts';
import type { Signer, SignerOptions } from '../../../src/ops/keystore/signer.ts';
import { temporaryFolder } from '../folder.ts';
import {
  ADDRESS,
  BUY_VALUE,
  CLOB_AUTH,
  KEY,
  keystoreIn,
  ORDER,
  PASSPHRASE,
  POLICY,
} from './keys.ts';
import { PLACES, passphraseFile, sign, started, startedIn } from './started.ts';

describe.each(PLACES)('signing in a %s', (place) => {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-signer-'));
  let of: Awaited<ReturnType<typeof startedIn>>;
  beforeAll(async () => {
    of = await startedIn(place, { folder, keystorePath: keystoreIn(folder) });
  }, 60_000);
  afterAll(async () => {
    await of.signer.close();
    rmSync(folder, { recursive: true });
  });

  test('gives signatures that recover to the address of the keystore', async () => {
    const { signer } = of;
    expect(signer.address).toBe(ADDRESS);
    expect(await signer.getAddress()).toBe(ADDRESS);
    const [order, auth] = await Promise.all([sign(signer), sign(signer, CLOB_AUTH)]);
    expect(verifyTypedData(ORDER.domain, ORDER.types, ORDER.value, order)).toBe(ADDRESS);
    expect(verifyTypedData(CLOB_AUTH.domain, CLOB_AUTH.types, CLOB_AUTH.value, auth)).toBe(ADDRESS);
    expect(await sign(signer)).toBe(order);
  });

  test('equals the published signatures of a well-known key', async () => {
    const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
    const { signer } = await startedIn(place, { keystorePath: keystoreIn(temporaryFolder(), key) });
    onTestFinished(() => signer.close());
    const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
    expect(signer.address).toBe(owner);
    const value = { ...BUY_VALUE, maker: owner, signer: owner };
    expect(await signer.signTypedData(ORDER.domain, ORDER.types, value)).toBe(
      '0x86df27f9964d504233714a6c8c2d995e6e178fe797793efd6b0bee517dc29a912148f6842f90ac978f63e7068cbc6a213a231777183163bc78f212659bb8ad901c',
    );
    const login = { ...CLOB_AUTH.value, address: owner };
    expect(await signer.signTypedData(CLOB_AUTH.domain, CLOB_AUTH.types, login)).toBe(
      '0x8b138927a3ad1f4b5881549434577426f2ab502d71f7b9fc09a50eebaf18c85d6d9bc931917ae62ea4d9dcb607eea5596ad60adc3a079d8107df837ba6c13eb31b',
    );
  });

  test('refuses by name and counts, and signs on', async () => {
    const { signer } = of;
    const value = { ...ORDER.value, makerAmount: '60000000', takerAmount: '100000000' };
    for (let times = 0; times < 2; times += 1) {
      await expect(signer.signTypedData(ORDER.domain, ORDER.types, value)).rejects.toMatchObject({
        kind: 'refused',
        refusal: 'notional',
        message: 'The signer refuses for notional: 60000000 micro-dollars, at most 50000000',
      });
    }
    const mail = { Mail: [{ name: 'text', type: 'string' }] };
    await expect(signer.signTypedData({}, mail, { text: 'hi' })).rejects.toMatchObject({
      refusal: 'primaryType',
    });
    await expect(signer.signTypedData({}, mail, () => 1)).rejects.toMatchObject({
      refusal: 'malformed',
    });
    // One that would keep its process busy with what it cannot say is not even sent.
    const long = { ...ORDER.value, salt: '1'.repeat(200_000) };
    await expect(signer.signTypedData(ORDER.domain, ORDER.types, long)).rejects.toMatchObject({
      refusal: 'malformed',
    });
    expect(signer.refusals).toEqual(
      new Map([
        ['notional', 2],
        ['primaryType', 1],
        ['malformed', 2],
      ]),
    );
    expect(verifyTypedData(ORDER.domain, ORDER.types, ORDER.value, await sign(signer))).toBe(
      ADDRESS,
    );
  });

  test('holds to the policy of its start, whatever it is told later', async () => {
    const { signer, held } = of;
    const answer = new Promise((resolve) => {
      held[0]?.onWord((word) => Object(word).id === 9_999 && resolve(word));
    });
    const opening = {
      ...{ id: 9_999, kind: 'open', policy: { ...POLICY, orderNotionalMax: dollars(1_000) } },
      keystore: lockKey(KEY, passphraseBytes(PASSPHRASE), 1_024).text,
    };
    held[0]?.tell(
      place === 'thread'
        ? { ...opening, passphrase: passphraseBytes(PASSPHRASE) }
        : { ...opening, passphraseFile: passphraseFile() },
    );
    expect(await answer).toEqual({ id: 9_999, kind: 'failed' });
    const value = { ...ORDER.value, makerAmount: '60000000', takerAmount: '100000000' };
    await expect(signer.signTypedData(ORDER.domain, ORDER.types, value)).rejects.toMatchObject({
      refusal: 'notional',
    });
  });

  test('of whatever is asked: a signature is one of the very request, or there is none', async () => {
    const { signer } = of;
    const odd = fc.oneof(
      fc.anything({ withBigInt: true, maxDepth: 1 }),
      fc.constantFrom(0, 1, '1', 1n, ADDRESS, ADDRESS.toLowerCase(), '5000000'),
    );
    const change = (keys: string[]) => fc.dictionary(fc.constantFrom(...keys), odd, { maxKeys: 2 });
    let signed = 0;
    const refusedBefore = refusalsOf(signer);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(ORDER, CLOB_AUTH).chain((base) =>
          fc.record({
            types: fc.constantFrom<object>(base.types, base.types, base.types, { Mail: [] }),
            domain: change(['chainId', 'version', 'verifyingContract']).map((one) => ({
              ...base.domain,
              ...one,
            })),
            value: change(Object.keys(base.value)).map((one) => ({ ...base.value, ...one })),
          }),
        ),
        async ({ domain, types, value }) => {
          const signature = await signer.signTypedData(domain, types, value).catch((error) => {
            expect(error).toMatchObject({ name: 'SignerError', kind: 'refused' });
            return null;
          });
          if (signature === null) return;
          signed += 1;
          const again = verifyTypedData(domain, types as typeof ORDER.types, value, signature);
          expect(again).toBe(ADDRESS);
        },
      ),
      { numRuns: 400 },
    );
    const refused = refusalsOf(signer) - refusedBefore;
    expect(signed + refused).toBe(400);
    expect(signed).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(100);
  });
});

describe('opening', () => {
  test('leaves the event loop free and no passphrase behind', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'keystore.json');
    const { text } = lockKey(KEY, passphraseBytes(PASSPHRASE), SCRYPT_N);
    writeFileSync(path, text, { mode: 0o600 });
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const { given } = await started({ keystorePath: path });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    expect(given).toHaveLength(1);
    expect(given[0]?.every((byte) => byte === 0)).toBe(true);
  });

  test.each<[string, Partial<SignerOptions> | ((path: string) => void), object]>([
    [
      'a wrong passphrase',
      { passphrase: async () => passphraseBytes('not it at all') },
      { kind: 'passphrase', message: 'The passphrase does not open the keystore' },
    ],
    [
      'a passphrase that cannot be had',
      { passphrase: () => Promise.reject(new Error('nobody there')) },
      { message: 'nobody there' },
    ],
    ['no file', { keystorePath: '/nowhere/keystore.json' }, { kind: 'keystore' }],
    [
      'a policy for another key',
      { policy: { ...POLICY, funder: '0x2e234DAe75C793f67A35089C9d99245E1C58470b' } },
      { kind: 'policy' },
    ],
    ['a file that others may read', (path) => chmodSync(path, 0o644), { name: 'NotPrivateError' }],
    ['a file that is cut off', (path) => writeFileSync(path, '{"version":3'), { kind: 'keystore' }],
    [
      'a file that asks for too much memory',
      (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('"n":1024', '"n":16777216')),
      { kind: 'keystore' },
    ],
    [
      'a file whose address is of another key',
      (path) =>
        writeFileSync(
          path,
          readFileSync(path, 'utf8').replace(ADDRESS.slice(2).toLowerCase(), '1'.repeat(40)),
        ),
      { kind: 'keystore' },
    ],
  ])('fails with %s', async (_what, bend, error) => {
    const keystorePath = keystoreIn(temporaryFolder());
    if (typeof bend === 'function') bend(keystorePath);
    const options = typeof bend === 'function' ? {} : bend;
    await expect(started({ keystorePath, ...options })).rejects.toMatchObject(error);
  });
});

describe('opening in a process', () => {
  test.each<[string, () => Partial<SignerOptions>, { kind: string; message: string | RegExp }]>([
    [
      'a wrong passphrase',
      () => ({ passphrase: { file: passphraseFile('not it at all') } }),
      { kind: 'passphrase', message: 'The passphrase does not open the keystore' },
    ],
    [
      'a passphrase that others may read',
      () => {
        const file = passphraseFile();
        chmodSync(file, 0o640);
        return { passphrase: { file } };
      },
      { kind: 'passphrase', message: /^The file of the passphrase can be read by others/ },
    ],
    [
      'a policy that is wider than its own',
      () => ({ policy: { ...POLICY, orderNotionalMax: dollars(10_001) } }),
      { kind: 'policy', message: /the dollars of an order$/ },
    ],
  ])('fails with %s', async (_what, options, { kind, message }) => {
    await expect(startedIn('process', options())).rejects.toMatchObject({
      kind,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});

function refusalsOf({ refusals }: Pick<Signer, 'refusals'>): number {
  return [...refusals.values()].reduce((sum, count) => sum + count, 0);
}
