import { expect, test, vi } from 'vitest';
import { DiscordDouble } from '../../servers/discord/discord-double.ts';
import { ADA, BOB, ChatRun, discordId, PATIENCE, VERA } from './chat-run.ts';
import { DiscordPhone, read } from './discord-phone.ts';

const MINUTE_MS = 60_000;
/** The first key of a well-known set for tests, which has never held anything. */
const KEY = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const SEED = 'test test test test test test test test test test test junk';

async function armed(run: ChatRun): Promise<void> {
  const id = `test/${Math.random()}`;
  await run.live.program.actions.execute({ id, actor: 'console', body: { kind: 'arm' } });
}

async function done(run: ChatRun, action: string): Promise<number> {
  const rows = await run.live.program.queries.audit(200);
  return rows.filter((row) => row.action === action && row.outcome === 'done').length;
}

test('what is said is heard as what it is: secrets, old commands, rooms, strangers, what was changed later', async () => {
  const run = await ChatRun.start({ on: ['discord'] });
  const ada = await DiscordPhone.of(run, ADA);
  const bob = await DiscordPhone.of(run, BOB);
  const vera = await DiscordPhone.of(run, VERA);
  const mallory = DiscordPhone.stranger(run, '200000000000000666', 'Mallory');

  for (const [secret, what] of [
    [KEY, 'private key'],
    [`my key is 0x${KEY.toUpperCase()}, right?`, 'private key'],
    [SEED, 'seed phrase'],
  ] as const) {
    const answer = await ada.ask(secret, what);
    expect(read(answer)).toContain('It still stands here: Discord lets only you delete it');
    expect(read(answer).toLowerCase()).not.toContain(KEY.slice(0, 12));
  }
  const market = await ada.slash('market', { words: `0x${KEY}` });
  expect(read(market)).not.toContain('private key');
  const pasted = await ada.slash('wallet', { who: SEED }, 'seed phrase');
  expect(pasted.ephemeral).toBe(true);

  // Older than a minute: refused, but for a kill.
  const late = ada.person.slash('pause', {}, { ageMs: 2 * MINUTE_MS });
  await ada.answerTo(late, 'Not done: it arrived 2 min');
  expect(run.control.paused).toBeNull();
  const hoursAgo = bob.person.say('  KILL now!', { dm: true, ageMs: 180 * MINUTE_MS });
  await bob.hears('Killed by you');
  expect(bob.person.now(hoursAgo).deleted).toBe(false);
  await armed(run);

  // A room of the server lends nobody's rights, and nobody is heard in it.
  const { channelId } = run.discord;
  bob.person.say('/kill', { channel: channelId });
  bob.person.say(`<@${run.discord.applicationId}> kill`, { channel: channelId });
  mallory.person.say('kill', { channel: channelId });
  mallory.person.say('kill');
  const used = mallory.person.slash('kill');
  const settled = mallory.person.slash('wallet', { who: 'ace', do: 'scale', value: '5' });
  await vera.settles();
  expect(run.control.killed).toBeNull();
  expect([used.answer, settled.answer]).toEqual([null, null]);

  // What somebody writes anew is not said again.
  const mild = bob.person.say('/mode');
  await bob.hears('PAPER: copies use real books');
  bob.person.rewrite(mild, '/kill');
  await vera.settles();
  expect(run.control.killed).toBeNull();

  // Who may not is told so, and nothing is done.
  await vera.slash('kill', {}, 'This needs the role trader; you are viewer');
  await vera.ask('kill', 'This needs the role trader');
  expect(run.control.killed).toBeNull();
  const kill = await bob.slash('kill', {}, 'Killed by you');
  expect(kill.ephemeral).toBe(true);
  expect(run.control.killed?.reason).toBe(`by discord:${discordId(BOB)}`);
  expect(mallory.heard).toEqual([]);
  const audit = await run.live.program.queries.audit(100);
  const strangers = audit.filter(({ action }) => action === 'stranger');
  expect(strangers.map(({ actor, outcome }) => [actor, outcome])).toEqual([
    ['discord:200000000000000666', 'refused'],
  ]);
  expect(audit.filter(({ action }) => action === 'pastedSecret')).toHaveLength(4);
  expect(JSON.stringify(audit).toLowerCase()).not.toContain(KEY);
  expect(run.reported).toEqual([]);
});

test('what is told again after a resume, or after a death, acts once', async () => {
  const run = await ChatRun.start({ on: ['discord'] });
  const ada = await DiscordPhone.of(run, ADA);
  const bob = await DiscordPhone.of(run, BOB);
  const deny = { do: 'deny', what: 'keyword', value: 'election' };
  const used = ada.person.slash('filter', deny);
  await ada.answerTo(used, 'are off');
  const said = bob.person.say('/pause');
  await bob.hears('Paused');
  const asked = await ada.slash('limits', { which: 'order', value: '50' }, 'Raise a limit?');
  const tap = ada.person.tap(asked, 'Raise to $50');
  await ada.person.until(({ id, edits }) => id === asked.id && edits > 0);
  const answers = (): readonly string[] =>
    [...ada.heard, ...bob.heard].map(read).filter((text) => /are off|‖ Paused|\$50/.test(text));
  const before = answers();
  run.discord.gateway.cutConnections();
  for (const one of [used, said, tap]) run.discord.redeliver(one);
  await ada.settles();
  expect(answers()).toEqual(before);

  await run.die();
  for (const one of [used, said, tap]) run.discord.redeliver(one);
  await ada.settles();
  expect(await done(run, 'addFilter')).toBe(1);
  expect(await done(run, 'changeSetting')).toBe(1);
  expect(await done(run, 'pause')).toBe(1);
  expect(run.reported).toEqual([]);
});

test('a kill comes through what a connection lost: cut, asked to leave, without its session, frozen, away', async () => {
  const discord = await DiscordDouble.start({ heartbeatIntervalMs: 300 });
  const run = await ChatRun.start({ on: ['discord'], discord });
  const bob = await DiscordPhone.of(run, BOB);
  const { gateway } = discord;
  const killed = async (): Promise<void> => {
    await vi.waitFor(() => {
      run.pass(MINUTE_MS / 60);
      expect(run.control.killed).not.toBeNull();
    }, PATIENCE);
    await armed(run);
  };

  gateway.cutConnections();
  bob.person.slash('kill');
  await killed();
  gateway.askToReconnect();
  bob.person.slash('kill');
  await killed();
  gateway.invalidateSessions({ resumable: true });
  bob.person.say('kill');
  await killed();
  gateway.freezeConnections();
  bob.person.say('kill');
  await killed();
  expect(gateway.sessionsBegun).toBe(1);
  await gateway.goDown();
  bob.person.say('kill');
  await vi.waitFor(() => {
    run.pass(MINUTE_MS / 60);
    expect(JSON.stringify(run.chat.lines)).toContain('gateway does not answer');
  }, PATIENCE);
  expect(run.control.killed).toBeNull();
  await gateway.goUp();
  await killed();

  // What was said to a session that is no more has not been heard; the next one hears.
  gateway.invalidateSessions({ resumable: false });
  await vi.waitFor(() => {
    run.pass(MINUTE_MS / 60);
    expect(gateway.sessionsBegun).toBeGreaterThan(1);
    expect(gateway.connectedSessions).toBe(1);
  }, PATIENCE);
  bob.person.say('kill');
  await killed();
  expect(await done(run, 'kill')).toBe(6);
  expect(run.reported).toEqual([]);
});
