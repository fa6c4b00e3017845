import { describe, expect, test } from 'vitest';
import { Story } from './story.ts';

/** Found by a random story: one exit waited for two copies, and was planned after each of them. */
const TWO_COPIES_ON_THE_WAY = `
  set entry.driftPercent 20
  set entry.driftCents 8
  market rain
  book rain.Yes 0.48x500 / 0.50x500
  follow carl leader 0.3
  carl buys rain.Yes 200 @ 0.46 ago 0s feed trades
  carl sells rain.Yes 50 @ 0.46 ago 0s feed trades
  carl buys rain.Yes 60 @ 0.48 ago 0s feed trades
  carl buys rain.No 60 @ 0.46 ago 0s feed trades
  wait 2s
  book rain.Yes 0.46x500 / 0.47x500
  wait 60s
`;

describe('an exit that waits for copies on their way', () => {
  test('is planned once, after the last of them', async () => {
    const story = await new Story().tell(TWO_COPIES_ON_THE_WAY);
    await story.endFree();
    const exits = story.history
      .split('\n')
      .filter((line) => / exit rain\.Yes accepted /.test(line));
    expect(exits.length).toBeGreaterThan(0);
    const sold = story.history.split('\n').filter((line) => /order sell rain\.Yes/.test(line));
    expect(new Set(sold).size).toBe(sold.length);
  });
});
