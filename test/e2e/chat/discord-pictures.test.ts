import { expect, test, vi } from 'vitest';
import type { ChatOptions } from '../../../src/app/chat/chat.ts';
import type { Chart } from '../../../src/bot/charts/chart.ts';
import { ThreadPictures } from '../../../src/bot/charts/pictures.ts';
import { ADA, ChatRun, PATIENCE } from './chat-run.ts';
import { DiscordPhone, labelsOf } from './discord-phone.ts';

type Picturing = NonNullable<ChatOptions['pictures']>;

test('results come with a picture, and as text alone when it cannot be drawn', async () => {
  const report = (error: unknown) => expect.unreachable(String(error));
  // However much else the machine has to do.
  const limits = { drawMsMax: PATIENCE.timeout, startMsMax: PATIENCE.timeout };
  const drawn = new ThreadPictures({ report, ...limits });
  const asked: Chart[] = [];
  let picture: Uint8Array | null = null;
  const pictures: Picturing = {
    draw: (chart) => {
      asked.push(chart);
      return Promise.resolve(picture);
    },
    close: () => drawn.close(),
  };
  const run = await ChatRun.start({ on: ['discord'], follows: true, pictures });
  const ada = await DiscordPhone.of(run, ADA);
  await vi.waitFor(async () => {
    expect(await run.live.program.queries.fills(1)).toHaveLength(1);
  }, PATIENCE);
  for (const [name, answer] of [
    ['pnl', /^◆ PAPER/],
    ['top', /is first/],
  ] as const) {
    picture = null;
    const bare = await ada.slash(name, {}, answer);
    const said = await ada.ask(`/${name}`, answer);
    const chart = asked.at(-1);
    if (chart === undefined) throw new Error(`/${name} has no picture`);
    picture = await drawn.draw(chart);
    expect([...(picture?.subarray(0, 4) ?? [])]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    const whole = await ada.slash(name, {}, answer);
    const direct = await ada.ask(`/${name}`, (one) => one.attachments.length === 1);
    for (const { attachments } of [whole, direct]) {
      const [file] = attachments;
      expect(file?.bytes.equals(picture ?? new Uint8Array())).toBe(true);
      expect(file?.description).toMatch(/\w/);
    }
    for (const one of [bare, said]) {
      expect(one.attachments).toEqual([]);
      // Whom to follow may have changed meanwhile: scores are still being read.
      if (name === 'pnl') expect(labelsOf(one)).toEqual(labelsOf(whole));
      expect(labelsOf(one)).not.toEqual([]);
    }
  }
  expect(run.warned).toEqual([]);
  expect(run.reported).toEqual([]);
});
