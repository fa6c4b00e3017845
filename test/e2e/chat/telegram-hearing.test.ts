import { describe, expect, test, vi } from 'vitest';
import { ADA, BOB, ChatRun, discordId, PATIENCE } from './chat-run.ts';
import { everybody, Phone } from './telegram-phone.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const GROUP = -1001;
/** The first key of a well-known set for tests, which has never held anything. */
const KEY = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const SEED = 'test test test test test test test test test test test junk';

const killed = ({ live }: ChatRun): boolean =>
  live.program.queries.status().control.killed !== null;

/** Waits until everything that was said is handled. */
const handled = ({ telegram }: ChatRun): Promise<unknown> =>
  telegram.until(() => telegram.pendingUpdates === 0);

async function armed(run: ChatRun): Promise<void> {
  const id = `test/arm/${run.time.monotonicMs()}`;
  await run.live.program.actions.execute({ id, actor: 'console', body: { kind: 'arm' } });
}

async function done(run: ChatRun, action: string): Promise<number> {
  const rows = await run.live.program.queries.audit(200);
  return rows.filter((row) => row.action === action && row.outcome === 'done').length;
}

test('what is said is heard as what it is: secrets, old commands, groups, what others wrote', async () => {
  const run = await ChatRun.start();
  const [ada, bob] = await everybody(run);
  const mallory = run.telegram.person(666, 'Mallory');

  for (const [secret, what] of [
    [KEY, 'private key'],
    [`my key is 0x${KEY.toUpperCase()}, right?`, 'private key'],
    [SEED, 'seed phrase'],
  ] as const) {
    const after = ada.person.say(secret);
    const answer = await ada.person.until(({ text }) => text.includes(what), { after });
    expect(answer.text).toContain('move what it holds to a new wallet');
    expect(answer.text.toLowerCase()).not.toContain(KEY.slice(0, 12));
    await run.telegram.until(() => ada.message(after).deleted);
  }
  const market = await ada.ask(`/market 0x${KEY}`);
  expect(ada.message(market.id - 1).deleted).toBe(false);

  // Older than a minute: refused, but for a kill.
  const hoursAgo = run.time.nowMs() - 180 * MINUTE_MS;
  const after = ada.person.say('/pause', { sentAtMs: run.time.nowMs() - 2 * MINUTE_MS });
  await ada.person.until(({ text }) => text.startsWith('✕ Not done: it arrived 2 min'), { after });
  expect(run.control.paused).toBeNull();
  bob.person.say('/kill', { sentAtMs: hoursAgo });
  await bob.hears('Killed by you');
  await armed(run);

  // A group lends nobody's rights.
  const members = [ada.person, bob.person, mallory];
  run.telegram.group({ id: GROUP, title: 'Desk', members });
  const said = { chatId: GROUP };
  mallory.say('/kill', said);
  mallory.say('/status', said);
  bob.person.sayAsGroup('/kill', GROUP);
  bob.person.say('kill', said);
  bob.person.say('/kill@another_bot', said);
  await handled(run);
  expect(killed(run)).toBe(false);
  const asked = bob.person.say('/wallet ace disable', said);
  await bob.person.until(({ replyTo, text }) => replyTo !== null || text !== '', {
    chatId: GROUP,
    after: asked,
  });
  ada.person.say('/limits order 50', said);
  await ada.person.until(({ text }) => text.includes('say it in our private chat'), said);
  bob.person.say('/kill@double_bot now', said);
  const answer = await bob.person.until(({ text }) => text.includes('Killed by you'), said);
  expect(killed(run)).toBe(true);
  const arm = answer.labels.find((label) => label.startsWith('Arm')) ?? '';
  mallory.tap(arm, { chatId: GROUP });
  await handled(run);
  ada.person.tap(arm, { chatId: GROUP });
  await ada.person.until(({ text }) => text.includes('say it in our private chat'), {
    chatId: GROUP,
    after: answer.id,
  });
  expect(killed(run)).toBe(true);

  // What somebody passes on, or changes later, is not what they say now.
  await armed(run);
  const from = { id: 666, is_bot: false, first_name: 'Mallory' };
  bob.person.forward('/kill', { from });
  const mild = bob.person.say('/mode');
  await bob.person.until(() => true, { after: mild });
  bob.person.edit(mild, '/kill');
  await handled(run);
  await bob.ask('/status', 'equity');
  expect(killed(run)).toBe(false);
  expect(run.reported).toEqual([]);
});

describe('an update that comes again', () => {
  test('acts once, whether it was known to be handled before a death or not', async () => {
    const run = await ChatRun.start();
    const [ada, bob] = await everybody(run);
    await ada.ask('/filter deny keyword election', 'are off');
    await bob.ask('/kill', 'Killed by you');
    await handled(run);
    await run.die(() => run.telegram.redeliver(2));
    await ada.ask('/status', '■');
    expect(await done(run, 'addFilter')).toBe(1);
    expect(await done(run, 'kill')).toBe(1);

    // Nothing of what was heard is kept: what came back acts by the same id.
    const { putPosition } = run.live.store;
    Object.assign(run.live.store, { putPosition: () => new Promise(() => undefined) });
    await ada.ask('/filter deny keyword weather', 'are off');
    await armed(run);
    await ada.ask('/pause', 'Paused');
    await run.die(() => {
      Object.assign(run.live.store, { putPosition });
      run.telegram.redeliver(2);
    });
    await ada.ask('/status', 'equity');
    await handled(run);
    expect(await done(run, 'addFilter')).toBe(2);
    expect(await done(run, 'pause')).toBe(1);
    expect(killed(run)).toBe(false);
  });
});

describe('when Telegram is in trouble, the engine is not', () => {
  test('it is down, revoked, shared with another program and failing, and each passes', async () => {
    const run = await ChatRun.start();
    const [ada] = await everybody(run);
    const state = (): string => JSON.stringify(run.chat.lines);
    const until = (words: string): Promise<void> =>
      vi.waitFor(() => expect(state()).toContain(words), PATIENCE);
    const back = (): Promise<void> => run.passUntil(MINUTE_MS, () => !state().includes('!'));

    await run.telegram.down();
    await until('cannot be reached');
    ada.person.say('/kill');
    await run.live.program.actions.execute({
      id: 'test/pause',
      actor: 'console',
      body: { kind: 'pause', reason: 'by the host' },
    });
    expect(run.control.paused).not.toBeNull();
    await run.telegram.up();
    await back();
    await ada.hears('Killed by you');
    await ada.hears('Entries paused');

    run.telegram.revoke();
    await until('the token is refused');
    run.telegram.restore();
    await back();
    await ada.ask('/status', 'equity');

    const url = `${run.telegram.apiRoot}/bot${run.telegram.token}/getUpdates`;
    await run.telegram.until(() => run.telegram.isPolled);
    await fetch(url, { method: 'POST' });
    await until('another program polls');
    await run.passUntil(MINUTE_MS, () => run.telegram.isPolled);
    await ada.ask('/status', 'equity');
    await ada.ask('/mode', 'PAPER');
    await back();

    run.telegram.fail('getUpdates', { code: 502, html: true });
    run.telegram.fail('sendMessage', { code: 503, times: 2 });
    const asked = ada.person.say('/mode');
    const isTold = (): boolean =>
      ada.person.sees().some(({ id, text }) => id > asked && text.includes('PAPER:'));
    // An answer is given up after a minute.
    await run.passUntil(SECOND_MS, isTold);
    await back();
  });

  test('it was down at the start', async () => {
    const run = await ChatRun.start({ on: [] });
    expect(run.chat.lines).toEqual([]);
    const telegram = run.telegram;
    await telegram.down();
    const other = await ChatRun.start({ telegram, waits: false, store: run.live.store });
    const ada = new Phone(other, ADA, 'Ada');
    ada.person.say('/kill');
    await vi.waitFor(() => expect(JSON.stringify(other.chat.lines)).toContain('reached'), PATIENCE);
    await telegram.up();
    await other.passUntil(MINUTE_MS / 2, () => killed(other));
    await ada.hears('Killed by you');
  });

  test('an answer whose reply was lost comes again and says so, a notice too, and neither acts twice', async () => {
    const run = await ChatRun.start();
    const [ada, bob] = await everybody(run);
    run.telegram.loseReply('sendMessage', { chatId: ADA });
    await ada.ask('/filter deny keyword election', '(may repeat)');
    expect(ada.person.sees().filter(({ text }) => text.includes('naming "election"'))).toHaveLength(
      2,
    );
    expect(await done(run, 'addFilter')).toBe(1);
    run.telegram.loseReply('sendMessage', { chatId: BOB });
    await ada.ask('/kill', 'Killed by you');
    const told = (): readonly string[] =>
      bob.person
        .sees()
        .flatMap(({ text }) => (text.includes('Killed by telegram:7') ? [text] : []));
    await run.passUntil(SECOND_MS, () => told().length === 2);
    expect(told().map((text) => text.includes('(may repeat)'))).toEqual([false, true]);
  });

  test('the other platform carries on, and what happened there is told once it is back', async () => {
    const run = await ChatRun.start({ on: ['telegram', 'discord'] });
    const [ada] = await everybody(run);
    await run.telegram.down();
    const bob = run.inDiscord(BOB);
    await vi.waitFor(
      () => expect(run.discord.commands('guild').length).toBeGreaterThan(10),
      PATIENCE,
    );
    bob.slash('kill');
    await bob.until((message) => JSON.stringify(message).includes('Killed by you'));
    expect(killed(run)).toBe(true);
    await run.telegram.up();
    const isTold = (): boolean =>
      ada.person.sees().some(({ text }) => text.includes(`Killed by discord:${discordId(BOB)}`));
    await run.passUntil(SECOND_MS, isTold);
  });

  test('a chat that is stuck for a minute delays neither the kill of another one nor its answer', async () => {
    const run = await ChatRun.start();
    const [ada, bob] = await everybody(run);
    run.telegram.stuckChat(ADA, 60);
    ada.person.say('/status');
    await run.telegram.until(() =>
      run.telegram.calls.some(({ chatId, outcome }) => chatId === ADA && outcome === 'refused'),
    );
    // Every reply of Telegram is held: whatever happens now happens without one.
    const held = run.telegram.hold('sendMessage');
    const before = run.telegram.calls.length;
    const calls = () =>
      run.telegram.calls.slice(before).filter(({ method }) => method !== 'getUpdates');
    const { actions } = run.live.program;
    const execute = actions.execute.bind(actions);
    const callsBeforeKill: number[] = [];
    Object.assign(actions, {
      execute: (command: Parameters<typeof execute>[0]) => {
        callsBeforeKill.push(calls().length);
        return execute(command);
      },
    });
    bob.person.say('/kill');
    await vi.waitFor(() => expect(killed(run)).toBe(true), PATIENCE);
    const call = await held.held;
    expect(callsBeforeKill).toEqual([0]);
    expect(calls()[0]).toBe(call);
    expect(call.chatId).toBe(BOB);
    held.release();
    await bob.hears('Killed by you');
    const told = (): boolean => ada.person.sees().some(({ text }) => text.includes('Killed by'));
    expect(told()).toBe(false);
    run.time.pass(MINUTE_MS + SECOND_MS);
    await ada.hears('Killed by telegram:8');
    await ada.hears('equity');
  });
});
