import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  conditionId,
  contentId,
  shortId,
  tokenId,
  walletAddress,
} from '../../../src/engine/domain/ids.ts';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first 130 bits of SHA-256 in base 32, the slow way. */
function slowId(text: string): string {
  let bits = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`) >> 126n;
  let id = '';
  for (let n = 0; n < 26; n += 1) {
    id = CROCKFORD.charAt(Number(bits & 31n)) + id;
    bits >>= 5n;
  }
  return id;
}

describe('content ids', () => {
  test('depend on the content alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.oneof(fc.string(), fc.integer())), (kind, parts) => {
        const id = contentId(kind, parts);
        expect(id).toBe(slowId([kind, ...parts].join('\u001f')));
        expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
      }),
    );
  });

  test('neighbouring parts cannot run together', () => {
    const part = fc.string({ maxLength: 5 }).filter((text) => !text.includes('\u001f'));
    const parts = fc.tuple(part, fc.array(part));
    fc.assert(
      fc.property(parts, parts, ([kindA, a], [kindB, b]) => {
        const same = JSON.stringify([kindA, ...a]) === JSON.stringify([kindB, ...b]);
        expect(contentId(kindA, a) === contentId(kindB, b)).toBe(same);
      }),
    );
    expect(contentId('fill', ['0.12', '34'])).not.toBe(contentId('fill', ['0.1', '234']));
    expect(contentId('fill', ['a', ''])).not.toBe(contentId('fill', ['a']));
  });

  test('are short in chat', () => {
    expect(shortId('0a1b2c3d4e5f')).toBe('0A1B2C');
  });
});

describe('venue ids', () => {
  const hex = 'AbCdEf0123456789AbCdEf0123456789AbCdEf01';

  test('an address is folded to lower case', () => {
    expect(walletAddress(`0x${hex}`)).toBe(`0x${hex.toLowerCase()}`);
  });

  test.each([
    '',
    hex,
    `0X${hex}`,
    `0x${hex}0`,
    `0x${hex.slice(1)}`,
    `0x${hex.slice(1)}g`,
    ` 0x${hex}`,
    'vitalik.eth',
  ])('"%s" is not an address', (text) => {
    expect(walletAddress(text)).toBeNull();
  });

  test('a token id is a decimal of at most 78 digits', () => {
    expect(tokenId('9'.repeat(78))).toBe('9'.repeat(78));
    for (const text of ['', '0', '01', '-1', '1e5', '0x1', '9'.repeat(79)]) {
      expect(tokenId(text)).toBeNull();
    }
  });

  test('a condition id has 32 bytes, in lower case', () => {
    expect(conditionId(`0x${'AB'.repeat(32)}`)).toBe(`0x${'ab'.repeat(32)}`);
    for (const text of ['', `0x${'ab'.repeat(31)}`, `0x${'ab'.repeat(33)}`, 'ab'.repeat(32)]) {
      expect(conditionId(text)).toBeNull();
    }
  });
});
