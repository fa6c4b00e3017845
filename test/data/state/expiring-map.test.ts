import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpiringMap } from '../../../src/data/state/expiring-map.ts';

const KEYS = [...'abcdefgh'];
const KEYS_MAX = 5;
const WEIGHT_MAX = 20;

/** The plainest map that does the same: entries in order of use, all looked at each time. */
class Model {
  atMs = 0;
  readonly held = new Map<string, { readonly weight: number; readonly expiresAtMs: number }>();

  get(key: string): number | undefined {
    const held = this.held.get(key);
    if (held === undefined) return undefined;
    this.held.delete(key);
    this.held.set(key, held);
    return held.weight;
  }

  set(key: string, weight: number, expiresAtMs: number): void {
    this.held.delete(key);
    this.held.set(key, { weight, expiresAtMs });
    while (this.held.size > KEYS_MAX || this.weight() > WEIGHT_MAX) {
      this.held.delete([...this.held.keys()][0] ?? '');
    }
  }

  pass(ms: number): void {
    this.atMs += ms;
    for (const [key, { expiresAtMs }] of this.held) {
      if (expiresAtMs <= this.atMs) this.held.delete(key);
    }
  }

  weight(): number {
    return [...this.held.values()].reduce((sum, { weight }) => sum + weight, 0);
  }
}

type Step = (map: ExpiringMap<number>, model: Model) => void;

const key = fc.constantFrom(...KEYS);
const steps: readonly fc.Arbitrary<Step>[] = [
  fc
    .record({ key, weight: fc.nat(12), ttlMs: fc.integer({ min: 1, max: 50 }) })
    .map((entry) => (map, model) => {
      map.set(entry.key, entry.weight, model.atMs + entry.ttlMs);
      model.set(entry.key, entry.weight, model.atMs + entry.ttlMs);
    }),
  key.map((name) => (map, model) => expect(map.get(name)).toBe(model.get(name))),
  key.map((name) => (map, model) => {
    map.delete(name);
    model.held.delete(name);
  }),
  fc.nat(30).map((ms) => (map, model) => {
    model.pass(ms);
    // Meets every expired entry, as the model does: bounds then weigh the living only.
    for (const name of KEYS) map.expiresAtMs(name);
  }),
];

function open(nowMs: () => number, keysMax = KEYS_MAX): ExpiringMap<number> {
  const weigh = (_: string, weight: number) => weight;
  return new ExpiringMap({ nowMs, keysMax, weightMax: WEIGHT_MAX, weigh });
}

describe('an expiring map', () => {
  it('holds what lives and was used last within its bounds, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...steps), { maxLength: 150 }), (sequence) => {
        const model = new Model();
        const map = open(() => model.atMs);
        for (const step of sequence) {
          step(map, model);
          expect(map.size).toBe(model.held.size);
          for (const name of KEYS) {
            expect(map.expiresAtMs(name)).toBe(model.held.get(name)?.expiresAtMs);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('drops expired entries that nobody asks for while others are written', () => {
    let atMs = 0;
    const map = open(() => atMs, 1_000);
    for (let index = 0; index < 500; index += 1) map.set(`old-${index}`, 0, 10);
    atMs = 10;
    for (let index = 0; index < 200; index += 1) map.set('the same', 0, 1_000);
    expect(map.size).toBe(1);
  });
});
