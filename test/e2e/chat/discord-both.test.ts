import { expect, test, vi } from 'vitest';
import { ADA, BOB, ChatRun, discordId, PATIENCE, VERA } from './chat-run.ts';
import { DiscordPhone, labelsOf, read } from './discord-phone.ts';
import { everybody as inTelegram } from './telegram-phone.ts';

const SECOND_MS = 1_000;
const ADMIN = `discord:${discordId(ADA)}`;

async function inDiscord(
  run: ChatRun,
): Promise<readonly [DiscordPhone, DiscordPhone, DiscordPhone]> {
  return [
    await DiscordPhone.of(run, ADA),
    await DiscordPhone.of(run, BOB),
    await DiscordPhone.of(run, VERA),
  ];
}

const both = (options: Parameters<typeof ChatRun.start>[0] = {}): Promise<ChatRun> =>
  ChatRun.start({ on: ['telegram', 'discord'], ...options });

test('what is done on one platform is told on both: kill, arming, mode, and fills without a sound', async () => {
  const run = await both({ trading: true, follows: true });
  const telegram = await inTelegram(run);
  const discord = await inDiscord(run);
  const [ada] = discord;
  const [tess] = telegram;
  for (const phone of discord) {
    const fill = await phone.hears(/^● PAPER\s+(?:bought|sold)/);
    expect([fill.silent, fill.inDm]).toEqual([true, true]);
  }
  for (const phone of telegram) {
    const fill = await phone.hears(/^● PAPER\s+(?:bought|sold)/);
    expect(fill.silent).toBe(true);
  }

  run.enrol(ADMIN);
  const card = await ada.slash('mode', { mode: 'live' }, 'Go live?');
  const phrase = /LIVE \d+/.exec(read(card).slice(read(card).indexOf('Type')))?.[0] ?? '';
  const live = await ada.type(card, labelsOf(card)[1] ?? '', `${phrase} ${run.code(ADMIN)}`);
  expect(read(live)).toContain('LIVE: the first entry');
  // By night this makes no sound.
  for (const phone of telegram) await phone.hears(/LIVE.*by discord/);
  await tess.ask('/mode paper', 'PAPER from now on');
  for (const phone of discord) await phone.hears(/PAPER.*by telegram:7/);

  // A kill breaks every quiet.
  await ada.slash('kill', {}, 'Killed by you');
  for (const phone of telegram) {
    const told = await phone.hears('Killed by discord');
    expect(told.silent).toBe(false);
  }
  const asked = await tess.ask('/kill off', 'Arm again?');
  await tess.decide(asked, 'Arm');
  for (const phone of discord) await phone.hears('Armed again');
  expect(run.reported).toEqual([]);
});

test('a question of one platform is not answered on the other', async () => {
  const run = await both();
  const [tess] = await inTelegram(run);
  const [ada] = await inDiscord(run);
  const asked = await ada.slash('limits', { which: 'order', value: '50' }, 'Raise a limit?');
  const data = asked.controls.find(({ label }) => label === 'Raise to $50')?.customId ?? '';
  await tess.forge(data, 'Nothing done');
  const status = run.live.program.queries.settingList();
  expect(status.find(({ key }) => key === 'limits.orderPercent')?.value).toBe('2');
});

test('when one platform is down the other carries, and what was missed comes when it is back', async () => {
  const run = await both();
  const [tess, tom] = await inTelegram(run);
  const [ada, bob] = await inDiscord(run);
  const told = (phone: DiscordPhone): number =>
    phone.heard.filter((message) => read(message).includes('Killed by telegram')).length;

  await run.discord.goDown();
  await tom.ask('/kill', 'Killed by you');
  await tess.hears('Killed by telegram:8');
  expect([told(ada), told(bob)]).toEqual([0, 0]);
  await run.discord.goUp();
  await vi.waitFor(() => {
    run.pass(SECOND_MS);
    expect([told(ada), told(bob)]).toEqual([1, 1]);
  }, PATIENCE);
  await run.isUp();

  await run.telegram.down();
  const card = await ada.slash('kill', { off: 'off' }, 'Arm again?');
  await ada.decide(card, 'Arm');
  expect(run.control.killed).toBeNull();
  await bob.hears('Armed again');
  await bob.slash('kill', {}, 'Killed by you');
  await run.telegram.up();
  const missed = (): boolean =>
    tess.person.sees().some(({ text }) => text.includes('Killed by discord'));
  await vi.waitFor(() => {
    run.pass(SECOND_MS);
    expect(missed()).toBe(true);
  }, PATIENCE);
});
