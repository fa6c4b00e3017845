import { test } from 'vitest';
import { story } from '../story.ts';

/** One question of an event, at 10 cents. */
const OUTCOMES = ['ann', 'bob', 'cat', 'dan', 'eve'] as const;
const EVENT = OUTCOMES.map(
  (name) => `market ${name} group cup\n book ${name}.Yes 0.09x10000 / 0.10x10000`,
).join('\n');

test('20: five outcomes of one event are each copied, or denied with the cap that stops them', async () => {
  const copied = OUTCOMES.slice(0, 3).map(
    (name) => `anna buys ${name}.Yes 1000 @ 0.10\n wait 1s\n = copy ${name}.Yes accepted $5
      = order buy ${name}.Yes $5`,
  );
  const denied = OUTCOMES.slice(3).map(
    (name) => `anna buys ${name}.Yes 1000 @ 0.10\n = copy ${name}.Yes denied groupCap $20 of $15`,
  );
  await story(`set limits.groupPercent 3\n ${EVENT}\n follow anna
    ${[...copied, ...denied].join('\n')}\n never copy`);
});

test('22: a leader a thousand times our size moves no more than the caps, the cash and the book', async () => {
  const huge = 'anna buys rain.Yes 1000000 @ 0.50';
  const world = `market rain\n book rain.Yes 0.48x10000 / 0.50x10000\n follow anna leader 1 max 100000`;
  await story(`${world}\n ${huge}\n wait 1s\n = copy rain.Yes accepted $10
    = order buy rain.Yes $10 @0.52 filled 20 for $10`);
  const free = ['order', 'market', 'group', 'wallet', 'walletDay', 'category', 'total']
    .map((cap) => `set limits.${cap}Percent 100`)
    .join('\n');
  await story(`money 7\n ${free}\n ${world}\n ${huge}\n wait 1s\n = copy rain.Yes accepted $7
    = order buy rain.Yes $7`);
  await story(`${free}\n ${world}\n book rain.Yes 0.48x10000 / 0.50x30 0.90x10000\n ${huge}\n wait 1s
    = copy rain.Yes accepted $15\n = order buy rain.Yes $15 filled 30 for $15`);
});

test('24: too old by the time of the venue, or too far from its price: no copy, with both numbers', async () => {
  await story(`market rain\n book rain.Yes 0.48x10000 / 0.50x10000\n follow anna
    anna buys rain.Yes 100 @ 0.50 ago 22s feed data
    = copy rain.Yes denied signalAge 22000ms of 15000ms
    market snow\n book snow.Yes 0.48x10000 / 0.50x10000\n anna buys snow.Yes 100 @ 0.50 ago 9m feed data
    = copy snow.Yes denied signalAge 540000ms of 15000ms
    market hail\n book hail.Yes 0.55x10000 / 0.56x10000\n anna buys hail.Yes 100 @ 0.50
    = copy hail.Yes denied priceMoved 0.06 of 0.02\n never copy`);
});

test('27: what moved the book is too dear to follow, what thinned it too poor, and a leader who is out again is not followed in', async () => {
  const before = 'market rain\n book rain.Yes 0.30x500 / 0.32x500 0.40x500\n follow anna';
  const pump = 'anna buys rain.Yes 600 @ 0.33';
  const dump = 'anna sells rain.Yes 600 @ 0.38';
  await story(`${before}\n book rain.Yes 0.30x500 / 0.40x400\n ${pump}
    = copy rain.Yes denied priceMoved 0.07 of 0.01\n wait 20s\n ${dump}
    = exit rain.Yes denied noPosition\n never copy`);
  await story(`set entry.minQuality 0.7\n ${before}\n book rain.Yes 0.20x3 / 0.33x5\n ${pump}
    = copy rain.Yes denied quality\n wait 20s\n ${dump}\n = exit rain.Yes denied noPosition
    never copy`);
  await story(`unlisted rain\n follow anna\n ${pump}\n wait 1s\n ${dump}\n market rain
    book rain.Yes 0.30x500 / 0.32x500\n wait 5s\n = copy rain.Yes denied leaderLeft
    = exit rain.Yes denied noPosition\n never copy`);
});
