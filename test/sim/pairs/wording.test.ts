import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PairWorld, SECOND_MS } from './pair-world.ts';

/** One line for each thing that a person or a matcher would read. */
function told(world: PairWorld): string {
  const lines: string[] = [];
  const templates = new Set(world.worded.map(({ template }) => template));
  for (const template of templates) {
    lines.push(`## ${template}`);
    const pairs = world.worded.filter((pair) => pair.template === template);
    for (const { question, slug, outcomes, description } of new Set(
      pairs.map((pair) => world.there(pair)),
    )) {
      lines.push('', `Polymarket: ${question}`, `  ${slug} [${outcomes.join(' | ')}]`);
      lines.push(...description.split('\n').map((line) => `  > ${line}`.trimEnd()));
    }
    for (const here of new Set(pairs.map((pair) => world.here(pair)))) {
      const { title, rulesPrimary, rulesSecondary } = here.terms;
      lines.push('', `Kalshi: ${title}`, `  ${here.ticker} [${here.yesSubTitle}]`);
      lines.push(`  > ${rulesPrimary}`, `  > ${rulesSecondary}`.trimEnd());
      for (const pair of pairs.filter(({ ticker }) => ticker === here.ticker)) {
        const differs = pair.differs === null ? '' : ` (${pair.differs})`;
        lines.push(`  = ${pair.relation}${differs} of ${world.there(pair).slug}`);
      }
    }
    lines.push('');
  }
  return lines.join('\n');
}

describe('what both venues ask in words of their own', () => {
  test('reads as on the venues, one event of each kind', async () => {
    const world = new PairWorld({ seed: '7' });
    world.passMs(2 * SECOND_MS);
    await expect(told(world)).toMatchFileSnapshot(join(import.meta.dirname, 'wording.golden.txt'));
  });

  test('is on the same day in both, whatever the speed of the world', () => {
    const [usual, fast] = [new PairWorld({ seed: '7' }), new PairWorld({ seed: '7', speed: 50 })];
    for (const world of [usual, fast]) world.passMs(2 * SECOND_MS);
    const first = usual.worded.map((pair) => usual.here(pair).terms.rulesPrimary);
    expect(fast.worded.map((pair) => fast.here(pair).terms.rulesPrimary).slice(0, 20)).toEqual(
      first.slice(0, 20),
    );
    const [one] = usual.worded;
    const [same] = fast.worded;
    if (one === undefined || same === undefined) throw new Error('nothing is listed');
    const livesMs = usual.here(one).closeAtMs - fast.here(same).closeAtMs;
    expect(livesMs, 'but it is over sooner').toBeGreaterThan(0);
  });
});
