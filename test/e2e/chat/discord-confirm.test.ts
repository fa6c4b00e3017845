import { describe, expect, test, vi } from 'vitest';
import { CHANGE_VALID_MS } from '../../../src/bot/format/compose.ts';
import type { SeenMessage } from '../../servers/discord/seen.ts';
import { ADA, BOB, ChatRun, PATIENCE, tokensHeld } from './chat-run.ts';
import { DiscordPhone, dataOf, labelsOf, read } from './discord-phone.ts';

const RAISE = 'Raise to $50';
const TITLE = 'PAPER one order $10 (2 %) → $50 (10 %)';

/** The limit of one order, in percent. */
const orderLimit = ({ live }: ChatRun): string | undefined =>
  live.program.queries.settingList().find(({ key }) => key === 'limits.orderPercent')?.value;

const card = (ada: DiscordPhone): Promise<SeenMessage> =>
  ada.slash('limits', { which: 'order', value: '50' }, 'Raise a limit?');

/** Changes that people made, oldest first. */
async function changes({ live }: ChatRun): Promise<readonly string[]> {
  const rows = await live.program.queries.audit(100);
  return rows
    .filter(({ outcome }) => outcome === 'done')
    .map(({ action }) => action)
    .reverse();
}

describe('a question on paper', () => {
  test('is answered by one tap of whom it was put to, once, in time, on the state that it showed', async () => {
    const run = await ChatRun.start({ on: ['discord'] });
    const ada = await DiscordPhone.of(run, ADA);
    const bob = await DiscordPhone.of(run, BOB);
    const mallory = DiscordPhone.stranger(run, '200000000000000666', 'Mallory');

    const first = await card(ada);
    expect(labelsOf(first)).toEqual(['Keep $10', RAISE]);
    expect(read(first)).toContain(TITLE);
    expect(first.ephemeral).toBe(true);
    expect(() => bob.person.now(first)).toThrow('does not see');
    const go = dataOf(first, RAISE);

    // Others, who have somehow learned the data of the button.
    const bobs = await bob.slash('status');
    await bob.answerTo(bob.forge(go, bobs), 'Nothing done');
    const theirs = mallory.person.say('hello');
    const strange = mallory.forge(go, theirs);
    await ada.settles();
    expect(strange.answer).toBeNull();
    expect(orderLimit(run)).toBe('2');

    // Tapped twice before the first answer came.
    const hold = run.discord.faults.hold('POST /interactions/:interaction/:token/callback');
    const taps = [0, 1].map(() => ada.person.tap(first, RAISE, { raced: true }));
    await hold.held(2);
    hold.release();
    const done = await ada.person.until(({ id, edits }) => id === first.id && edits > 0);
    expect(read(done)).toContain('one order $10 (2 %) → $50 (10 %), now');
    expect(labelsOf(done)).toEqual(['Undo']);
    for (const tap of taps) await ada.person.answered(tap);
    await ada.hears(/This was done already, once|Nothing done/);
    expect(orderLimit(run)).toBe('10');
    expect(await changes(run)).toEqual(['changeSetting']);

    const undone = await ada.decide(done, 'Undo');
    expect(read(undone)).toContain('Undone');
    expect(labelsOf(undone)).toEqual([]);
    expect(orderLimit(run)).toBe('2');

    const kept = await card(ada);
    const other = dataOf(kept, RAISE);
    const shown = await ada.decide(kept, 'Keep $10');
    expect(read(shown)).toContain('$10');
    await ada.answerTo(ada.forge(other, shown), 'Nothing done: you answered this already');

    const late = await card(ada);
    run.pass(CHANGE_VALID_MS + 1);
    await ada.tap(late, RAISE, `"${RAISE}" was good for 1 min only`);

    const stale = await card(ada);
    await ada.slash('limits', { which: 'order', value: '5' }, '→ $5 (1 %)');
    const changed = await ada.decide(stale, RAISE);
    expect(read(changed)).toContain('it has been changed since this was shown');
    expect(orderLimit(run)).toBe('1');
    expect(mallory.heard).toEqual([]);
    expect(await changes(run)).toEqual(['changeSetting', 'changeSetting', 'changeSetting']);
    expect(run.reported).toEqual([]);
  });

  test('may be put and answered directly too', async () => {
    const run = await ChatRun.start({ on: ['discord'] });
    const ada = await DiscordPhone.of(run, ADA);
    const asked = await ada.ask('/limits order 50', 'Raise a limit?');
    const done = await ada.decide(asked, RAISE);
    expect(done.inDm).toBe(true);
    expect(labelsOf(done)).toEqual(['Undo']);
    await ada.slash('undo', {}, 'Undone');
    expect(orderLimit(run)).toBe('2');
  });

  test('is void after a restart and after a death, and what only shows is not', async () => {
    const run = await ChatRun.start({ on: ['discord'] });
    const ada = await DiscordPhone.of(run, ADA);
    const before = await card(ada);
    await run.restart();
    await ada.tap(before, RAISE, 'Nothing done');
    const again = await card(ada);
    await run.die();
    await ada.tap(again, RAISE, 'Nothing done');
    const status = await ada.slash('status', {}, 'equity');
    await run.restart();
    await ada.tap(status, 'Positions', 'Nothing is open');
    expect(orderLimit(run)).toBe('2');
    expect(await changes(run)).toEqual([]);
    expect(run.reported).toEqual([]);
  });

  test('is not put when it cannot be kept, and does nothing when it cannot be used up', async () => {
    const run = await ChatRun.start({ on: ['discord'] });
    const { store } = run.live;
    const ada = await DiscordPhone.of(run, ADA);
    const asked = await card(ada);
    const { usePrompt, putPrompt } = store;
    const fails = (): Promise<never> => Promise.reject(new Error('the database is down'));
    Object.assign(store, { usePrompt: fails, putPrompt: fails });
    await ada.tap(asked, RAISE, 'nothing that raises risk is asked or done');
    const values = { which: 'order', value: '40' };
    await ada.slash('limits', values, 'nothing that raises risk is asked or done');
    expect(orderLimit(run)).toBe('2');
    Object.assign(store, { usePrompt, putPrompt });
    await ada.decide(asked, RAISE);
    expect(orderLimit(run)).toBe('10');
  });
});

test('every change on paper is asked or done as its effect wants', async () => {
  const run = await ChatRun.start({ on: ['discord'], follows: true });
  const ada = await DiscordPhone.of(run, ADA);
  const bob = await DiscordPhone.of(run, BOB);
  await vi.waitFor(() => expect(tokensHeld(run)).toBeGreaterThan(1), PATIENCE);

  // Less risk, and more within limits: done at once, with Undo.
  for (const [by, name, values, title] of [
    [bob, 'wallet', { who: 'ace', do: 'scale', value: '0.5' }, /ace: .*half/],
    [bob, 'wallet', { who: 'ace', do: 'scale', value: '2' }, /ace: /],
    [bob, 'wallet', { who: 'ace', do: 'disable' }, /ace/],
    [bob, 'filter', { do: 'deny', what: 'keyword', value: 'two words' }, /"two words" are off/],
    [ada, 'limits', { which: 'day', value: '15' }, /daily loss \$25 \(5 %\) → \$15/],
  ] as const) {
    const done = await by.slash(name, values, title);
    expect(labelsOf(done)).toContain('Undo');
    const undone = await by.decide(done, 'Undo');
    expect(read(undone)).toContain('Undone');
  }

  // Arming takes a tap, of an admin. Killed, nothing is sold by itself any more.
  await bob.slash('kill', {}, 'Killed by you');
  expect(run.control.killed).not.toBeNull();
  await bob.slash('kill', { off: 'off' }, 'needs the role admin');
  if (tokensHeld(run) > 1) {
    // All at once takes one too.
    const all = await bob.slash('close', { what: 'all' }, 'Close all?');
    await bob.decide(all, 'Keep them');
    expect(await changes(run)).not.toContain('close');
    const again = await bob.slash('close', { what: 'all' }, 'Close all?');
    const closed = await bob.decide(again, labelsOf(again)[1] ?? '');
    expect(read(closed)).toMatch(/selling/i);
  }
  const arm = await ada.slash('kill', { off: 'off' }, 'Arm again?');
  const kept = await ada.decide(arm, 'Stay killed');
  expect(read(kept)).toMatch(/killed/i);
  const again = await ada.slash('kill', { off: 'off' }, 'Arm again?');
  await ada.decide(again, 'Arm');
  expect(run.control.killed).toBeNull();

  // Who operates changes by a tap of an admin alone.
  const zoe = DiscordPhone.stranger(run, '200000000000000012', 'Zoe');
  const values = { do: 'add', who: 'discord:200000000000000012', role: 'trader', name: 'Zoe' };
  await bob.slash('operators', values, 'needs the role admin');
  const letIn = await ada.slash('operators', values, 'Let Zoe in?');
  await ada.decide(letIn, 'Let in');
  await zoe.slash('start', {}, 'You are trader');
  await zoe.slash('pause', {}, 'Paused');
  const remove = { do: 'remove', who: 'discord:200000000000000012' };
  const removal = await ada.slash('operators', remove, 'Remove Zoe?');
  await ada.decide(removal, 'Remove');
  const used = zoe.person.slash('resume');
  zoe.person.say('/resume');
  await ada.settles();
  expect(used.answer).toBeNull();
  expect(zoe.heard.map(read).filter((text) => text.includes('Resumed'))).toEqual([]);
  expect(run.control.paused).not.toBeNull();
  expect(run.reported).toEqual([]);
});
