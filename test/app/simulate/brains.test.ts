import { expect, it } from 'vitest';
import { brainsLine, summariseBrains } from '../../../src/app/simulate/brains.ts';
import { runSeed } from '../../../src/app/simulate/seed-run.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';

it('says what was made, and how sure the difference is', () => {
  const seed = (rules: number, naive: number) => ({ rules: dollars(rules), naive: dollars(naive) });
  const better = summariseBrains([seed(5, 1), seed(4, 1), seed(6, 1)]);
  expect(better === null ? '' : brainsLine(better)).toBe(
    'rules +$15.00, naive copying +$3.00 over 3 seeds; difference +$12.00, 90 % between +$6.94 and +$17.06: rules are better\n',
  );
  const open = summariseBrains([seed(5, 1), seed(-9, 1)]);
  expect(open === null ? '' : brainsLine(open)).toContain('not decided');
  const one = summariseBrains([seed(5, 1)]);
  expect(one === null ? '' : brainsLine(one)).toBe(
    'rules +$5.00, naive copying +$1.00 over 1 seed\n',
  );
  expect(summariseBrains([])).toBeNull();
});

it('compares them in a faulty world without breaking an invariant', async () => {
  const result = await runSeed(2, { settings: { 'brains.shadow': 'on' }, live: false });
  expect(result.violation).toBeNull();
  expect(result.brains).not.toBeNull();
  const alone = await runSeed(2, { settings: {}, live: false });
  expect(alone.brains).toBeNull();
});
