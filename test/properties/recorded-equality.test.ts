import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordedRun } from '../../src/app/virtual/recorded-run.ts';
import { replayTape } from '../../src/app/virtual/replay-tape.ts';
import { walletAddress } from '../../src/engine/domain/ids.ts';
import type { TapeLine } from '../../src/tape/tape-line.ts';
import { NO_TAPES, tapePath } from '../app/recorded-data.ts';
import { Story } from '../scenarios/story.ts';
import { randomStory } from './random-story.ts';

const STORIES = process.env['PROVE'] === undefined ? 60 : 300;
const BTC = ['btc-15m-1771634700', 'btc-15m-1771729200'];

async function fingerprint(text: string): Promise<string> {
  return (await new Story().tell(text)).endFree();
}

describe('whatever happens', () => {
  // `endFree` checks every recording against its run, and every step against the invariants.
  test('no invariant breaks, the recording gives the same effects, and so does a second run', async () => {
    await fc.assert(
      fc.asyncProperty(randomStory, async (text) => {
        expect(await fingerprint(text)).toBe(await fingerprint(text));
      }),
      { numRuns: STORIES },
    );
  }, 400_000);
});

if (NO_TAPES !== null) process.stderr.write(`${NO_TAPES}\n`);

describe.skipIf(NO_TAPES !== null)('a recording of a replay', () => {
  test.each(BTC)('gives the same effects as the replay: %s', async (name) => {
    const lines: TapeLine[] = [];
    const leader = walletAddress('0x00000000000000000000000000000000000000a1');
    const { effects, fills } = await replayTape({
      path: tapePath(name),
      follow: { everybody: false, named: leader === null ? [] : [leader] },
      settings: { 'entry.shortCryptoMarkets': 'on', 'entry.minMinutesToClose': '0' },
      record: (line) => lines.push(line),
    });
    expect(fills).toBeGreaterThan(0);
    const again = new RecordedRun();
    for (const line of JSON.parse(JSON.stringify(lines)) as TapeLine[]) {
      if (line.source !== 'polymind.digest') expect(again.line(line)).toBeNull();
    }
    expect(again.close().sha256).toBe(effects.sha256);
    expect(again.invariants.violations).toBe(0);
  });

  test('that lost one of its inputs does not', async () => {
    const lines: TapeLine[] = [];
    const recorded = await replayTape({
      path: tapePath('btc-15m-1771729200'),
      follow: { everybody: true, named: [] },
      settings: { 'entry.shortCryptoMarkets': 'on', 'entry.minMinutesToClose': '0' },
      record: (line) => lines.push(line),
    });
    const timer = lines.findIndex((line) => line.source === 'polymind.timer');
    const again = new RecordedRun();
    for (const [at, line] of lines.entries()) {
      if (at !== timer && line.source !== 'polymind.digest') again.line(line);
    }
    expect(again.close().sha256).not.toBe(recorded.effects.sha256);
  });
});
