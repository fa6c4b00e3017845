import { Events, GatewayIntentBits, MessageFlags } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiscordDouble } from './discord-double.ts';
import type { Person } from './person.ts';
import { raw } from './raw-client.ts';
import { connectBot, newClient, type RealBot } from './real-client.ts';

const COMMANDS = [{ name: 'kill', description: 'Stops everything' }];
const RESUME = 6;
const IDENTIFY = 2;
const HEARTBEAT = 1;

let double: DiscordDouble;
let ann: Person;
const bots: RealBot[] = [];

/** A bot that answers every command with its number. */
async function countingBot(): Promise<RealBot> {
  let counted = 0;
  const bot = await connectBot(double, {
    onInteraction: async (interaction) => {
      counted += 1;
      if (interaction.isRepliable()) {
        await interaction.reply({ content: `no ${counted}`, flags: MessageFlags.Ephemeral });
      }
    },
  });
  bots.push(bot);
  await bot.client.application.commands.set(COMMANDS, double.guildId);
  return bot;
}

const ops = (): readonly number[] =>
  double.journal.frames.map(({ op }) => op).filter((op) => op !== HEARTBEAT);
const connected = (): Promise<true> =>
  double.until(() => double.gateway.connectedSessions === 1, {
    what: () => `frames ${ops().join()}`,
  });
const disconnected = (): Promise<true> =>
  double.until(() => double.gateway.connectedSessions === 0, { what: () => 'it stays connected' });

beforeEach(async () => {
  double = await DiscordDouble.start();
  ann = double.person('7001', 'Ann');
});

afterEach(async () => {
  for (const bot of bots.splice(0)) await bot.client.destroy();
  await double.stop();
});

describe('logging in', () => {
  test('brings the guild with its channels, and the bot itself', async () => {
    const { client } = await countingBot();

    expect(client.user.id).toBe(double.applicationId);
    const guild = client.guilds.cache.get(double.guildId);
    expect(guild?.channels.cache.map(({ name }) => name)).toEqual(['general']);
    expect(guild?.members.me?.id).toBe(double.applicationId);
    expect(ops()).toEqual([IDENTIFY]);
    const order = double.journal.to('GET /gateway/bot')[0]?.index ?? 0;
    expect(double.journal.frames[0]?.index).toBeGreaterThan(order);
  });

  test('with a wrong token fails', async () => {
    const client = newClient(double);

    await expect(client.login('bm9ib2R5.none.nothing')).rejects.toMatchObject({
      code: 'TokenInvalid',
    });

    expect(double.journal.invalidRequests).toBe(1);
    await client.destroy();
  });

  test('while the platform is down fails at once, and works when it is back', async () => {
    await double.goDown();
    const client = newClient(double);

    await expect(client.login(double.token)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await client.destroy();
    await double.goUp();

    await countingBot();
    await connected();
  });

  test('with intents that the application was not given is closed with 4014', async () => {
    const client = newClient(double, { intents: [GatewayIntentBits.MessageContent] });

    await expect(client.login(double.token)).rejects.toThrow('Used disallowed intents');

    expect(double.gateway.sessionsBegun).toBe(0);
    await client.destroy();
  });
});

describe('a session', () => {
  test('resumes after its connection was cut and loses no interaction', async () => {
    const bot = await countingBot();
    ann.slash('kill');
    await ann.until(({ text }) => text === 'no 1');

    double.gateway.cutConnections();
    const missed = [ann.slash('kill'), ann.slash('kill')];
    await connected();
    for (const each of missed) await ann.answered(each);

    expect(ann.sees().map(({ text }) => text)).toEqual(['no 1', 'no 2', 'no 3']);
    expect(bot.interactions.map(({ id }) => id).slice(1)).toEqual(missed.map(({ id }) => id));
    expect(ops()).toEqual([IDENTIFY, RESUME]);
    expect(double.gateway.sessionsBegun).toBe(1);
  });

  test('comes again when it is asked to reconnect', async () => {
    await countingBot();

    double.gateway.askToReconnect();
    await disconnected();
    const missed = ann.slash('kill');
    await connected();
    await ann.answered(missed);

    expect(ops()).toEqual([IDENTIFY, RESUME]);
  });

  test('notices that its heartbeats are not answered', async () => {
    await double.stop();
    double = await DiscordDouble.start({ heartbeatIntervalMs: 100 });
    ann = double.person('7001', 'Ann');
    await countingBot();

    double.gateway.freezeConnections();
    const missed = ann.slash('kill');
    await ann.answered(missed);

    // A busy machine may let it resume more often than once.
    const [first, ...later] = ops();
    expect(first).toBe(IDENTIFY);
    expect([...new Set(later)]).toEqual([RESUME]);
    expect(ann.last()?.text).toBe('no 1');
  });

  test('that cannot be resumed begins anew, and what happened between is lost', async () => {
    const bot = await countingBot();

    double.gateway.forgetSessions();
    double.gateway.cutConnections();
    const lost = ann.slash('kill');
    await connected();
    await double.until(() => double.gateway.sessionsBegun === 2, { what: () => ops().join() });
    const next = ann.slash('kill');
    await ann.answered(next);

    expect(lost.delivered).toBe(false);
    expect(bot.interactions.map(({ id }) => id)).toEqual([next.id]);
    expect(ops()).toEqual([IDENTIFY, RESUME, IDENTIFY]);
  });

  test('begins anew when it is told that it is invalid', async () => {
    await countingBot();

    double.gateway.invalidateSessions({ resumable: false });
    await double.until(() => double.gateway.sessionsBegun === 2, { what: () => ops().join() });
    await ann.answered(ann.slash('kill'));

    expect(ops()).toEqual([IDENTIFY, IDENTIFY]);
  });

  test('ends when the token is revoked: 4004 there and 401 here', async () => {
    const bot = await countingBot();

    double.revokeToken();
    await double.until(() => bot.goneCodes[0], { what: () => 'the library did not notice' });

    expect(bot.goneCodes).toEqual([4004]);
    const { channelId } = double;
    const answer = await raw(double, `POST /channels/${channelId}/messages`, {
      body: { content: 'x' },
    });
    expect(answer).toMatchObject({ status: 401, body: { message: '401: Unauthorized', code: 0 } });
    double.restoreToken();
    const again = await raw(double, 'GET /users/@me');
    expect(again.status).toBe(200);
  });

  test('finds its way back when the gateway alone was down', async () => {
    await countingBot();

    await double.gateway.goDown();
    const rest = await raw(double, 'GET /users/@me');
    await double.gateway.goUp();
    await connected();
    await ann.answered(ann.slash('kill'));

    expect(rest.status).toBe(200);
  });

  test('gets the same interaction twice when it is delivered again', async () => {
    const bot = await countingBot();
    const used = ann.slash('kill');
    await ann.answered(used);

    double.redeliver(used);
    await double.until(() => bot.errors[0], { what: () => 'no error came' });

    expect(bot.interactions.map(({ id }) => id)).toEqual([used.id, used.id]);
    expect(bot.errors[0]).toMatchObject({ code: 40060 });
  });
});

describe('messages on the gateway', () => {
  test('from a direct channel come with their text, to who asked for them', async () => {
    const deaf = await countingBot();
    const bot = await connectBot(double, { intents: [GatewayIntentBits.DirectMessages] });
    bots.push(bot);

    ann.say('/wallet 0xabc');

    await double.until(() => bot.messages[0], { what: () => 'no message came' });
    expect(bot.messages[0]).toMatchObject({ content: '/wallet 0xabc', guildId: null });
    expect(bot.messages[0]?.author.id).toBe('7001');
    await ann.answered(ann.slash('kill'));
    expect(deaf.messages).toEqual([]);
  });

  test('from a guild channel come without their text unless the bot is named', async () => {
    const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages];
    const bot = await connectBot(double, { intents });
    bots.push(bot);

    ann.say('a secret', { channel: double.channelId });
    ann.say(`<@${double.applicationId}> hello`, { channel: double.channelId });

    await double.until(() => bot.messages[1], { what: () => 'two messages have not come' });
    expect(bot.messages.map(({ content }) => content)).toEqual([
      '',
      `<@${double.applicationId}> hello`,
    ]);
  });

  test('may come late, and carry the time they were written', async () => {
    const bot = await connectBot(double, { intents: [GatewayIntentBits.DirectMessages] });
    bots.push(bot);
    const before = Date.now() - 3_600_000;

    const said = ann.say('/kill', { dm: true, ageMs: 3_600_000 });
    await double.until(() => bot.messages[0], { what: () => 'no message came' });
    double.redeliver(said);
    ann.say('and then');
    await double.until(() => bot.messages[1], { what: () => 'the second has not come' });

    // The library drops what it still has in its cache.
    expect(bot.messages.map(({ content }) => content)).toEqual(['/kill', 'and then']);
    expect(bot.messages[0]?.createdTimestamp).toBeGreaterThanOrEqual(before - 1);
    expect(bot.messages[0]?.createdTimestamp).toBeLessThan(Date.now() - 3_500_000);
  });
});

test('the library tells that the shard is back', async () => {
  const bot = await countingBot();
  const resumed = new Promise((resolve) => bot.client.once(Events.ShardResume, resolve));

  double.gateway.cutConnections();

  expect(await resumed).toBe(0);
});
