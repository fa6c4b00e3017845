import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base32Decode, base32Encode } from '../../../src/ops/totp/base32.ts';
import {
  codeOf,
  enrolmentUri,
  inGroups,
  newSecret,
  STEP_MS,
  stepAt,
  stepOfCode,
} from '../../../src/ops/totp/totp.ts';

/** The secret of both RFCs. */
const SECRET = base32Encode(Buffer.from('12345678901234567890'));

describe('codes', () => {
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %d s are those of RFC 6238', (seconds, code) => {
    const step = stepAt(seconds * 1_000);
    expect(codeOf(SECRET, step, 8)).toBe(code);
    expect(codeOf(SECRET, step)).toBe(code.slice(2));
  });

  test('of six digits are those of RFC 4226', () => {
    const codes = Array.from({ length: 10 }, (_, counter) => codeOf(SECRET, counter));
    expect(codes).toEqual([
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ]);
  });

  test('of the step and of its two neighbours are taken, and of no other', () => {
    const atMs = 1_111_111_111_000;
    const now = stepAt(atMs);
    const found = [-2, -1, 0, 1, 2].map((by) => stepOfCode(SECRET, codeOf(SECRET, now + by), atMs));
    expect(found).toEqual([null, now - 1, now, now + 1, null]);
  });

  test('at the very beginning of time have no step before them', () => {
    expect(stepOfCode(SECRET, codeOf(SECRET, 0), 0)).toBe(0);
  });

  test.each(['', '12345', '1234567', '12345a', ' 123456', '１２３４５６'])(
    'of another form are never right: "%s"',
    (code) => {
      expect(stepOfCode(SECRET, code, STEP_MS)).toBeNull();
    },
  );
});

describe('base32', () => {
  test('is that of RFC 4648', () => {
    const words = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'];
    expect(words.map((word) => base32Encode(Buffer.from(word)))).toEqual([
      '',
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ]);
    expect(base32Decode('mzxw6===').toString()).toBe('foo');
  });

  test('gives back what it was given', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect([...base32Decode(base32Encode(bytes))]).toEqual([...bytes]);
    });
    fc.assert(property);
  });

  test('refuses other letters without repeating them', () => {
    expect(() => base32Decode('SECRET0')).toThrow(/^base32 has the letters A to Z/);
  });
});

describe('a secret', () => {
  test('has 160 bits and is another one each time', () => {
    const secrets = new Set(Array.from({ length: 100 }, () => newSecret()));
    expect(secrets.size).toBe(100);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  test('is shown as a link and in groups of four', () => {
    expect(enrolmentUri('ABCDEFGH', 'telegram:123')).toBe(
      'otpauth://totp/PolyMind%3Atelegram%3A123?secret=ABCDEFGH&issuer=PolyMind&algorithm=SHA1&digits=6&period=30',
    );
    expect(inGroups('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
  });
});
