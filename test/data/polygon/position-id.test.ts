import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isComboPosition, marketOfPosition } from '../../../src/data/polygon/position-id.ts';
import { isPositionId } from '../../../src/data/polymarket/parse-position-id.ts';
import type { TokenId } from '../../../src/engine/domain/ids.ts';
import { TOKEN } from './logs.ts';

const tokenOf = (hex: string) => BigInt(`0x${hex}`).toString() as TokenId;
const BODY = `${'5a'.repeat(18)}${'0'.repeat(16)}0badcafe`;

describe('a position of Protocol V2', () => {
  test.each([
    ['01', '00'],
    ['01', '01'],
    ['02', '01'],
    ['02', 'ff'],
  ])('of type %s and outcome %s names its market in 64 digits', (type, outcome) => {
    expect(marketOfPosition(tokenOf(`${type}${BODY}${outcome}`))).toBe(`0x${type}${BODY}00`);
  });

  test('of type 3 is a combination and has no market', () => {
    const combo = tokenOf(`03${BODY}01`);
    expect(isComboPosition(combo)).toBe(true);
    expect(marketOfPosition(combo)).toBeNull();
    expect(isComboPosition(tokenOf(`02${BODY}01`))).toBe(false);
  });

  test.each([
    ['a hash', TOKEN as TokenId],
    ['type 0', tokenOf(`00${BODY}01`)],
    ['type 4', tokenOf(`04${BODY}01`)],
    ['a bit among the zeros', tokenOf(`01${'5a'.repeat(18)}${'0'.repeat(15)}10badcafe01`)],
  ])('is not what has %s', (_, token) => {
    expect(marketOfPosition(token)).toBeNull();
    expect(isComboPosition(token)).toBe(false);
  });

  test('is told from a token of the first version as the venue does it', () => {
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
    const id = fc
      .tuple(fc.constantFrom('00', '01', '02', '03', '04', 'ff'), hex(36), fc.boolean(), hex(26))
      .map(([type, high, isZero, low]) => {
        const middle = isZero ? '0'.repeat(16) : low.slice(0, 16);
        return tokenOf(`${type}${high}${middle}${low.slice(16)}`);
      })
      .filter((token) => token !== '0');
    fc.assert(
      fc.property(id, (token) => {
        const isKnown = marketOfPosition(token) !== null || isComboPosition(token);
        expect(isKnown).toBe(isPositionId(token));
      }),
      { numRuns: 1_000 },
    );
  });
});
