import { describe, expect, test, vi } from 'vitest';
import { FloodError, UnreachableError } from '../../../src/bot/chat/chat-port.ts';
import type { Call } from '../../servers/discord/journal.ts';
import { ADA, BOB, ChatRun, discordId, PATIENCE, VERA } from './chat-run.ts';
import { DiscordPhone, read } from './discord-phone.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const POST = 'POST /channels/:channel/messages';
const CALLBACK = 'POST /interactions/:interaction/:token/callback';

async function byHost(run: ChatRun, kind: 'pause' | 'arm' | 'resume'): Promise<void> {
  const id = `test/${Math.random()}`;
  const body = kind === 'pause' ? ({ kind, reason: 'by the host' } as const) : ({ kind } as const);
  await run.live.program.actions.execute({ id, actor: 'console', body });
}

const state = ({ chat }: ChatRun): string => JSON.stringify(chat.lines);

const until = (run: ChatRun, words: string): Promise<void> =>
  vi.waitFor(() => expect(state(run)).toContain(words), PATIENCE);

const back = (run: ChatRun): Promise<void> =>
  vi.waitFor(() => {
    if (!state(run).includes('!')) return;
    run.pass(SECOND_MS);
    throw new Error(state(run));
  }, PATIENCE);

/** Messages that somebody got about this. */
const about = (phone: DiscordPhone, words: string): readonly string[] =>
  phone.heard.map(read).filter((text) => text.includes(words));

describe('when Discord is in trouble, the engine is not', () => {
  test('it is down and revoked, and each passes', async () => {
    const run = await ChatRun.start({ on: ['discord'] });
    const ada = await DiscordPhone.of(run, ADA);
    await run.discord.goDown();
    await until(run, '!');
    await byHost(run, 'pause');
    expect(run.control.paused).not.toBeNull();
    ada.person.say('kill');
    await run.discord.goUp();
    await back(run);
    await vi.waitFor(() => {
      run.pass(SECOND_MS);
      expect(about(ada, 'Killed by you')).not.toEqual([]);
      expect(about(ada, 'Entries paused')).not.toEqual([]);
    }, PATIENCE);

    run.discord.revokeToken();
    await until(run, 'the token is refused');
    await byHost(run, 'arm');
    expect(run.control.killed).toBeNull();
    run.discord.restoreToken();
    run.pass(MINUTE_MS);
    await back(run);
    await ada.slash('status', {}, 'equity');
    await vi.waitFor(() => {
      run.pass(SECOND_MS);
      expect(about(ada, 'Armed again')).not.toEqual([]);
    }, PATIENCE);
  });

  test('it was down at the start', async () => {
    const first = await ChatRun.start({ on: [] });
    const { discord } = first;
    await discord.goDown();
    const run = await ChatRun.start({ on: ['discord'], discord, waits: false });
    await until(run, '! Discord down');
    await discord.goUp();
    await back(run);
    const ada = await DiscordPhone.of(run, ADA);
    await ada.slash('kill', {}, 'Killed by you');
    expect(run.control.killed).not.toBeNull();
  });

  test('it fails now and then, and every answer and notice arrives once, or says that it may repeat', async () => {
    const run = await ChatRun.start({ on: ['discord'] });
    const ada = await DiscordPhone.of(run, ADA);
    const bob = await DiscordPhone.of(run, BOB);
    const { faults } = run.discord;
    // Answers to a person: an answer that was lost, a server that is unwell.
    faults.cut(CALLBACK, { accepted: true });
    await ada.slash('mode', {}, 'PAPER: copies');
    faults.breakDown(CALLBACK, 500);
    await ada.slash('mode', {}, 'PAPER: copies');
    expect(about(ada, 'PAPER: copies')).toHaveLength(2);

    // Messages: what was lost once is asked again under the same number, and there is one.
    for (const harm of [
      () => faults.cut(POST, { accepted: true, how: 'reset' }),
      () => faults.breakDown(POST, 500, { accepted: true }),
      () => faults.breakDown(POST, 502),
    ]) {
      harm();
      await ada.ask('/why zebra', 'zebra');
      await ada.settles();
    }
    const answers = about(ada, 'zebra');
    expect(answers).toHaveLength(3);
    expect(answers.join()).not.toContain('(may repeat)');

    // A notice whose answer is lost twice is told again, and says so.
    const cut = faults.cut(POST, { accepted: true, times: 2, when: isTo(run, bob) });
    await ada.slash('kill', {}, 'Killed by you');
    await vi.waitFor(() => expect(cut.met).toBe(2), PATIENCE);
    await vi.waitFor(() => {
      run.pass(SECOND_MS);
      expect(about(bob, 'Killed by discord')).toHaveLength(2);
    }, PATIENCE);
    const [whole = '', again = ''] = about(bob, 'Killed by discord');
    expect(whole).not.toContain('(may repeat)');
    expect(again).toContain('(may repeat)');
    // The same number stands for one message, however often it was asked for.
    const posts = run.discord.journal.to(POST).filter(isTo(run, bob));
    expect(new Set(posts.map(nonceOf)).size).toBeGreaterThan(1);
    expect(posts.every(({ body }) => Reflect.get(Object(body), 'enforce_nonce') === true)).toBe(
      true,
    );
    await ada.settles();
    expect(about(bob, 'Killed by discord')).toHaveLength(2);
  });
});

const nonceOf = ({ body }: Call): unknown => Reflect.get(Object(body), 'nonce');

/** Whether a call is a message to somebody. */
function isTo(run: ChatRun, { person }: DiscordPhone): (call: Call) => boolean {
  const channel = person.say('hello').channelId;
  expect(run.discord.channelId).not.toBe(channel);
  return ({ path }) => path.startsWith(`/channels/${channel}/`);
}

describe('a chat that takes no message for a minute', () => {
  test('delays neither the kill of somebody else, which acts without any reply of Discord, nor its answer', async () => {
    const run = await ChatRun.start({ on: ['discord'] });
    const ada = await DiscordPhone.of(run, ADA);
    const bob = await DiscordPhone.of(run, BOB);
    const { faults, journal } = run.discord;
    const toAda = isTo(run, ada);
    const stuck = faults.limit(POST, { retryAfterS: 60 }, { times: 100, when: toAda });
    ada.person.say('/status');
    await vi.waitFor(() => expect(stuck.met).toBeGreaterThan(0), PATIENCE);
    const held = faults.hold('*');
    const before = journal.calls.length;
    const used = bob.person.slash('kill');
    await vi.waitFor(() => expect(run.control.killed).not.toBeNull(), PATIENCE);
    await held.held();
    const [first] = journal.calls.slice(before);
    expect(first?.path).toContain(`/interactions/${used.id}/`);
    held.release();
    await bob.answerTo(used, 'Killed by you');
    await bob.hears((message) => message.inDm && read(message).includes('Killed by'));
    expect(about(ada, 'Killed by')).toEqual([]);
    // Ada's own command is answered too: a limit on messages is none on answers.
    await ada.slash('status', {}, '■');
    expect(about(ada, 'Killed by discord')).toEqual([]);
  });

  test('is told all of it when the time is over', async () => {
    const run = await ChatRun.start({ on: ['discord'] });
    const ada = await DiscordPhone.of(run, ADA);
    const bob = await DiscordPhone.of(run, BOB);
    const limit = run.discord.faults.limit(POST, { retryAfterS: 1 }, { when: isTo(run, ada) });
    ada.person.say('/status');
    await vi.waitFor(() => expect(limit.met).toBe(1), PATIENCE);
    await bob.slash('kill', {}, 'Killed by you');
    await ada.hears('Killed by discord');
    await ada.hears('equity');
    expect(run.reported.every((error) => error instanceof FloodError)).toBe(true);
  });
});

test('who takes no direct messages is not asked again and again, is told of it once, and hears all when he speaks', async () => {
  const run = await ChatRun.start({ on: ['discord'] });
  const ada = await DiscordPhone.of(run, ADA);
  const bob = await DiscordPhone.of(run, BOB);
  const ghost = '200000000000000099';
  bob.person.takesDms(false);
  const add = { do: 'add', who: `discord:${ghost}`, role: 'viewer', name: 'Ghost' };
  const card = await ada.slash('operators', add, 'Let Ghost in?');
  await ada.decide(card, 'Let in');
  for (let times = 0; times < 3; times += 1) {
    await ada.slash('kill', {}, 'illed by');
    await byHost(run, 'arm');
    await ada.settles();
  }
  await vi.waitFor(() => expect(run.reported).toHaveLength(2), PATIENCE);
  expect(run.reported.every((error) => error instanceof UnreachableError)).toBe(true);
  expect(run.warned).toEqual([]);
  const asked = run.discord.journal.calls.filter(
    ({ body }) => Reflect.get(Object(body), 'recipient_id') === ghost,
  );
  expect(asked.length).toBeLessThanOrEqual(2);
  // Answers to commands need no direct message.
  await bob.slash('status', {}, 'equity');
  expect(about(bob, 'Armed again')).toEqual([]);
  bob.person.takesDms(true);
  await bob.slash('status', {}, 'equity');
  await vi.waitFor(() => expect(about(bob, 'Armed again')).toHaveLength(3), PATIENCE);
  expect(about(bob, 'Killed by')).toHaveLength(3);
  expect(run.people.roleOf('discord', discordId(VERA))).toBe('viewer');
  expect(run.reported).toHaveLength(2);
});
