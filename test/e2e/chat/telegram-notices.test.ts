import { describe, expect, test, vi } from 'vitest';
import { UnreachableError } from '../../../src/bot/chat/chat-port.ts';
import { ADA, BOB, ChatRun, PATIENCE, VERA } from './chat-run.ts';
import { everybody, Phone } from './telegram-phone.ts';

const DAY_MS = 24 * 3_600_000;

/** A zone in which it is this hour now. */
function zoneAt(hour: number, nowMs: number): string {
  const ahead = ((hour - new Date(nowMs).getUTCHours() + 36) % 24) - 12;
  // In these names east is negative.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** Lives where it is this hour now. */
async function liveAt(run: ChatRun, hour: number): Promise<void> {
  const value = zoneAt(hour, run.time.nowMs());
  const body = { kind: 'changeSetting', key: 'timeZone', value } as const;
  await run.live.program.actions.execute({ id: `test/zone/${hour}`, actor: 'console', body });
}

const isDigest = ({ text }: { readonly text: string }): boolean => /^◆ \w{3} \d/.test(text);

test('fills come without a sound, and in a burst as one card that is edited', async () => {
  const run = await ChatRun.start({ follows: true });
  await liveAt(run, 12);
  const [, bob] = await everybody(run);
  const fill = await bob.hears(/^● PAPER bought/);
  expect(fill.silent).toBe(true);
  expect(fill.labels).toEqual(['Why', 'Close', 'Mute wallet']);
  const card = await bob.person.until(
    ({ text, edits }) => /^● PAPER \d+ /.test(text) && edits > 0,
    {
      waitMsMax: 45_000,
    },
  );
  expect(card.labels).toEqual(['Trades', 'Why']);
  const tellsMore = (one: string, at: number, all: readonly string[]): boolean =>
    at === 0 || one.length > (all[at - 1]?.length ?? 0);
  expect(card.versions.every(tellsMore)).toBe(true);
  await bob.tap(fill, 'Why', /^● PAPER/);
  await bob.ask('/kill', 'Killed by you');
});

test('a kill is told to all, with a sound even at night; a pause only by day', async () => {
  const run = await ChatRun.start();
  const [ada, bob, vera] = await everybody(run);
  await liveAt(run, 12);
  await bob.ask('/pause', 'Paused');
  for (const phone of [ada, vera]) {
    expect((await phone.hears('Entries paused by telegram:8')).silent).toBe(false);
  }
  await bob.ask('/resume', 'Resumed');
  await liveAt(run, 3);
  const before = ada.newest;
  await bob.ask('/pause', 'Paused');
  const quiet = await ada.person.until(({ text }) => text.includes('Entries paused'), {
    after: before,
  });
  expect(quiet.silent).toBe(true);
  await bob.ask('/kill', 'Killed by you');
  for (const phone of [ada, vera]) {
    const killed = await phone.hears('Killed by telegram:8');
    expect(killed.silent).toBe(false);
    expect(killed.labels).toContain('Arm again…');
  }
  expect(run.reported).toEqual([]);
});

test('the digest comes once a day, whatever dies meanwhile', async () => {
  // Noon from the first moment on: what is due by then is not for somebody who comes later.
  const run = await ChatRun.start({ live: { settings: { timeZone: zoneAt(12, Date.now()) } } });
  const [ada] = await everybody(run);
  const digests = (): number => ada.person.sees().filter(isDigest).length;
  expect(digests()).toBe(0);
  run.time.pass(DAY_MS);
  await run.restart();
  const digest = await ada.hears(isDigest);
  expect(digest.text).toContain('0 copies');
  expect(digest.silent).toBe(true);
  await run.restart();
  await run.die();
  await ada.ask('/status', 'equity');
  expect(digests()).toBe(1);
  run.time.pass(DAY_MS);
  await run.restart();
  await run.telegram.until(() => digests() === 2);
});

describe('a chat that takes nothing', () => {
  test('is a state that is reported once, and is told everything once its person speaks', async () => {
    const run = await ChatRun.start();
    const ada = await Phone.started(run, ADA, 'Ada');
    const bob = await Phone.started(run, BOB, 'Bob');
    for (let times = 0; times < 3; times += 1) {
      await ada.ask('/pause', 'Paused');
      await ada.ask('/resume', 'Resumed');
    }
    await ada.ask('/kill', 'Killed by you');
    await bob.hears('Killed by telegram:7');
    const told = (id: number): boolean =>
      run.telegram.callsOf('sendMessage').some(({ chatId }) => chatId === id);
    await run.telegram.until(() => told(VERA));
    await vi.waitFor(() => expect(run.reported).toHaveLength(1), PATIENCE);
    const vera = new Phone(run, VERA, 'Vera');
    await vera.ask('/start', 'You are viewer');
    await vera.hears('Killed by telegram:7');

    vera.person.block();
    const card = await ada.ask('/kill off', 'Arm again?');
    await ada.decide(card, 'Arm');
    await ada.ask('/kill', 'Killed by you');
    await vi.waitFor(() => expect(run.reported).toHaveLength(2), PATIENCE);
    vera.person.unblock();
    const after = vera.person.say('/mode');
    await vera.person.until(({ text }) => text.includes('Killed by telegram:7'), { after });
    expect(run.reported.every((error) => error instanceof UnreachableError)).toBe(true);
  });
});
