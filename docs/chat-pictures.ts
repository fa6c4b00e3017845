import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { startPhoneRun } from './pictures/phone-run.ts';
import { liveThrough } from './pictures/story.ts';
import { drawPictures } from './pictures/story-pictures.ts';

/**
 * Pictures of messages that a phone received: runs the demo with both bots against doubles of their
 * platforms, lets somebody operate it for some minutes, and draws what was shown, as it was sent.
 * `node --import tsx docs/chat-pictures.ts [seconds] [seed]`
 */

const SPEED = 2;

const [seconds = '240', seed = '11'] = process.argv.slice(2);
const run = await startPhoneRun({ seed, speed: SPEED });
const story = await liveThrough(run, Number(seconds) * 1_000).finally(() => run.close());
for (const [name, png] of Object.entries(drawPictures(story))) {
  writeFileSync(new URL(`${name}.png`, import.meta.url), png);
}
