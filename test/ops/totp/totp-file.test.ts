import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, STEP_MS, stepAt } from '../../../src/ops/totp/totp.ts';
import { isTotpActor, TotpFile, type TotpVerdict } from '../../../src/ops/totp/totp-file.ts';
import { temporaryFolder } from '../folder.ts';
import { enrolled, START_MS, WHO } from './enrolled.ts';

const MINUTE_MS = 60_000;

describe('a code', () => {
  test('is right once; again, or an older one, is used', () => {
    const { open, code, clock } = enrolled();
    expect(open().check(WHO, code())).toBe('right');
    expect(open().check(WHO, code())).toBe('used');
    expect(open().check(WHO, code(-1))).toBe('used');
    expect(open().check(WHO, code(1))).toBe('right');
    clock.atMs += STEP_MS;
    expect(open().check(WHO, code())).toBe('used');
    clock.atMs += STEP_MS;
    expect(open().check(WHO, code())).toBe('right');
  });

  test('that proved the secret is used up', () => {
    const folder = temporaryFolder();
    const file = new TotpFile(folder, () => START_MS);
    const { secret } = file.enrol(WHO);
    const code = codeOf(secret, stepAt(START_MS));
    expect(file.prove(WHO, code)).toBe(true);
    expect(file.check(WHO, code)).toBe('used');
  });

  test('of a secret that was never proven counts for nothing', () => {
    const folder = temporaryFolder();
    const file = new TotpFile(folder, () => START_MS);
    const { secret } = file.enrol(WHO);
    expect(file.has(WHO)).toBe(false);
    expect(file.check(WHO, codeOf(secret, stepAt(START_MS)))).toBe('none');
    expect(file.prove(WHO, 'abcdef')).toBe(false);
    expect(file.list()).toMatchObject([{ actor: WHO, proven: false }]);
  });

  test('of a person without a secret is none', () => {
    const { open } = enrolled();
    for (const who of ['telegram:124', 'console', '__proto__', 'constructor', '']) {
      expect(open().has(who)).toBe(false);
      expect(open().check(who, '123456')).toBe('none');
      expect(open().reset(who)).toBe(false);
    }
  });

  test('is used up on the disk before it is called right', () => {
    const { open, code, path } = enrolled();
    const before = readFileSync(path, 'utf8');
    expect(open().check(WHO, code())).toBe('right');
    expect(readFileSync(path, 'utf8')).not.toBe(before);
  });
});

describe('wrong codes', () => {
  test('lock for 15 minutes at the fifth, over a restart, also for the right one', () => {
    const { open, code, wrong, clock } = enrolled();
    const verdicts = Array.from({ length: 5 }, () => open().check(WHO, wrong()));
    expect(verdicts).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked']);
    expect(open().check(WHO, code())).toBe('locked');
    expect(open().list()).toMatchObject([{ lockedUntilMs: clock.atMs + 15 * MINUTE_MS }]);
    clock.atMs += 15 * MINUTE_MS - 1;
    expect(open().check(WHO, code())).toBe('locked');
    clock.atMs += 1;
    expect(open().check(WHO, code())).toBe('right');
  });

  test('have five tries again after the lock', () => {
    const { open, wrong, clock } = enrolled();
    for (let tries = 0; tries < 5; tries += 1) open().check(WHO, wrong());
    clock.atMs += 15 * MINUTE_MS;
    const verdicts = Array.from({ length: 5 }, () => open().check(WHO, wrong()));
    expect(verdicts).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked']);
  });

  test('are forgotten by a right one, and not by a used one', () => {
    const { open, code, wrong, clock } = enrolled();
    for (let tries = 0; tries < 4; tries += 1) open().check(WHO, wrong());
    expect(open().check(WHO, code())).toBe('right');
    for (let tries = 0; tries < 4; tries += 1) open().check(WHO, wrong());
    expect(open().check(WHO, code())).toBe('used');
    expect(open().check(WHO, wrong())).toBe('locked');
    clock.atMs += MINUTE_MS;
    expect(open().check(WHO, code())).toBe('locked');
  });

  test('of one person lock nobody else', () => {
    const { open, wrong, clock } = enrolled();
    const other = open().enrol('console');
    expect(open().prove('console', codeOf(other.secret, stepAt(clock.atMs) - 1))).toBe(true);
    for (let tries = 0; tries < 5; tries += 1) open().check(WHO, wrong());
    expect(open().check('console', codeOf(other.secret, stepAt(clock.atMs)))).toBe('right');
  });
});

/** What has to become of each try. */
class Expected {
  #wrongs = 0;
  #lockedUntilMs = 0;
  #usedStep = Number.NEGATIVE_INFINITY;

  allows(
    verdict: TotpVerdict,
    { atMs, step }: { readonly atMs: number; readonly step: number | null },
  ) {
    if (atMs < this.#lockedUntilMs) return verdict === 'locked';
    switch (verdict) {
      case 'right':
        return this.#right(step);
      case 'used':
        return step !== null && step <= this.#usedStep;
      case 'wrong':
        this.#wrongs += 1;
        return this.#wrongs < 5;
      case 'locked':
        this.#lockedUntilMs = atMs + 15 * MINUTE_MS;
        this.#wrongs += 1;
        return this.#wrongs === 5 && this.#startOver();
      case 'none':
        return false;
    }
  }

  #right(step: number | null): boolean {
    const isNew = step !== null && step > this.#usedStep;
    this.#usedStep = step ?? this.#usedStep;
    return isNew && this.#startOver();
  }

  #startOver(): true {
    this.#wrongs = 0;
    return true;
  }
}

test('whatever is tried in whatever order, no step is right twice and no lock is passed', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('code' as const), by: fc.integer({ min: -3, max: 3 }) }),
    fc.record({ kind: fc.constant('wrong' as const) }),
    fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: -60_000, max: 1_200_000 }),
    }),
  );
  const seen = new Map<string, number>();
  const property = fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
    const { open, code, wrong, clock, folder } = enrolled();
    const expected = new Expected();
    for (const one of actions) {
      if (one.kind === 'wait') {
        clock.atMs += one.ms;
        continue;
      }
      const isCode = one.kind === 'code';
      const step = isCode ? stepAt(clock.atMs) + one.by : null;
      const verdict = open().check(WHO, isCode ? code(one.by) : wrong());
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      expect(expected.allows(verdict, { atMs: clock.atMs, step })).toBe(true);
    }
    expect(readdirSync(folder)).toEqual(['totp.json']);
  });
  fc.assert(property, { numRuns: 50 });
  // Nothing was proven by cases that never came.
  expect([...seen.keys()].sort()).toEqual(['locked', 'right', 'used', 'wrong']);
});

describe('a person', () => {
  test('is enrolled once, and again after a reset', () => {
    const { open, code, clock } = enrolled();
    expect(() => open().enrol(WHO)).toThrow(/enrolled already: reset it first/);
    expect(open().reset(WHO)).toBe(true);
    expect(open().check(WHO, code())).toBe('none');
    const { secret } = open().enrol(WHO);
    expect(open().prove(WHO, codeOf(secret, stepAt(clock.atMs)))).toBe(true);
    expect(open().has(WHO)).toBe(true);
  });

  test('is named as the audit has it', () => {
    const names = ['telegram:1', 'discord:80351110224678912', 'console'];
    expect(names.every(isTotpActor)).toBe(true);
    const wrong = [
      '',
      'telegram',
      'telegram:',
      'telegram:x',
      'discord:1',
      'host',
      'telegram:1 ',
      '__proto__',
    ];
    expect(wrong.filter(isTotpActor)).toEqual([]);
  });
});
