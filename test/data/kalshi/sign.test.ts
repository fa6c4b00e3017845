import { constants, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { KalshiKey, KalshiKeyError } from '../../../src/data/kalshi/sign.ts';

const KEY_ID = '00000000-0000-4000-8000-000000000000';
const AT_MS = 1_790_000_000_000;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ed25519 = generateKeyPairSync('ed25519');
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function isProven(publicKey: KeyObject, message: string, signature: string): boolean {
  const [data, proof] = [Buffer.from(message), Buffer.from(signature, 'base64')];
  if (publicKey.asymmetricKeyType === 'ed25519') return verify(null, data, publicKey, proof);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify('sha256', data, { key: publicKey, padding, saltLength: 32 }, proof);
}

describe.each([
  ['RSA', rsa],
  ['Ed25519', ed25519],
])('a key of %s', (_kind, { privateKey, publicKey }) => {
  const pem = pemOf(privateKey);
  const key = new KalshiKey({ keyId: KEY_ID, privateKey: pem });

  test('signs milliseconds, method and path, without the query', () => {
    const target = '/trade-api/v2/markets?limit=5&cursor=abc';
    const headers = key.headers({ method: 'GET', target, atMs: AT_MS });
    expect(headers).toMatchObject({
      'KALSHI-ACCESS-KEY': KEY_ID,
      'KALSHI-ACCESS-TIMESTAMP': '1790000000000',
    });
    const signature = headers['KALSHI-ACCESS-SIGNATURE'];
    expect(isProven(publicKey, `${AT_MS}GET/trade-api/v2/markets`, signature)).toBe(true);
    expect(isProven(publicKey, `${AT_MS}GET${target}`, signature)).toBe(false);
    expect(isProven(publicKey, `${AT_MS}POST/trade-api/v2/markets`, signature)).toBe(false);
    expect(isProven(publicKey, `${AT_MS + 1}GET/trade-api/v2/markets`, signature)).toBe(false);
  });

  test('is read where its line ends are written out', () => {
    const inOneLine = new KalshiKey({ keyId: KEY_ID, privateKey: pem.replaceAll('\n', '\\n') });
    const target = '/trade-api/ws/v2';
    const headers = inOneLine.headers({ method: 'GET', target, atMs: AT_MS });
    const signature = headers['KALSHI-ACCESS-SIGNATURE'];
    expect(isProven(publicKey, `${AT_MS}GET${target}`, signature)).toBe(true);
  });

  test('shows its id and nothing of its secret, however it is printed', () => {
    const body = pem.split('\n').slice(1, -2);
    const shown = [
      inspect(key, { depth: 9, showHidden: true }),
      JSON.stringify({ key }),
      String(key),
      JSON.stringify(Object.entries(key)),
      inspect({ nested: [key] }, { depth: 9 }),
    ];
    for (const text of shown) {
      for (const line of body) expect(text).not.toContain(line);
      expect(text).not.toContain('PRIVATE KEY');
    }
    expect(inspect(key)).toBe(`Kalshi key ${KEY_ID}`);
  });
});

function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (!(error instanceof KalshiKeyError)) throw error;
    expect(error.cause).toBeUndefined();
    return `${error.message}\n${inspect(error)}`;
  }
  throw new Error('the key was taken');
}

describe('a key that cannot be used is refused without a word of it', () => {
  const broken = pemOf(rsa.privateKey).replace(/[A-Za-z]{4}/, '!!!!');
  const short = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const locked = rsa.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hush' })
    .toString();

  test.each([
    ['words', 'not a key at all', 'no PEM of a private key'],
    ['a broken PEM', broken, 'no PEM of a private key'],
    ['an encrypted one', locked, 'without passphrase'],
    ['a short one', pemOf(short.privateKey), 'has 1024 bits, at least 2048'],
    ['one of another kind', pemOf(curve.privateKey), 'RSA or Ed25519, not ec'],
  ])('%s', (_name, privateKey, words) => {
    const message = messageOf(() => new KalshiKey({ keyId: KEY_ID, privateKey }));
    expect(message).toContain(words);
    for (const line of privateKey.split('\n').filter((part) => part.length > 20)) {
      if (!line.startsWith('-----')) expect(message).not.toContain(line);
    }
  });

  test('an id with a line end, which would make a header of its own', () => {
    const privateKey = pemOf(ed25519.privateKey);
    expect(messageOf(() => new KalshiKey({ keyId: 'abc\r\nx: y', privateKey }))).toContain('id');
  });
});

test('a target that is no path is a mistake of ours', () => {
  const key = new KalshiKey({ keyId: KEY_ID, privateKey: pemOf(ed25519.privateKey) });
  expect(() => key.headers({ method: 'GET', target: 'https://host/x', atMs: AT_MS })).toThrow(
    'a signed target is a path',
  );
});
