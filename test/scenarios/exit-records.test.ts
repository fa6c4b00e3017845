import { describe, expect, test } from 'vitest';
import { replayDecision } from '../../src/app/replay/decision-replay.ts';
import { BOUGHT, BUYS, HELD, STUCK, WORLD } from './setting-parts.ts';
import { Story } from './story.ts';

const SELLS = 'anna sells rain.Yes 100 @ 0.48';

/** The newest decision on an exit, made once more. */
async function exitOf(text: string) {
  const told = await new Story().tell(text);
  const recent = await told.reports.recentDecisions({ limit: 10 });
  const decision = recent.find(({ signalKind }) => signalKind === 'exit');
  const replay = await replayDecision(told.reports, decision?.id ?? '');
  await told.endFree();
  const { record, differences } = replay;
  if (record.kind !== 'exit') throw new Error('an exit has a record of its own');
  return { ...replay, record, differences };
}

describe('a decision of record on an exit', () => {
  test.each([
    ['sold with the leader', `${BUYS}\n wait 1s\n ${BOUGHT}\n ${SELLS}\n wait 1s`, 'tried'],
    ['half of it', `${HELD}\n anna sells rain.Yes 50 @ 0.48\n wait 1s`, 'tried'],
    ['put off until its entry ended', `${BUYS}\n wait 10ms\n ${SELLS}\n wait 10ms`, 'deferred'],
    ['of an empty hand', 'anna buys rain.Yes 1 @ 0.50\n anna sells rain.Yes 1 @ 0.48', 'planned'],
    ['held back by a kill', `${HELD}\n kill\n ${SELLS}\n wait 1s`, 'tried'],
    ['left to a person', `wallet anna exit manual\n ${HELD}\n ${SELLS}\n wait 1s`, 'planned'],
    ['in a book in which nobody buys', `${STUCK}\n wait 100s`, 'tried'],
    ['asked for by a person', `${HELD}\n close rain.Yes\n wait 1s`, 'tried'],
    [
      'that takes over from one that waits',
      `${HELD}\n kill\n ${SELLS}\n wait 1s\n close rain.Yes\n wait 1s`,
      'tried',
    ],
  ])('is made again as it was: %s', async (_, then, step) => {
    const { record, differences } = await exitOf(`${WORLD}\n ${then}`);
    expect(differences).toEqual([]);
    expect(record.inputs.step).toBe(step);
  });

  test('is made with the settings of then, whatever they are now', async () => {
    const { record, differences, decision } = await exitOf(
      `${WORLD}\n ${HELD}\n ${SELLS}\n wait 1s\n set exit.maxBelowBidPercent 20`,
    );
    expect(differences).toEqual([]);
    expect(record.settings).not.toHaveProperty('exit.maxBelowBidPercent');
    expect(decision.limitPrice).toBe(460_000);
  });

  test('that would come out otherwise says in what', async () => {
    const told = await new Story().tell(`${WORLD}\n ${HELD}\n ${SELLS}\n wait 1s`);
    const recent = await told.reports.recentDecisions({ limit: 10 });
    const exit = recent.find(({ signalKind }) => signalKind === 'exit');
    const { reports } = told;
    const forged = {
      recentDecisions: reports.recentDecisions.bind(reports),
      consultation: reports.consultation.bind(reports),
      decisionRecord: reports.decisionRecord.bind(reports),
      decisionByPrefix: async () => (exit === undefined ? null : { ...exit, limitPrice: null }),
    };
    const { differences } = await replayDecision(forged, exit?.id ?? '');
    expect(differences).toEqual(['limit price: null then, 460000 now']);
    await told.endFree();
  });

  test('keeps how many shares were sold of those that were promised', async () => {
    const { record } = await exitOf(`${WORLD}\n ${HELD}\n anna sells rain.Yes 50 @ 0.48\n wait 1s`);
    expect(record.sold).toBe(10_000_000);
  });

  test('of which nothing is known says where its id is found', async () => {
    const told = await new Story().tell(`${WORLD}\n ${BUYS}\n wait 1s`);
    await expect(replayDecision(told.reports, 'NOSUCH')).rejects.toThrow(
      /^Nothing is known of a decision NOSUCH; \/why shows the id of each, the newest here is \w{6}$/,
    );
    await told.endFree();
  });
});
