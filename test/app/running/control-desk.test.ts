import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ControlDesk } from '../../../src/app/running/control-desk.ts';
import { People } from '../../../src/bot/chat/people.ts';
import type { ChatStore, Operator, Told } from '../../../src/engine/contract/chat-store.ts';
import type { AuditEntry, Change } from '../../../src/engine/domain/change.ts';
import type { CommandBody } from '../../../src/engine/domain/command.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { ControlClient } from '../../../src/ops/control/client.ts';
import { killFilePath, readKillFile, writeKillFile } from '../../../src/ops/kill/kill-file.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { temporaryFolder } from '../folder.ts';
import { HeldStore } from './held-store.ts';
import { type Live, startLive } from './live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 10 };
const log = createLogger({ level: 'silent', scrubber: new Scrubber() });

/** What chats keep, in memory, as far as the host touches it. */
class KeptChats
  implements Pick<ChatStore, 'operators' | 'putOperator' | 'removeOperator' | 'audit' | 'notify'>
{
  readonly people = new Map<string, Operator>();
  readonly entries: AuditEntry[] = [];
  readonly notices: Notice[] = [];

  async operators(): Promise<readonly Operator[]> {
    return [...this.people.values()];
  }

  async putOperator(operator: Operator, { entry, notice }: Told): Promise<void> {
    this.people.set(operator.userId, operator);
    this.entries.push(entry);
    this.notices.push(notice);
  }

  async removeOperator(
    { userId }: Pick<Operator, 'userId'>,
    { entry, notice }: Told,
  ): Promise<void> {
    this.people.delete(userId);
    this.entries.push(entry);
    this.notices.push(notice);
  }

  async audit(entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
  }

  async notify(notice: Notice): Promise<void> {
    this.notices.push(notice);
  }
}

/** A desk on a folder, before the program runs. */
async function openDesk(dataDir: string) {
  let signal: () => void = () => undefined;
  const desk = await ControlDesk.open({
    dataDir,
    log,
    host: {
      onKillSignal: (act) => {
        signal = act;
        return () => undefined;
      },
    },
  });
  onTestFinished(() => desk.close());
  return { desk, signal: () => signal(), client: new ControlClient(dataDir) };
}

async function serve(dataDir: string, store = new HeldStore()) {
  const opened = await openDesk(dataDir);
  const { desk } = opened;
  const live = await startLive({
    store,
    alone: true,
    observers: [desk.observer],
    killedBecause: () => desk.killedBecause,
  });
  const chats = new KeptChats();
  const people = new People({ permanent: [], store: chats, nowMs: Date.now });
  desk.serve({ program: live.program, people, store: chats, dump: async () => 'copy' });
  return { ...opened, live, store, chats, people, dataDir };
}

function killed({ program }: Live) {
  return program.engine.trade.state.control.killed;
}

async function say({ program }: Live, id: string, body: CommandBody) {
  return await program.actions.execute({ id, actor: 'console', body });
}

/** The commands that were written down, oldest first. */
function audited(store: HeldStore): string[] {
  return store.tried
    .flat()
    .flatMap((change: Change) => (change.kind === 'audit' ? [change.entry] : []))
    .map(({ actor, action }) => `${actor} ${action}`);
}

describe('a kill of the host', () => {
  test.each(['fails', 'hangs'] as const)(
    'acts and is proven while every write %s, and leaves a file',
    async (manner) => {
      const dataDir = temporaryFolder();
      const { live, client, store } = await serve(dataDir);
      store.manner = manner;
      const told = await client.ask('kill', { id: 'k1', reason: 'by host: test' });
      expect(told).toEqual({
        kind: 'answered',
        result: {
          blocked: true,
          tookMs: expect.any(Number),
          openBefore: 0,
          openLeft: 0,
          message: '',
        },
      });
      expect(killed(live)?.reason).toBe('by host: test');
      expect(readKillFile(dataDir)?.reason).toBe('by host: test');
      store.release();
    },
  );

  test('acts at once when its file appears, whatever made it', async () => {
    const dataDir = temporaryFolder();
    const { live } = await serve(dataDir);
    writeFileSync(killFilePath(dataDir), '');
    await vi.waitFor(() => expect(killed(live)?.reason).toBe('by a kill file'), PATIENCE);
  });

  test('by file and by socket is one kill', async () => {
    const dataDir = temporaryFolder();
    const { live, client, store } = await serve(dataDir);
    const request = { id: 'k1', reason: 'by host' };
    writeKillFile(dataDir, request, Date.now());
    await vi.waitFor(() => expect(killed(live)).not.toBeNull(), PATIENCE);
    expect(await client.ask('kill', request)).toMatchObject({ result: { blocked: true } });
    await vi.waitFor(() => expect(audited(store)).toEqual(['host kill']), PATIENCE);
    // Another one is told and written down, though it is killed already.
    expect(await client.ask('kill', { ...request, id: 'k2' })).toMatchObject({ kind: 'answered' });
    await vi.waitFor(() => expect(audited(store)).toEqual(['host kill', 'host kill']), PATIENCE);
  });

  test('by signal acts before the signal returns', async () => {
    const dataDir = temporaryFolder();
    const { live, signal } = await serve(dataDir);
    signal();
    expect(killed(live)?.reason).toBe('by host (signal)');
    expect(readKillFile(dataDir)).not.toBeNull();
  });
});

describe('during the start', () => {
  test('a kill is answered when it is in force', async () => {
    const dataDir = temporaryFolder();
    const { desk, client } = await openDesk(dataDir);
    const telling = client.ask('kill', { id: 'k1', reason: 'early' });
    await vi.waitFor(() => expect(readKillFile(dataDir)).not.toBeNull(), PATIENCE);
    const live = await startLive({ alone: true, observers: [desk.observer] });
    const store = new KeptChats();
    const people = new People({ permanent: [], store, nowMs: Date.now });
    desk.serve({ program: live.program, people, store, dump: async () => null });
    expect(killed(live)?.reason).toBe('early');
    expect(await telling).toMatchObject({ kind: 'answered', result: { blocked: true } });
  });

  test('a signal is not lost', async () => {
    const dataDir = temporaryFolder();
    const { desk, signal } = await openDesk(dataDir);
    signal();
    expect(desk.killedBecause).toBe('by host (signal)');
  });

  test('nothing else is answered', async () => {
    const { client } = await openDesk(temporaryFolder());
    const starting = { kind: 'refused', error: 'The program is still starting: try again' };
    expect(await client.ask('status', {})).toEqual(starting);
    expect(await client.ask('operators', {})).toEqual(starting);
    expect(await client.ask('ping', {})).toEqual({
      kind: 'answered',
      result: { pid: process.pid },
    });
  });
});

describe('a kill file', () => {
  test('that is there at the start kills behind the first input, by the host', async () => {
    const dataDir = temporaryFolder();
    writeKillFile(dataDir, { id: 'k1', reason: 'by host: overnight' }, Date.now());
    const inputs: string[] = [];
    const live = await startLive({
      killedBecause: () => readKillFile(dataDir)?.reason ?? null,
      observers: [{ onStep: ({ body }) => inputs.push(body.kind) }],
    });
    expect(inputs.slice(0, 2)).toEqual(['start', 'command']);
    expect(killed(live)?.reason).toBe('by host: overnight');
    await vi.waitFor(() => expect(audited(live.store)).toEqual(['host kill']), PATIENCE);
  });

  test('is left by whoever kills, and goes when a person arms', async () => {
    const dataDir = temporaryFolder();
    const { live } = await serve(dataDir);
    await say(live, 'c1', { kind: 'kill', reason: 'by console' });
    expect(readKillFile(dataDir)?.reason).toBe('by console');
    expect(await say(live, 'c2', { kind: 'arm' })).toMatchObject({ outcome: 'done' });
    expect(existsSync(killFilePath(dataDir))).toBe(false);
    expect(killed(live)).toBeNull();
    // And once more, by the host: nothing of the first is remembered.
    writeFileSync(killFilePath(dataDir), 'again');
    await vi.waitFor(() => expect(killed(live)?.reason).toBe('again'), PATIENCE);
    await say(live, 'c3', { kind: 'arm' });
    expect(existsSync(killFilePath(dataDir))).toBe(false);
    expect(readdirSync(dataDir)).toEqual(['control.sock']);
  });

  test('that is newer than the kill which is lifted kills again', async () => {
    const dataDir = temporaryFolder();
    const { live, store } = await serve(dataDir);
    await say(live, 'c1', { kind: 'kill', reason: 'by console' });
    // In one turn of the event loop, before anything can be noticed.
    writeKillFile(dataDir, { id: 'k2', reason: 'by host: no' }, Date.now());
    await say(live, 'c2', { kind: 'arm' });
    await vi.waitFor(() => expect(killed(live)?.reason).toBe('by host: no'), PATIENCE);
    await vi.waitFor(
      () => expect(audited(store)).toEqual(['console kill', 'console arm', 'host kill']),
      PATIENCE,
    );
  });

  test('that somebody removes does not arm', async () => {
    const dataDir = temporaryFolder();
    const { live, client } = await serve(dataDir);
    await client.ask('kill', { id: 'k1', reason: 'by host' });
    rmSync(killFilePath(dataDir));
    const status = await client.ask('status', {});
    expect(status).toMatchObject({ result: { killed: { reason: 'by host' }, openOrders: 0 } });
    expect(killed(live)).not.toBeNull();
  });

  test('that cannot be written does not keep the kill from acting', async () => {
    const dataDir = temporaryFolder();
    const { live } = await serve(dataDir);
    rmSync(dataDir, { recursive: true });
    expect(await say(live, 'c1', { kind: 'kill', reason: 'by console' })).toMatchObject({
      outcome: 'done',
    });
    expect(killed(live)?.reason).toBe('by console');
  });
});

describe('the host', () => {
  test('lets people in and out of the running program, and it is told and written down', async () => {
    const { client, people, chats } = await serve(temporaryFolder());
    const operator = { platform: 'telegram', userId: '5', role: 'trader', name: 'Ann' } as const;
    expect(await client.ask('addOperator', { operator })).toMatchObject({
      result: { outcome: 'done' },
    });
    expect(people.roleOf('telegram', '5')).toBe('trader');
    expect(await client.ask('operators', {})).toEqual({
      kind: 'answered',
      result: { operators: [{ ...operator, isPermanent: false }] },
    });
    const key = { platform: 'telegram', userId: '5' } as const;
    expect(await client.ask('removeOperator', { operator: key })).toMatchObject({
      result: { outcome: 'done' },
    });
    expect(people.roleOf('telegram', '5')).toBeNull();
    expect(await client.ask('removeOperator', { operator: key })).toMatchObject({
      result: { outcome: 'refused', message: 'telegram:5 is no operator' },
    });
    expect(chats.entries.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'host putOperator',
      'host removeOperator',
    ]);
    expect(chats.notices.map(({ kind }) => kind)).toEqual(['operators', 'operators']);
  });

  test('changes who has codes, and it is told and written down', async () => {
    const { client, chats } = await serve(temporaryFolder());
    await client.ask('totpChanged', { actor: 'telegram:5', change: 'reset' });
    expect(chats.entries).toMatchObject([
      { actor: 'host', action: 'codeReset', detail: { who: 'telegram:5' } },
    ]);
    expect(chats.notices).toMatchObject([{ kind: 'operators', subject: 'telegram:5' }]);
  });

  test('cannot start a second program on the same folder', async () => {
    const dataDir = temporaryFolder();
    await openDesk(dataDir);
    await expect(openDesk(dataDir)).rejects.toThrow(/Another program already runs/);
  });
});
