import { describe, test } from 'vitest';
import { APART, OPEN, TWINS } from './setting-parts.ts';
import { story } from './story.ts';

const TOLD = '= arbitrage rain.Yes denied arbitrageAlertOnly 0 of 1 (alert)';
const ALERT =
  '= notice arbitrage pair=1 venueA=Polymarket sideA=YES venueB=Kalshi sideB=NO verified=1 digest=0';
const CLOSED = 'book wet.Yes 0.48x10000 / 0.50x10000\n wait 1s';

describe('two markets that are one question', () => {
  test('are told once when their sides cost less than they pay for long enough', async () => {
    await story(`${TWINS}\n ${APART}\n ${APART}\n never arbitrage\n ${APART}\n ${APART}
      ${TOLD}\n ${ALERT}\n ${OPEN}\n never arbitrage\n never notice arbitrage\n never order`);
  });

  test('are told again once the gap had closed, to the digest within a quarter of an hour', async () => {
    await story(`${TWINS}\n ${OPEN}\n ${TOLD}\n ${ALERT}\n ${CLOSED}\n ${OPEN}\n ${TOLD}
      = notice arbitrage pair=1 digest=1\n ${CLOSED}\n wait 15m\n ${OPEN}\n ${TOLD}\n ${ALERT}`);
  });

  test('are told the other way round where Polymarket is the dear one', async () => {
    await story(`${TWINS}\n book rain.Yes 0.59x500 / 0.61x500\n wait 1s
      book rain.Yes 0.59x500 / 0.61x500\n book wet.Yes 0.48x500 / 0.50x500\n wait 1s
      book rain.Yes 0.59x500 / 0.61x500\n book wet.Yes 0.48x500 / 0.50x500\n wait 2s
      = arbitrage rain.No denied arbitrageAlertOnly\n = notice arbitrage sideA=NO sideB=YES`);
  });

  test('are asked about in a chat, with the pair and the sides', async () => {
    await story(`${TWINS}\n ${OPEN}\n ${TOLD}\n says /arb\n hears 1 arbitrage open
      says /why\n hears arbitrage not bought\n says /arb 1\n hears same outcome
      ${CLOSED}\n says /arb\n hears No arbitrage of 3 %\n hears nearest, pair 1
      says /arb history\n hears we could have had it`);
  });

  test('are not told by a book that nobody confirmed for too long', async () => {
    await story(`${TWINS}\n wait 31s\n book rain.Yes 0.39x500 / 0.41x500\n wait 5s\n never arbitrage
      book wet.Yes 0.50x500 / 0.52x500\n wait 5s\n = arbitrage rain.Yes denied`);
  });
});

describe('what is not proven', () => {
  test.each([
    ['a basis that nobody accepted', 'basis void_rule', 'arbitrageBasis 0 of 1 (void_rule)'],
    ['a pair in quarantine', 'state quarantined', 'arbitrageBasis 0 of 1'],
  ])('is a basis spread, written down and never told: %s', async (_, of, gate) => {
    await story(`${TWINS}\n pair rain wet identity ${of}\n ${OPEN}
      = arbitrage rain.Yes denied ${gate}\n never notice arbitrage
      says /arb\n hears Basis spreads`);
  });

  test('is a basis spread while a rules text was not read', async () => {
    await story(`${TWINS.replace('identity', 'identity texts no')}\n ${OPEN}
      = arbitrage rain.Yes denied arbitrageBasis 0 of 1\n never notice arbitrage`);
  });

  test('is not looked at when its terms differ', async () => {
    await story(`${TWINS}\n pair rain wet identity state rejected\n ${OPEN}\n never arbitrage`);
  });

  test('is arbitrage once a person read both texts, until a venue edits one', async () => {
    await story(`${TWINS}\n pair rain wet identity basis void_rule\n says /pair 1 approve both pay half
      hears Pair 1 counts as one question\n ${OPEN}\n ${TOLD}
      = notice arbitrage basis=void_rule acceptedBy=console\n ${CLOSED}
      pair rain wet identity basis void_rule rules edited
      = notice pairDemoted pair=1 why=rulesEdited
      ${OPEN}\n = arbitrage rain.Yes denied arbitrageBasis\n says /pair 1\n hears edited its rules`);
  });

  test('is nothing any more once a person said so', async () => {
    await story(`${TWINS}\n says /pair 1 reject other source\n ${OPEN}\n never arbitrage
      taps Undo\n ${OPEN}\n ${TOLD}`);
  });

  test('is doubted when its prices add up to one', async () => {
    await story(`${TWINS}\n book rain.Yes 0.30x500 / 0.31x500\n book wet.Yes 0.69x500 / 0.70x500
      wait 4s\n = notice pairDemoted pair=1 why=polarity\n ${OPEN}
      = arbitrage rain.Yes denied arbitrageBasis`);
  });
});

describe('what became of pairs', () => {
  test('is compared, and a disagreement takes the whole family back', async () => {
    await story(`${TWINS}\n market snow closes 240h
      market white kalshi KXSNOW-26OCT10-T1 closes 240h\n pair snow white identity
      resolve rain 1/0\n resolve wet 0/1
      = notice pairDemoted pair=1 why=resultsDisagreed paidA=1000000 paidB=0
      = notice pairDemoted pair=2 why=familyDisagreed\n says /pair 2
      hears a pair of the same kind was paid differently\n restart\n says /pair 1\n hears paid differently`);
  });

  test('is agreed where both paid alike', async () => {
    await story(`${TWINS}\n resolve rain 1/0\n resolve wet 1/0\n never notice pairDemoted
      says /pair 1\n hears paid as promised`);
  });

  test('is forgotten by nobody: a restart knows pairs, words and demotions', async () => {
    await story(`${TWINS}\n says /pair 1 reject other source\n restart\n says /pair 1
      hears rejected by a person\n says /pair 1 reset\n hears stands as it was found again`);
  });
});

/** Deep enough for five shares of each, which is what both venues take at least. */
const BIG = 'money 5000\n set bankroll 5000';
/** So long that it is believed, and not a moment more. */
const FOUND = `${APART}\n ${APART}\n ${APART}`;
const TAKEN = '= arbitrage rain.Yes accepted';

describe('an opportunity that is bought on paper', () => {
  test('is bought leg by leg, the thinner book first, in equal shares', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${OPEN}\n ${TAKEN}\n wait 2s
      = order buy rain.Yes filled 181.81\n = order buy wet.No filled 181.81
      = notice arbitrageDone end=hedged why=done held=0 lost=0`);
  });

  test('is asked about first, and bought after a yes within 30 s', async () => {
    await story(`${BIG}\n set arbitrage.mode ask\n ${TWINS}\n ${OPEN}
      = arbitrage rain.Yes denied arbitrageAlertOnly 0 of 1 (ask)\n = notice arbitrage askMs=30000
      never order\n take\n ${TAKEN}\n wait 2s\n = order buy rain.Yes\n = order buy wet.No
      = notice arbitrageDone end=hedged`);
  });

  test('is not bought after a yes that came too late', async () => {
    await story(`${BIG}\n set arbitrage.mode ask\n ${TWINS}\n ${OPEN}\n = arbitrage rain.Yes denied
      wait 31s\n take\n = command takeArbitrage refused\n never order`);
  });

  test('is never bought by itself where a person proved it', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n pair rain wet identity state quarantined
      judge 1 approve\n ${OPEN}
      = arbitrage rain.Yes denied arbitrageAlertOnly 0 of 1 (verified by a person)\n never order`);
  });

  test('keeps within the caps, and says which one left too little', async () => {
    await story(`set arbitrage.mode auto\n set limits.orderPercent 0.2\n ${TWINS}\n ${OPEN}
      = arbitrage rain.Yes denied orderCap`);
  });

  test('is sold again within the loss that is allowed when its second leg is gone', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${FOUND}\n ${TAKEN}\n wait 300ms
      book wet.Yes 0.45x500 / 0.47x500\n wait 5s\n = order buy rain.Yes filled 181.81
      never order\n wait 10s\n = order sell rain.Yes filled 181.81
      = notice arbitrageDone end=flat held=0\n has rain.Yes nothing`);
  });

  test('sends nothing more once everything is killed, and asks for a person', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${FOUND}\n ${TAKEN}\n wait 700ms
      = order buy rain.Yes filled 181.81\n kill\n = order buy wet.No canceled\n wait 30s\n never order
      = notice arbitrageDone end=needsYou why=stopped held=181810000`);
  });

  test('is not put off by a pause once half of it is held', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${FOUND}\n ${TAKEN}\n wait 100ms
      pause lunch\n wait 5s\n = order buy rain.Yes filled\n = order buy wet.No filled
      = notice arbitrageDone end=hedged`);
  });

  test('is got rid of again after a restart between its sides, and told at once', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${FOUND}\n ${TAKEN}\n wait 700ms
      = order buy rain.Yes filled 181.81\n restart\n = order buy wet.No restarted
      = notice arbitrageDone end=unwinding why=restarted held=181810000
      = exit rain.Yes held 181.81\n ${APART}\n wait 30s\n = order sell rain.Yes filled 181.81
      = exit rain.Yes accepted\n has rain.Yes nothing\n restart\n never notice arbitrageDone\n never exit`);
  });

  test('is not touched by a restart after both sides', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${FOUND}\n ${TAKEN}\n wait 2s
      = order buy rain.Yes filled\n = order buy wet.No filled\n = notice arbitrageDone end=hedged
      restart\n ${APART}\n wait 30s\n never exit\n never order\n never notice arbitrageDone`);
  });

  test('is not sold behind a restart for more less than a run may lose', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${FOUND}\n ${TAKEN}\n wait 700ms
      = order buy rain.Yes filled 181.81\n restart\n = order buy wet.No restarted
      book rain.Yes 0.30x500 / 0.32x500\n wait 30s\n never order
      = exit rain.Yes held slippage 0.3 of\n book rain.Yes 0.48x500 / 0.50x500\n wait 31s
      = order sell rain.Yes filled 181.81`);
  });

  test('is left to the person whom it asked for, also behind a restart', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${FOUND}\n ${TAKEN}\n wait 700ms
      = order buy rain.Yes filled 181.81\n kill\n = order buy wet.No canceled\n wait 2s
      = notice arbitrageDone end=needsYou why=stopped held=181810000
      = exit rain.Yes denied exitManual\n restart\n ${APART}\n arm\n ${APART}\n wait 30s\n never order
      never exit\n says /why\n hears the other side of an arbitrage was missed`);
  });

  test('waits for a person who arms when everything is killed behind such a restart', async () => {
    await story(`${BIG}\n set arbitrage.mode auto\n ${TWINS}\n ${FOUND}\n ${TAKEN}\n wait 700ms
      = order buy rain.Yes filled 181.81\n restart\n = order buy wet.No restarted
      = notice arbitrageDone end=unwinding\n kill\n ${APART}\n wait 30s\n = exit rain.Yes held killed
      never order\n arm\n ${APART}\n wait 30s\n = order sell rain.Yes filled 181.81`);
  });
});
