import { describe, expect, test } from 'vitest';
import { OfflineError } from '../../../src/bot/chat/chat-port.ts';
import { Refusal } from '../../servers/discord/refusal.ts';
import { eventually, reply, rig } from './rig.ts';

const ADA = '200000000000000001';
const PUT_GUILD = 'PUT /applications/:application/guilds/:guild/commands';
const GET_GUILD = 'GET /applications/:application/guilds/:guild/commands';
const TO_ADA = { platform: 'discord', kind: 'person', id: ADA } as const;
/** One second as Discord says it, and the margin of the library. */
const FLOOD_MS = 1_050;
const HELLO = { reply: reply('hello'), taps: [], silent: false };

describe('the connection', () => {
  test('names the bot and asks for no privileged intent', async () => {
    const { surface, double, states } = await rig();
    expect(surface.state()).toEqual({ state: 'up', note: null, name: 'polymind' });
    expect(states.at(-1)?.state).toBe('up');
    const identify = double.journal.frames.find(({ op }) => op === 2);
    // GUILDS and DIRECT_MESSAGES.
    expect(identify?.data).toMatchObject({ intents: 1 | 4_096 });
  });

  test('that is cut resumes, and loses and repeats nothing', async () => {
    const made = await rig();
    const { double, desk } = made;
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    ada.say('before');
    await eventually(() => desk.lines.includes('before'));
    double.gateway.cutConnections();
    ada.say('/kill');
    const used = ada.slash('status');
    await eventually(() => desk.lines.length === 3);
    await ada.answered(used);
    expect(desk.lines).toEqual(['before', '/kill', '/status']);
    expect(double.gateway.sessionsBegun).toBe(1);
    await made.untilUp();
  });

  test('moves when it is asked to', async () => {
    const made = await rig();
    const { double, desk } = made;
    const ada = double.person(ADA, 'Ada');
    double.gateway.askToReconnect();
    await double.until(() => double.journal.frames.some(({ op }) => op === 6), {
      what: () => 'it never resumed',
    });
    ada.say('after');
    await eventually(() => desk.lines.includes('after'));
    expect(double.gateway.sessionsBegun).toBe(1);
  });

  test('whose session has ended begins another', async () => {
    const made = await rig();
    const { double, desk } = made;
    const ada = double.person(ADA, 'Ada');
    double.gateway.invalidateSessions({ resumable: false });
    await eventually(() => double.gateway.sessionsBegun === 2 && made.isUp());
    ada.say('hello');
    await eventually(() => desk.lines.includes('hello'));
    expect(double.journal.to(PUT_GUILD), 'commands are registered once').toHaveLength(1);
  });

  test('that dies without a sign is left', async () => {
    const made = await rig({ heartbeatIntervalMs: 80 });
    const { double, desk } = made;
    const ada = double.person(ADA, 'Ada');
    double.gateway.freezeConnections();
    await double.until(() => double.journal.frames.some(({ op }) => op === 6), {
      what: () => 'it never resumed',
    });
    ada.say('alive');
    await eventually(() => desk.lines.includes('alive'));
  });

  test('waits longer each time while the gateway refuses, keeps the session, and says so', async () => {
    const made = await rig();
    const { double, desk, surface, timing } = made;
    const ada = double.person(ADA, 'Ada');
    await double.gateway.goDown();
    await eventually(() => timing.pausesMs.includes(8_000));
    expect(surface.state()).toMatchObject({
      state: 'down',
      note: "Discord's gateway does not answer",
    });
    ada.say('/kill');
    // Sending does not need the gateway.
    await surface.port.send(TO_ADA, HELLO);
    expect(ada.last()?.content).toBe('hello');
    await double.gateway.goUp();
    await eventually(() => desk.lines.includes('/kill'));
    await made.untilUp();
    expect(double.gateway.sessionsBegun).toBe(1);
    expect(timing.pausesMs.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  test('gives up a session that cannot be resumed for long', async () => {
    const made = await rig();
    const { double, timing } = made;
    await double.gateway.goDown();
    double.gateway.forgetSessions();
    await eventually(() => timing.pausesMs.filter((ms) => ms === 60_000).length >= 4);
    await double.gateway.goUp();
    await eventually(() => double.gateway.sessionsBegun === 2 && made.isUp());
  });
});

describe('an event', () => {
  test('that makes no sense is reported, and the next one is heard', async () => {
    const made = await rig();
    const { double, desk } = made;
    const ada = double.person(ADA, 'Ada');
    const nonsense = [{}, { id: '1' }, { id: '2', type: 2, user: {}, data: null }, { id: 'x' }];
    for (const data of nonsense) {
      double.gateway.dispatch('INTERACTION_CREATE', () => data);
      double.gateway.dispatch('MESSAGE_CREATE', () => data);
      double.gateway.dispatch('GUILD_CREATE', () => data);
    }
    ada.say('still here');
    await eventually(() => desk.lines.includes('still here'));
    expect(made.reports.length).toBeGreaterThan(0);
    expect(made.isUp()).toBe(true);
  });
});

describe('a start', () => {
  test('while Discord is away is made good when it is back', async () => {
    const made = await rig({ isStarted: false });
    const { double, surface, timing } = made;
    await double.goDown();
    surface.start();
    expect(surface.state().state).toBe('connecting');
    await eventually(() => timing.pausesMs.includes(4_000));
    expect(surface.state()).toMatchObject({ state: 'down', name: null });
    expect(surface.state().note).toMatch(/ECONNREFUSED/);
    await expect(surface.port.send(TO_ADA, HELLO)).rejects.toBeInstanceOf(OfflineError);
    await double.goUp();
    await made.untilUp();
  });

  test('while only the gateway is away is made good too', async () => {
    const made = await rig({ isStarted: false });
    const { double, surface, timing } = made;
    await double.gateway.goDown();
    surface.start();
    await eventually(() => timing.pausesMs.includes(4_000));
    await double.gateway.goUp();
    await made.untilUp();
  });

  test('with a token that is refused waits for a minute, says so, and comes up with a good one', async () => {
    const made = await rig({ isStarted: false });
    const { double, surface, timing } = made;
    double.revokeToken();
    surface.start();
    await eventually(() => surface.state().state === 'down');
    expect(surface.state().note).toBe('the token is refused: revoked?');
    expect(timing.pausesMs[0]).toBe(60_000);
    double.restoreToken();
    await made.untilUp();
  });
});

describe('a token that is revoked', () => {
  test('ends the connection, stops asking, and is taken up again when it is good', async () => {
    const made = await rig();
    const { double, surface, timing } = made;
    const ada = double.person(ADA, 'Ada');
    double.revokeToken();
    await expect(surface.port.send(TO_ADA, HELLO)).rejects.toBeInstanceOf(OfflineError);
    const asked = double.journal.to('POST /users/@me/channels').length;
    await expect(surface.port.send(TO_ADA, HELLO)).rejects.toBeInstanceOf(OfflineError);
    expect(double.journal.to('POST /users/@me/channels')).toHaveLength(asked);
    await eventually(() => surface.state().note === 'the token is refused: revoked?');
    expect(timing.pausesMs).toContain(60_000);
    double.restoreToken();
    await made.untilUp();
    await surface.port.send(TO_ADA, HELLO);
    expect(ada.last()?.content).toBe('hello');
  });
});

describe('registration', () => {
  test('writes nothing when Discord has what it should', async () => {
    const { double, surface } = await rig();
    expect(double.commands('guild').length).toBeGreaterThan(20);
    await surface.stop();
    const { desk } = await rig({ on: double });
    const asked = (): boolean => double.journal.to(GET_GUILD).length === 2;
    await eventually(() => asked() && double.journal.to(GET_GUILD)[1]?.status === 200);
    // Whatever follows the answer has been sent before something later is heard.
    double.person(ADA, 'Ada').say('and now');
    await eventually(() => desk.lines.includes('and now'));
    expect(double.journal.to(PUT_GUILD)).toHaveLength(1);
  });

  test('everywhere lists them in direct messages too', async () => {
    const { double, desk } = await rig({ isGlobal: true });
    const ada = double.person(ADA, 'Ada', { member: false });
    ada.slash('status', {}, { dm: true });
    await ada.until(({ content }) => content === 'heard /status');
    expect(desk.heard[0]?.from.chatId).toBe(ADA);
  });

  test('is tried until it is done', async () => {
    const made = await rig({ isStarted: false });
    const { double, surface, timing } = made;
    double.faults.breakDown(PUT_GUILD, 500, { times: 2 });
    double.faults.limit(GET_GUILD, { retryAfterS: 1 });
    const missing = new Refusal(403, { code: 50001, message: 'Missing Access' });
    double.faults.fail(PUT_GUILD, missing);
    surface.start();
    await eventually(() => timing.pass(FLOOD_MS) > 0);
    await made.untilRegistered();
    expect(double.journal.to(PUT_GUILD)).toHaveLength(4);
    expect(made.log).toContain('commands are not registered');
  });
});

describe('an end', () => {
  test.each(['up', 'reconnecting', 'starting', 'asking'] as const)(
    'comes within a second, for good: %s',
    async (when) => {
      const made = await rig({ isStarted: false });
      const { double, surface } = made;
      const ada = double.person(ADA, 'Ada');
      if (when === 'starting') await double.gateway.goDown();
      const asking = when === 'asking' ? double.faults.hold('GET /gateway/bot') : null;
      surface.start();
      await asking?.held();
      if (when === 'up' || when === 'reconnecting') await made.untilUp();
      if (when === 'reconnecting') double.gateway.cutConnections();
      const hold = double.faults.hold('POST /channels/:channel/messages');
      const sending = surface.port.send(TO_ADA, HELLO).catch((error: unknown) => error);
      await hold.held();
      await surface.stop();
      expect(await sending).toBeInstanceOf(Error);
      await expect(surface.port.send(TO_ADA, HELLO)).rejects.toBeInstanceOf(OfflineError);
      if (when === 'starting') await double.gateway.goUp();
      await eventually(() => double.gateway.connectedSessions === 0);
      hold.release();
      asking?.release();
      ada.say('nobody is there');
      // Another client takes longer to come back than the library would before it does.
      const other = await rig({ on: double });
      double.gateway.cutConnections();
      await double.until(() => double.journal.frames.some(({ op }) => op === 6), {
        what: () => 'the other never resumed',
      });
      await other.untilUp();
      expect(double.gateway.connectedSessions).toBe(1);
      expect(made.desk.heard).toEqual([]);
    },
  );
});
