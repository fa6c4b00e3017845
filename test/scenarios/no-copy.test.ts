import { describe, test } from 'vitest';
import { BOOK, BOUGHT, BUYS, WORLD } from './setting-parts.ts';
import { story } from './story.ts';

const STILL = 'never notice noCopy';
const TOLD = '= notice noCopy followed=1';

describe('a day without a copy', () => {
  test('is told at the mark, once, and again a day behind the next copy', async () => {
    await story(`${WORLD}\n ${BUYS}\n wait 1s\n ${BOUGHT}
      wait 23h\n wait 59m\n ${STILL}\n wait 2m\n ${TOLD}
      wait 72h\n ${STILL}\n ${BOOK}\n ${BUYS}\n wait 1s\n ${BOUGHT}
      wait 23h\n wait 59m\n ${STILL}\n wait 2m\n ${TOLD}`);
  });

  test('is none while anything is copied, and skips are no copies', async () => {
    await story(`${WORLD}\n wait 20h\n ${BOOK}\n ${BUYS}\n wait 1s\n ${BOUGHT}
      wait 20h\n ${STILL}\n anna buys rain.Yes 1 @ 0.50\n wait 61s
      = copy rain.Yes denied clipMinimum\n wait 239m\n ${TOLD}`);
  });

  test('is kept over a restart: not told early, not late, and not twice', async () => {
    await story(`${WORLD}\n ${BUYS}\n wait 1s\n ${BOUGHT}\n wait 12h\n restart
      wait 11h\n wait 59m\n ${STILL}\n wait 2m\n ${TOLD}
      restart\n wait 48h\n ${STILL}\n restart\n wait 2m\n ${STILL}`);
  });

  test('that passed while nothing ran is told behind what the start catches up with', async () => {
    await story(`${WORLD}\n ${BUYS}\n wait 1s\n ${BOUGHT}\n wait 23h\n restart
      at 2026-10-03T00:00:00Z\n ${TOLD}`);
  });

  test('is not told while nobody is followed, and counts from the first who is', async () => {
    await story(`${WORLD}\n unfollow anna\n wait 30h\n ${STILL}\n follow anna
      wait 23h\n wait 59m\n ${STILL}\n wait 2m\n ${TOLD}`);
    await story(`${WORLD}\n wallet anna enabled no\n wait 30h\n ${STILL}\n wallet anna enabled yes
      wait 23h\n wait 59m\n ${STILL}\n wait 2m\n ${TOLD}`);
  });

  test('says who stopped it, and counts anew when it goes on', async () => {
    await story(`${WORLD}\n pause lunch\n wait 25h\n = notice noCopy stop=person reason=lunch
      wait 24h\n ${STILL}\n resume\n wait 23h\n ${STILL}\n wait 61m\n ${TOLD} stop=null`);
    await story(`${WORLD}\n kill\n wait 25h\n = notice noCopy stop=killed
      arm\n wait 23h\n ${STILL}\n wait 61m\n ${TOLD}`);
  });

  test('does not count what only measuring ledgers bought', async () => {
    await story(`set brains.shadow on\n ${WORLD}\n pause lunch\n wait 12h\n ${BOOK}\n ${BUYS}
      wait 1s\n = copy rain.Yes denied paused\n wait 13h\n = notice noCopy stop=person`);
  });
});
