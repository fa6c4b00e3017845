import { describe, expect, test, vi } from 'vitest';
import { CHANGE_VALID_MS } from '../../../src/bot/format/compose.ts';
import type { SeenMessage } from '../../servers/telegram/seen.ts';
import { ADA, BOB, ChatRun, PATIENCE, tokensHeld } from './chat-run.ts';
import { dataOf, Phone } from './telegram-phone.ts';

const MALLORY = 666;

/** The limit of one order, in percent. */
const orderLimit = ({ live }: ChatRun): string | undefined =>
  live.program.queries.settingList().find(({ key }) => key === 'limits.orderPercent')?.value;

const card = (ada: Phone): Promise<SeenMessage> => ada.ask('/limits order 50', 'Raise a limit?');
const TITLE = 'PAPER one order $10 (2 %) → $50 (10 %)';

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
    const run = await ChatRun.start();
    const ada = await Phone.started(run, ADA, 'Ada');
    const bob = await Phone.started(run, BOB, 'Bob');
    const mallory = new Phone(run, MALLORY, 'Mallory');
    mallory.person.start();

    const first = await card(ada);
    expect(first.labels).toEqual(['Keep $10', 'Raise to $50']);
    expect(first.text).toContain(TITLE);
    const go = dataOf(first, 'Raise to $50');

    // A stranger, who has somehow learned the data of the button.
    const strange = mallory.person.forge(go, { messageId: mallory.newest });
    // Another operator.
    await bob.forge(go, 'Nothing done');
    expect(orderLimit(run)).toBe('2');

    const done = await ada.decide(first, 'Raise to $50');
    expect(done.text).toContain('one order $10 (2 %) → $50 (10 %), now');
    expect(done.labels).toEqual(['Undo']);
    expect(orderLimit(run)).toBe('10');
    await ada.forge(go, 'This was done already, once');
    expect(await changes(run)).toEqual(['changeSetting']);

    const undone = await ada.decide(done, 'Undo');
    expect(undone.text).toContain('Undone');
    expect(undone.labels).toEqual([]);
    expect(orderLimit(run)).toBe('2');

    const kept = await card(ada);
    const other = dataOf(kept, 'Raise to $50');
    const shown = await ada.decide(kept, 'Keep $10');
    expect(shown.text).toContain('$10');
    await ada.forge(other, 'Nothing done: you answered this already');

    const late = await card(ada);
    run.time.pass(CHANGE_VALID_MS + 1);
    await ada.tap(late, 'Raise to $50', '"Raise to $50" was good for 1 min only');

    const stale = await card(ada);
    await ada.ask('/limits order 5', 'one order $10 (2 %) → $5 (1 %)');
    const void_ = await ada.decide(stale, 'Raise to $50');
    expect(void_.text).toContain('it has been changed since this was shown');
    expect(orderLimit(run)).toBe('1');

    expect(mallory.person.sees().filter(({ byBot }) => byBot)).toEqual([]);
    expect(strange.answer).toBeNull();
    expect(await changes(run)).toEqual(['changeSetting', 'changeSetting', 'changeSetting']);
  });

  test('is void after a restart and after a death, and what only shows is not', async () => {
    const run = await ChatRun.start();
    const ada = await Phone.started(run, ADA, 'Ada');
    const before = await card(ada);
    await run.restart();
    await ada.tap(before, 'Raise to $50', 'Nothing done');
    const again = await card(ada);
    await run.die();
    await ada.tap(again, 'Raise to $50', 'Nothing done');
    const status = await ada.ask('/status', 'equity');
    await run.restart();
    await ada.tap(status, 'Positions', 'Nothing is open');
    expect(orderLimit(run)).toBe('2');
    expect(await changes(run)).toEqual([]);
  });

  test('is not put when it cannot be kept, and does nothing when it cannot be used up', async () => {
    const run = await ChatRun.start();
    const { store } = run.live;
    const ada = await Phone.started(run, ADA, 'Ada');
    const asked = await card(ada);
    const { usePrompt, putPrompt } = store;
    const fails = (): Promise<never> => Promise.reject(new Error('the database is down'));
    Object.assign(store, { usePrompt: fails, putPrompt: fails });
    await ada.tap(asked, 'Raise to $50', 'nothing that raises risk is asked or done');
    await ada.ask('/limits order 40', 'nothing that raises risk is asked or done');
    expect(orderLimit(run)).toBe('2');
    Object.assign(store, { usePrompt, putPrompt });
    await ada.decide(asked, 'Raise to $50');
    expect(orderLimit(run)).toBe('10');
  });
});

test('every change on paper is asked or done as its effect wants', async () => {
  const run = await ChatRun.start({ follows: true });
  const ada = await Phone.started(run, ADA, 'Ada');
  const bob = await Phone.started(run, BOB, 'Bob');
  // Less risk, and more within limits: done at once, with Undo.
  for (const [line, title] of [
    ['/wallet ace scale 0.5', /ace: .*half/],
    ['/wallet ace scale 2', /ace: /],
    ['/wallet ace disable', /ace/],
    ['/filter deny keyword election', 'Entries naming "election" are off'],
    ['/limits day 15', 'daily loss $25 (5 %) → $15'],
  ] as const) {
    const by = line.startsWith('/limits') ? ada : bob;
    const done = await by.ask(line, (one) => one.labels.includes('Undo') && fits(one, title));
    const undone = await by.decide(done, 'Undo');
    expect(undone.text).toContain('Undone');
  }

  // All at once takes a tap; killed, only a person sells.
  await holdsStill(run);
  const asked = await bob.ask('/close all', 'Close all?');
  await bob.decide(asked, 'Keep them');
  expect(await changes(run)).not.toContain('close');
  const again = await bob.ask(
    '/close all',
    (one) => one.id !== asked.id && one.labels.length === 2,
  );
  const selling = await bob.decide(again, again.labels[1] ?? '');
  expect(selling.text).toMatch(/selling \d/);

  // Arming takes one, of an admin.
  await bob.ask('/kill off', 'needs the role admin');
  const arm = await ada.ask('/kill off', 'Arm again?');
  const kept = await ada.decide(arm, 'Stay killed');
  expect(kept.text).toContain('killed');
  const arms = await ada.ask('/kill off', (one) => one.labels.includes('Arm'));
  await ada.decide(arms, 'Arm');
  expect(run.control.killed).toBeNull();
  await bob.ask('/kill', 'Killed by you');
});

/** Kills when several tokens are held and nothing is on its way. */
async function holdsStill(run: ChatRun): Promise<void> {
  const { queries, actions } = run.live.program;
  for (let tries = 1; ; tries += 1) {
    await vi.waitFor(() => expect(tokensHeld(run)).toBeGreaterThan(1), PATIENCE);
    const doing = { id: `test/kill/${tries}`, actor: 'console' };
    await actions.execute({ ...doing, body: { kind: 'kill', reason: 'by the test' } });
    await vi.waitFor(() => expect(queries.openOrders()).toEqual([]), PATIENCE);
    if (tokensHeld(run) > 1) return;
    await actions.execute({ ...doing, id: `test/arm/${tries}`, body: { kind: 'arm' } });
  }
}

function fits({ text }: SeenMessage, title: string | RegExp): boolean {
  return typeof title === 'string' ? text.includes(title) : title.test(text);
}
