import { describe, expect, it } from 'vitest';
import { runEdited } from './edited-tests.ts';
import { LAW_SAFEGUARDS } from './law-safeguards.ts';
import { checkSnippets } from './mutated-program.ts';

const isProof = process.env['PROVE'] !== undefined;
const TRIED = LAW_SAFEGUARDS.filter(({ isFirst }) => isProof || isFirst === true);

describe('each law of the design has a safeguard that bites', { timeout: 600_000 }, () => {
  it('from the first to the last', () => {
    expect(LAW_SAFEGUARDS.map(({ law }) => law)).toEqual(
      Array.from({ length: 14 }, (_, index) => index + 1),
    );
  });

  it.each(LAW_SAFEGUARDS)('law $law stands in the source: $says', ({ says, ...edit }) => {
    expect(() => checkSnippets({ ...edit, law: says })).not.toThrow();
  });

  it.concurrent.each(TRIED)(
    'law $law, $says: without it its test fails',
    async ({ also = [], file, snippet, replacement, fails }) => {
      const { failed } = await runEdited([{ file, snippet, replacement }, ...also], fails);
      expect([...new Set(failed)]).toEqual([fails.test]);
    },
  );

  it('and a source as it is passes the same test', async () => {
    const [first] = TRIED;
    if (first === undefined) throw new Error('none is tried');
    const { passed, failed } = await runEdited([], first.fails);
    expect([passed.length > 0, failed]).toEqual([true, []]);
  });
});
