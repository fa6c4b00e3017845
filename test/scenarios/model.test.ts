import { describe, expect, test } from 'vitest';
import { replayDecision } from '../../src/app/replay/decision-replay.ts';
import { OBEDIENT } from '../engine/brain/injections.ts';
import { BOOK, BOUGHT, BUYS, BUYS_SNOW, WORLD } from './setting-parts.ts';
import { Story, story } from './story.ts';

const SNOW_BOOK = 'book snow.Yes 0.48x10000 / 0.50x10000';

/** Entries are shown to a model that answers in these words. */
function asking(words: string, more = ''): string {
  return `set llm.consult on\n ${more}\n ${WORLD}\n model ${words}\n ${BOOK}\n ${SNOW_BOOK}`;
}

describe('a model beside the rules', () => {
  test('lets pass, makes smaller, rejects', async () => {
    await story(`${asking('accept')}\n ${BUYS}\n wait 1s\n ${BOUGHT}`);
    await story(`${asking('shrink 60 thin book')}\n ${BUYS}\n wait 1s
      = copy rain.Yes accepted $3\n = order buy rain.Yes $3 @0.52 filled 6`);
    await story(`${asking('reject decided yesterday')}\n ${BUYS}\n wait 1s
      = copy rain.Yes denied model\n never order`);
  });

  test('is not asked where it is off, nor where there is none', async () => {
    await story(`${WORLD}\n model reject no\n ${BOOK}\n ${BUYS}\n wait 1s\n ${BOUGHT}`);
    await story(`set llm.consult on\n ${WORLD}\n ${BUYS}\n wait 1s\n ${BOUGHT}`);
  });

  test('is not asked about what the rules deny', async () => {
    await story(
      `${asking('accept')}\n pause lunch\n ${BUYS}\n wait 1s\n = copy rain.Yes denied paused`,
    );
  });

  test.each(OBEDIENT)('cannot enlarge anything, whatever it says: %s', async (words) => {
    await story(`${asking(`says ${words}`)}\n ${BUYS}\n wait 1s\n ${BOUGHT}
      ${BUYS_SNOW}\n wait 1s\n = order buy snow.Yes $5 @0.52 filled 10`);
  });

  test('that is silent holds an entry up for its time and no longer', async () => {
    await story(`${asking('silent')}\n ${BUYS}\n wait 5s\n never order buy\n wait 2s\n ${BOUGHT}`);
  });

  test('leaves no trade behind when the leader left meanwhile', async () => {
    await story(`${asking('silent')}\n ${BUYS}\n wait 1s\n anna sells rain.Yes 100 @ 0.50
      = copy rain.Yes denied leaderLeft\n wait 10s\n never order`);
  });

  test.each([
    ['a kill', 'kill', 'killed'],
    ['a pause', 'pause lunch', 'paused'],
    ['a price that moved', 'book rain.Yes 0.58x10000 / 0.60x10000', 'priceMoved'],
    ['a limit that was lowered', 'set limits.orderPercent 0', 'orderCap'],
    ['a market that closed', 'market rain accepting no', 'marketClosed'],
  ])('does not outlast %s: the gates run again', async (_, meanwhile, gate) => {
    await story(`${asking('silent')}\n ${BUYS}\n wait 1s\n ${meanwhile}\n wait 8s
      = copy rain.Yes denied ${gate}\n never order`);
  });

  test('never touches an exit', async () => {
    await story(`${asking('accept')}\n ${BUYS}\n wait 1s\n ${BOUGHT}\n model silent
      anna sells rain.Yes 100 @ 0.48\n wait 1s\n = order sell rain.Yes 10 @0.46 filled`);
  });

  test('is asked again by a restart that came before its answer', async () => {
    await story(`${asking('silent')}\n ${BUYS}\n wait 1s\n model accept\n restart\n ${BOOK}
      wait 1s\n ${BOUGHT}`);
  });
});

describe('what it costs', () => {
  test('the same question is asked once in ten minutes', async () => {
    const told = await new Story().tell(`${asking('accept', 'set size.mode leader')}
      anna buys rain.Yes 20 @ 0.50\n wait 61s\n = copy rain.Yes denied clipMinimum`);
    await told.tell(`anna buys rain.Yes 50 @ 0.50\n wait 61s\n = order buy rain.Yes $10
      anna buys rain.Yes 60 @ 0.50\n wait 61s\n = order buy rain.Yes $10`);
    expect(told.model.asked).toBe(1);
    await told.end();
  });

  test('after five failures it rests for five minutes, and is asked again then', async () => {
    const tries = `anna buys rain.Yes 100 @ 0.50\n wait 61s\n = copy rain.Yes denied modelSilent\n`;
    const told = await new Story().tell(
      `${asking('fails overloaded', 'set llm.fallback reject')}\n ${tries.repeat(5)}`,
    );
    expect(told.model.asked).toBe(5);
    await told.tell(`${BUYS}\n wait 61s\n = copy rain.Yes denied modelSilent 0 of 1 (circuit)`);
    expect(told.model.asked).toBe(5);
    await told.tell(`wait 5m\n model accept\n ${BOOK}\n ${BUYS}\n wait 1s\n ${BOUGHT}`);
    expect(told.model.asked).toBe(6);
    await told.end();
  });

  test('the budget of a day outlasts a restart and ends with the day', async () => {
    // Each answer uses 960 tokens, and room for 20,400 is asked for beforehand.
    const buys = (price: string) => `anna buys rain.Yes 100 @ ${price}\n wait 61s\n`;
    const told = await new Story().tell(
      `${asking('shrink 60 thin', 'set llm.dayTokens 21000\n set llm.fallback reject')}
      ${buys('0.50')}\n = order buy rain.Yes $3\n ${buys('0.49')}
      = copy rain.Yes denied modelSilent 0 of 1 (budget)\n restart\n ${BOOK}\n ${buys('0.49')}
      = copy rain.Yes denied modelSilent 0 of 1 (budget)
      at 2026-10-01T00:00:10Z\n ${BOOK}\n ${buys('0.49')}\n = order buy rain.Yes`,
    );
    await told.end();
  });
});

describe('a decision of record', () => {
  test.each([
    ['accepted', asking('shrink 60 thin'), BUYS],
    ['denied by the rules', asking('accept'), `pause lunch\n ${BUYS}`],
    ['denied by the model', asking('reject decided'), BUYS],
    ['without the model, which was silent', asking('fails timeout'), BUYS],
    ['stopped before it was sent', WORLD, `${BUYS} ago 15s\n wait 400ms`],
  ])('is made again as it was: %s', async (_, before, then) => {
    const told = await new Story().tell(`${before}\n ${then}\n wait 2s`);
    const [decision] = await told.reports.recentDecisions({ limit: 1 });
    const replay = await replayDecision(told.reports, decision?.id.slice(0, 6) ?? '');
    expect(replay.differences).toEqual([]);
    expect(replay.record.inputs.signal.id).toBe(decision?.signalId);
    await told.endFree();
  });

  test('keeps what the model was asked and said', async () => {
    const told = await new Story().tell(`${asking('shrink 60 thin')}\n ${BUYS}\n wait 2s`);
    const [decision] = await told.reports.recentDecisions({ limit: 1 });
    const { consultation, record } = await replayDecision(told.reports, decision?.id ?? '');
    expect(consultation).toMatchObject({ model: 'test-model', tokens: 960, cost: 3_600 });
    expect(consultation?.question.foreign['question']).toBe('rain');
    expect(record).toMatchObject({ model: { name: 'test-model' } });
    await told.endFree();
  });
});

describe('what it is shown', () => {
  const shown = async (told: Story) => {
    const [newest] = await told.reports.recentDecisions({ limit: 1 });
    const { consultation } = await replayDecision(told.reports, newest?.id ?? '');
    return consultation?.question.facts ?? {};
  };

  test('the whole position of the leader beside ours, also behind a restart', async () => {
    const told = await new Story().tell(`${asking('accept', 'set size.mode leader')}
      anna buys rain.Yes 100 @ 0.50\n wait 61s\n anna buys rain.No 40 @ 0.49\n wait 11m
      ${BOOK}\n anna buys rain.Yes 60 @ 0.50\n wait 61s`);
    const before = await shown(told);
    expect(before).toMatchObject({
      'shares of this outcome held by the wallet': '160',
      'paid for them by the wallet in dollars': '80',
      'shares of other outcomes held by the wallet': '40',
      'paid for those by the wallet in dollars': '19.6',
    });
    expect(Number(before['shares of this outcome held by us'])).toBeGreaterThan(0);
    await told.tell(`restart\n wait 11m\n ${BOOK}\n anna buys rain.Yes 100 @ 0.48\n wait 61s`);
    expect(await shown(told)).toMatchObject({
      'shares of this outcome held by the wallet': '260',
      'paid for them by the wallet in dollars': '128',
    });
    await told.endFree();
  });
});
