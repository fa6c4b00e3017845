import { type Message, MessageFlags, type TextChannel } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiscordDouble } from './discord-double.ts';
import type { Person } from './person.ts';
import { raw } from './raw-client.ts';
import { connectBot, type RealBot } from './real-client.ts';
import { missingAccess, missingPermissions } from './refusal.ts';

const POST = 'POST /channels/:channel/messages';

let double: DiscordDouble;
let ann: Person;
let bot: RealBot;
let channel: TextChannel;

const texts = (): readonly string[] => ann.sees().map(({ text }) => text);
const statuses = (): readonly (number | null)[] =>
  double.journal.to(POST).map(({ status }) => status);

beforeEach(async () => {
  double = await DiscordDouble.start();
  ann = double.person('7001', 'Ann');
  bot = await connectBot(double);
  const found = await bot.client.channels.fetch(double.channelId);
  if (found === null || !found.isTextBased() || found.isDMBased()) throw new Error('no channel');
  channel = found as TextChannel;
});

afterEach(async () => {
  await bot.client.destroy();
  await double.stop();
});

describe('a flood answer', () => {
  test('has the body and the headers that a client needs', async () => {
    double.faults.limit(POST, { retryAfterS: 0.7 });
    double.faults.limit(POST, { retryAfterS: 2.5, scope: 'global' });
    const route = `POST /channels/${double.channelId}/messages`;

    const own = await raw(double, route, { body: { content: 'x' } });
    const global = await raw(double, route, { body: { content: 'x' } });

    expect(own).toMatchObject({ status: 429, body: { retry_after: 0.7, global: false } });
    expect(own.headers.get('retry-after')).toBe('1');
    expect(own.headers.get('x-ratelimit-scope')).toBe('user');
    expect(global).toMatchObject({ status: 429, body: { retry_after: 2.5, global: true } });
    expect(global.headers.get('x-ratelimit-global')).toBe('true');
    expect(double.journal.invalidRequests).toBe(2);
  });

  test('makes the library wait and send once', async () => {
    double.faults.limit(POST, { retryAfterS: 0.05 });

    await channel.send('after the flood');

    expect(statuses()).toEqual([429, 200]);
    expect(texts()).toEqual(['after the flood']);
  });

  test('can hold one channel back and leave the others free', async () => {
    const other = double.addChannel('other');
    double.faults.limit(
      POST,
      { retryAfterS: 60 },
      { times: Number.POSITIVE_INFINITY, when: ({ path }) => path.includes(double.channelId) },
    );
    const stuck = raw(double, `POST /channels/${double.channelId}/messages`, {
      body: { content: 'stuck' },
    });
    const free = raw(double, `POST /channels/${other}/messages`, { body: { content: 'free' } });

    expect((await stuck).status).toBe(429);
    expect((await free).status).toBe(200);
    expect(texts()).toEqual(['free']);
  });
});

describe('a server that is unwell', () => {
  test('is asked again by the library after 500 and 502', async () => {
    double.faults.breakDown(POST, 500);
    double.faults.breakDown(POST, 502);

    await channel.send('third time');

    expect(statuses()).toEqual([500, 502, 200]);
    expect(texts()).toEqual(['third time']);
  });

  test('stays unwell until the library gives up', async () => {
    const fault = double.faults.breakDown(POST, 503, { times: Number.POSITIVE_INFINITY });

    await expect(channel.send('never')).rejects.toMatchObject({ status: 503 });

    expect(fault.met).toBe(4);
    expect(texts()).toEqual([]);
    fault.stop();
    await channel.send('at last');
    expect(texts()).toEqual(['at last']);
  });

  test('may have sent it already: the library sends it twice, unless the nonce is enforced', async () => {
    double.faults.breakDown(POST, 500, { accepted: true, times: 2 });

    await channel.send('plain');
    await channel.send({ content: 'with nonce', nonce: 'fill-1', enforceNonce: true });

    expect(texts()).toEqual(['plain', 'plain', 'plain', 'with nonce']);
    double.faults.breakDown(POST, 500, { accepted: true });
    await channel.send({ content: 'again', nonce: 'fill-2', enforceNonce: true });
    expect(texts().filter((text) => text === 'again')).toEqual(['again']);
  });

  test('may lose the answer with the connection', async () => {
    double.faults.cut(POST, { accepted: true });
    await expect(channel.send('told nobody')).rejects.toThrow();
    expect(texts()).toEqual(['told nobody']);

    double.faults.cut(POST, { accepted: true, how: 'reset' });
    await channel.send('told twice');
    expect(texts()).toEqual(['told nobody', 'told twice', 'told twice']);
    expect(statuses()).toEqual([0, 0, 200]);
  });

  test('may lose the question with the connection', async () => {
    double.faults.cut(POST);

    await expect(channel.send('lost')).rejects.toThrow();

    expect(texts()).toEqual([]);
  });
});

describe('a held call', () => {
  test('has no effect until it is let go', async () => {
    const hold = double.faults.hold(POST);
    const sent: Promise<Message> = channel.send('held');

    const call = await hold.held();
    expect(call).toMatchObject({ method: 'POST', status: null, body: { content: 'held' } });
    expect(texts()).toEqual([]);
    hold.release();

    await sent;
    expect(texts()).toEqual(['held']);
  });

  test('may have its effect and only its answer held', async () => {
    const hold = double.faults.hold(POST, { accepted: true });
    const sent = channel.send('there already');

    await hold.held();
    expect(texts()).toEqual(['there already']);
    hold.release();

    await sent;
  });

  test('leaves others alone', async () => {
    const hold = double.faults.hold(POST, { when: ({ path }) => path.includes(double.channelId) });
    const other = double.addChannel('other');
    const sent = channel.send('held');
    await hold.held();

    await raw(double, `POST /channels/${other}/messages`, { body: { content: 'free' } });

    expect(texts()).toEqual(['free']);
    double.faults.clear();
    await sent;
    expect(texts()).toEqual(['free', 'held']);
  });
});

test('an error of any number reaches the library as that number', async () => {
  double.faults.fail(POST, missingAccess());
  await expect(channel.send('x')).rejects.toMatchObject({ code: 50001, status: 403 });
  double.faults.fail('*', missingPermissions());
  await expect(channel.send('x')).rejects.toMatchObject({ code: 50013, status: 403 });
});

test('a form error reaches the library with its place', async () => {
  const wrong = channel.send({ embeds: [{ title: 'x'.repeat(257) }] });

  await expect(wrong).rejects.toMatchObject({
    code: 50035,
    message: expect.stringContaining('embeds[0].title[BASE_TYPE_MAX_LENGTH]'),
  });
});

test('everything that was asked stands in one order', async () => {
  await channel.send({ content: 'one', flags: MessageFlags.SuppressNotifications });
  await channel.send('two');

  const { calls, frames } = double.journal;
  const order = [...calls, ...frames].map(({ index }) => index).sort((a, b) => a - b);
  expect(order).toEqual(order.map((_, index) => index + 1));
  expect(calls.map(({ method, path, status }) => `${method} ${path} ${status}`).slice(-2)).toEqual([
    `POST /channels/${double.channelId}/messages 200`,
    `POST /channels/${double.channelId}/messages 200`,
  ]);
  expect(ann.sees()[0]?.silent).toBe(true);
});

test('the whole platform can be gone and come back on the same ports', async () => {
  await double.goDown();
  await expect(channel.send('x')).rejects.toThrow();
  await double.goUp();

  await channel.send('back');

  expect(texts()).toEqual(['back']);
});

test('waiting for what never comes tells what is there', async () => {
  await channel.send('something else');
  const never = double.until(() => false, {
    what: () => `${ann.name} sees ${texts().join()}`,
    timeoutMs: 1,
  });

  await expect(never).rejects.toThrow('nothing after 1 ms: Ann sees something else');
});
