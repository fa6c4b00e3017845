import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { type BuiltProgram, buildProgram } from '../kill/built-program.ts';
import { Owner, PASSPHRASE } from './owner.ts';
import { pageBlocks, pageSteps } from './page.ts';
import { findGiver, type Giver } from './pseudo-terminal.ts';
import { Setting } from './setting.ts';

const giver = findGiver();
if (giver === null) console.info('setup: no pseudo-terminal here (python3 or script): skipped');

const isProving = process.env['PROVE'] !== undefined;
const DOLLARS = 500;
const EXCHANGE_V3 = '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
/** Going live alone waits for 30 s; the rest is a busy machine. */
const TIMEOUT_MS = 480_000;
/** Copies are not held back by limits that other tests are about. */
const SETTINGS = [
  'limits.ordersPerMinute=120',
  'limits.orderPercent=10',
  'limits.marketPercent=100',
  'limits.groupPercent=100',
  'limits.walletPercent=100',
  'limits.walletDayPercent=100',
  'limits.categoryPercent=100',
  'limits.totalPercent=100',
  'entry.minLeaderClip=1',
  'entry.maxAgeSeconds=60',
  'entry.minMinutesToClose=0',
  'entry.minQuality=0',
  'wallets.minConfidenceLive=0',
].flatMap((setting) => ['--set', setting]);

let built: BuiltProgram;
beforeAll(async () => {
  if (giver !== null) built = await buildProgram();
}, TIMEOUT_MS);
afterAll(() => built?.remove());

/** A test with an empty folder, a venue, and a person at a terminal. */
async function inSetting(seed: string, act: (setting: Setting, owner: Owner) => Promise<void>) {
  const setting = await Setting.start({ seed, built, giver: giver as Giver });
  try {
    await act(setting, new Owner());
  } finally {
    await setting.close();
  }
}

/** Starts the service with what the walk left, goes live, and waits for the first real fill. */
async function fillsLive(setting: Setting, owner: Owner, wallet: string): Promise<void> {
  const run = setting.polymind(['run', ...SETTINGS]);
  await run.answers('The passphrase of the keystore: ', PASSPHRASE);
  await run.sees('Paste a wallet');
  await owner.goesLive(run, setting.leader);
  await run.sees(/● {2}LIVE bought [\d.]+/);
  const { exchange } = setting.venue;
  expect(exchange.balance(wallet, null)).toBeLessThan(DOLLARS * MICRO);
  run.presses(CTRL_D);
  expect(await run.ended).toBe(0);
}

describe.skipIf(giver === null)('setup live, from an empty folder to a filled live order', () => {
  test.concurrent(
    'with a deposit wallet: made, allowed and paid into on the way, as the page shows it',
    { timeout: TIMEOUT_MS },
    () =>
      inSetting('setup', async (setting, owner) => {
        const walk = setting.polymind(['setup', 'live']);
        await owner.makesKey(walk);
        await walk.answers('Which one trades? ', '');
        await walk.answers('Write it? y/N ', 'y');
        await walk.answers('Sign and send these 9? y/N ', 'y');
        const [, wallet = ''] = await walk.sees(/Send pUSD to .*\s+(0x[0-9a-fA-F]{40})/);
        setting.sim.chain?.fundBare(wallet, { pusd: DOLLARS * MICRO });
        await owner.enrols(walk);
        await walk.answers('Place it and cancel it? y/N ', 'y');
        expect(await walk.ended, walk.screen).toBe(0);
        expect(setting.ordersOf(wallet)).toMatchObject([{ status: 'CANCELED', matched: 0 }]);
        expect(pageSteps(walk.screen)).toEqual(pageBlocks());
        await fillsLive(setting, owner, wallet);
      }),
  );

  // The longer of the two: the same steps with another wallet, and with stops between them.
  test
    .runIf(isProving)
    .concurrent(
      'with a key of its own: stopped twice on the way, and nothing is asked again',
      { timeout: TIMEOUT_MS },
      () =>
        inSetting('own key', async (setting, owner) => {
          const first = setting.polymind(['setup', 'live']);
          const wallet = await owner.makesKey(first);
          await first.sees('Which one trades? ');
          first.presses(CTRL_C);
          expect(await first.ended).toBe(1);
          expect(first.screen).toContain('what is done stays done');

          // Funded, and allowed everything but the newest exchange.
          setting.fund(wallet, DOLLARS);
          setting.venue.exchange.setAllowance(wallet, EXCHANGE_V3, 0);
          const second = setting.polymind(['setup', 'live']);
          await second.sees(`${wallet}, in data/keystore.json.`);
          await second.sees('The money is in the own key.');
          await second.answers('Which one trades? 0/1/2/3 [0] ', '');
          await second.answers('Write it? y/N ', 'y');
          await second.answers('Sign and send these 2? y/N ', 'y');
          await second.answers('The passphrase of the keystore: ', PASSPHRASE);
          await second.sees('Who confirms? ');
          second.presses(CTRL_C);
          expect(await second.ended).toBe(1);

          const third = setting.polymind(['setup', 'live']);
          await third.sees('It trades with the own key');
          await owner.enrols(third);
          await third.answers('The passphrase of the keystore: ', PASSPHRASE);
          await third.answers('Place it and cancel it? y/N ', 'y');
          expect(await third.ended, third.screen).toBe(0);
          for (const asked of ['Which one trades?', 'Write it?', 'Sign and send', 'new/import']) {
            expect(third.screen).not.toContain(asked);
          }
          await fillsLive(setting, owner, wallet);
        }),
    );
});
