import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DiscordDouble } from '../servers/discord/discord-double.ts';
import { bitsOf, PERMISSION, type Permission } from '../servers/discord/permissions.ts';
import { TelegramDouble } from '../servers/telegram/double.ts';
import { stoppedAfterwards } from './afterwards.ts';
import { discordPhone, type FirstPhone, telegramPhone } from './first-phone.ts';
import { type Host, hostOfTest } from './host.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const TEST_MS_MAX = 240_000;
/** Telegram's ids of people and bots; Discord's are longer. */
const OWNER = 123_456_789;
const PASSER_BY = 987_654_321;
const DISCORD_OWNER = '80351110224678912';
const DISCORD_PASSER_BY = '80351110224678913';

/** The permissions that the README's invitation asks for. */
const INVITED: readonly Permission[] = [
  'viewChannel',
  'sendMessages',
  'embedLinks',
  'attachFiles',
  'readHistory',
];

/** What the README says of the first hour, once the program is started with nothing but a token. */
async function walksTheFirstHour(
  host: Host,
  { owner, stranger }: { readonly owner: FirstPhone; readonly stranger: FirstPhone },
): Promise<void> {
  const line = await host.pairingLine();
  stranger.say('/status');
  stranger.say('/start 0000-0000');
  owner.say(line);
  const bankroll = await owner.hears('1 of 3');
  expect(bankroll.labels).toEqual(['$500', '$1,000', '$5,000']);
  bankroll.tap('$1,000');
  const zone = await owner.hears('2 of 3');
  expect(zone.text).toContain('PAPER bankroll $1,000');
  zone.tap('UTC');
  const leaders = await owner.hears('3 of 3');
  expect(leaders.labels).toHaveLength(3);
  leaders.tap(leaders.labels[0] ?? '');
  const card = await owner.hears('Follow on paper');
  card.tap('Follow on paper');
  await owner.hears(/^◆ PAPER .* followed/m);
  const copy = await owner.hears(/^● PAPER\W+bought/m);
  expect(copy.labels).toEqual(expect.arrayContaining(['Why', 'Close', 'Mute wallet']));
  expect(stranger.heard()).toBe(0);
}

test(
  'Telegram: a token in a file, the code of the console, three questions, a first copy',
  async () => {
    const telegram = await TelegramDouble.start();
    stoppedAfterwards(() => telegram.stop());
    const host = await hostOfTest({ TELEGRAM_API_ROOT: telegram.apiRoot });
    host.keepSecret('TELEGRAM_BOT_TOKEN_FILE', telegram.token);
    host.start();
    await walksTheFirstHour(host, {
      owner: telegramPhone(telegram.person(OWNER, 'Ada')),
      stranger: telegramPhone(telegram.person(PASSER_BY, 'Eve')),
    });
    expect(await host.stop()).toBe(0);
    for (const name of ['/newbot', 'TELEGRAM_BOT_TOKEN_FILE', 'TELEGRAM_BOT_TOKEN']) {
      expect(README).toContain(name);
    }
  },
  TEST_MS_MAX,
);

test(
  'Discord: no privileged intent, the permissions of the invitation, a code sent directly, a first copy',
  async () => {
    const discord = await DiscordDouble.start({ privilegedIntents: 0 });
    stoppedAfterwards(() => discord.stop());
    const others = (Object.keys(PERMISSION) as Permission[]).filter(
      (one) => !INVITED.includes(one),
    );
    discord.deny(discord.channelId, ...others);
    const host = await hostOfTest({
      DISCORD_API_ROOT: discord.apiUrl,
      DISCORD_GUILD_ID: discord.guildId,
      DISCORD_CHANNEL_ID: discord.channelId,
    });
    host.keepSecret('DISCORD_BOT_TOKEN_FILE', discord.token);
    host.start();
    const owner = discord.person(DISCORD_OWNER, 'Ada', { administrator: true });
    await walksTheFirstHour(host, {
      owner: discordPhone(owner),
      stranger: discordPhone(discord.person(DISCORD_PASSER_BY, 'Eve')),
    });
    const inChannel = await owner.until(({ fromBot }) => fromBot, { channel: discord.channelId });
    expect(inChannel.text).toContain('PAPER');
    owner.slash('status');
    await owner.until(({ ephemeral, text }) => ephemeral && text.includes('PAPER'));
    expect(await host.stop()).toBe(0);
    for (const name of ['DISCORD_BOT_TOKEN_FILE', 'DISCORD_GUILD_ID', 'DISCORD_CHANNEL_ID']) {
      expect(README).toContain(name);
    }
    expect(README).toContain(
      `https://discord.com/oauth2/authorize?client_id=APPLICATION_ID&scope=bot+applications.commands&permissions=${bitsOf(INVITED)}`,
    );
  },
  TEST_MS_MAX,
);
