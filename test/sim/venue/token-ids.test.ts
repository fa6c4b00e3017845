import { describe, expect, it } from 'vitest';
import { paddedConditionId } from '../../../src/data/polymarket/condition-id.ts';
import { isPositionId } from '../../../src/data/polymarket/parse-position-id.ts';
import { tokenId } from '../../../src/engine/domain/ids.ts';
import { Chance } from '../../../src/sim/chance.ts';
import { drawV1Ids, drawV2Ids } from '../../../src/sim/venue/token-ids.ts';

describe('token ids', () => {
  it('of the first version have 77 digits, fit 256 bits and are no position ids', () => {
    const chance = new Chance('v1');
    for (let draw = 0; draw < 200; draw += 1) {
      const { conditionId, tokenIds } = drawV1Ids(chance);
      expect(conditionId).toMatch(/^0x[0-9a-f]{64}$/);
      for (const id of tokenIds) {
        expect(id).toMatch(/^[1-9][0-9]{76}$/);
        expect(BigInt(id)).toBeLessThan(1n << 256n);
        expect(isPositionId(tokenId(id)!)).toBe(false);
      }
    }
  });

  it('of Protocol V2 carry kind, condition and outcome, and the product knows them as such', () => {
    const chance = new Chance('v2');
    for (const negRisk of [false, true]) {
      for (let draw = 0; draw < 200; draw += 1) {
        const { conditionId, tokenIds } = drawV2Ids(chance, negRisk);
        for (const [outcome, id] of tokenIds.entries()) {
          const bits = BigInt(id);
          expect(bits >> 248n).toBe(negRisk ? 2n : 1n);
          expect((bits >> 40n) & ((1n << 64n) - 1n)).toBe(0n);
          expect(bits & 255n).toBe(BigInt(outcome));
          expect(isPositionId(tokenId(id)!)).toBe(true);
          const condition31 = `0x${(bits >> 8n).toString(16).padStart(62, '0')}`;
          expect(conditionId).toBe(paddedConditionId(condition31));
        }
      }
    }
  });
});
