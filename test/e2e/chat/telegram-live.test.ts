import { expect, test } from 'vitest';
import { PHRASE_VALID_MS } from '../../../src/bot/prompts.ts';
import type { SeenMessage } from '../../servers/telegram/seen.ts';
import { ADA, BOB, ChatRun } from './chat-run.ts';
import { everybody, Phone } from './telegram-phone.ts';

const ADMIN = `telegram:${ADA}`;

const mode = ({ live }: ChatRun): string => live.program.queries.status().mode;

/** The card, and the phrase that it asks for. */
async function goLive(
  ada: Phone,
): Promise<{ readonly card: SeenMessage; readonly phrase: string }> {
  const card = await ada.ask('/mode live', 'Go live?');
  const phrase = /Type {2}(LIVE \d+) and your 6-digit code within 120 s/.exec(card.text)?.[1];
  if (phrase === undefined) throw new Error(card.text);
  return { card, phrase };
}

test('live needs a second factor, the phrase of the card and a code, in one message that is deleted', async () => {
  const run = await ChatRun.start({ trading: true });
  const [ada, bob, vera] = await everybody(run);
  await ada.ask('/mode live', `polymind totp enrol ${ADMIN}`);
  await bob.ask('/mode live', 'This needs the role admin; you are trader.');
  run.enrol(ADMIN);
  run.enrol(`telegram:${BOB}`);

  const { card, phrase } = await goLive(ada);
  expect(card.text).toContain('PAPER → LIVE on account 0x39…ea42');
  expect(card.text).toContain('most at risk $300');
  expect(card.labels).toEqual(['Stay in paper']);

  // Nobody else answers it, whoever learned the phrase.
  await bob.ask(`${phrase} ${run.code(`telegram:${BOB}`)}`);
  const mallory = new Phone(run, 666, 'Mallory');
  mallory.person.say(`${phrase} 123456`);
  await ada.ask(phrase.replace('300', '200'), 'type exactly  LIVE 300 and your 6-digit code');
  await ada.ask(phrase, 'type exactly  LIVE 300 and your 6-digit code');
  expect(mode(run)).toBe('paper');

  const code = run.code(ADMIN);
  const typed = await typedAndGone(run, ada, `${phrase.toLowerCase()} ${code}`);
  const done = await ada.hears('LIVE: the first entry may come in 30 s');
  expect(typed.deleted).toBe(true);
  expect(done.labels).toEqual(['Abort']);
  expect(mode(run)).toBe('live');
  for (const phone of [ada, bob, vera]) await phone.hears(/LIVE.*by telegram:7/);
  await ada.ask(`${phrase} ${run.code(ADMIN)}`, 'This was done already, once');

  const aborted = await ada.tap(done, 'Abort', 'PAPER from now on');
  expect(aborted.text).toContain('no entry spends real money');
  expect(mode(run)).toBe('paper');
  for (const phone of [ada, bob, vera]) await phone.hears(/PAPER.*by telegram:7/);

  // A code is good once.
  const next = await goLive(ada);
  await ada.ask(`${next.phrase} ${code}`, /this code was used already|the code is wrong/);
  expect(mode(run)).toBe('paper');
  expect(mallory.person.sees().filter(({ byBot }) => byBot)).toEqual([]);
  expect(run.reported).toEqual([]);
});

/** Says it and waits until it is deleted. */
async function typedAndGone(run: ChatRun, by: Phone, text: string): Promise<SeenMessage> {
  const id = by.person.say(text);
  return run.telegram.until(() => by.message(id).deleted && by.message(id));
}

test('what was asked is void when it is cancelled, too late, changed, or of an earlier run', async () => {
  const run = await ChatRun.start({ trading: true });
  const ada = await Phone.started(run, ADA, 'Ada');
  run.enrol(ADMIN);
  const code = run.code(ADMIN);

  const cancelled = await goLive(ada);
  const stays = await ada.decide(cancelled.card, 'Stay in paper');
  expect(stays.text).toContain('PAPER: copies use real books');
  await ada.ask(`${cancelled.phrase} ${code}`, 'Nothing done: you answered this already');

  const late = await goLive(ada);
  run.time.pass(PHRASE_VALID_MS + 1);
  await ada.ask(`${late.phrase} ${run.code(ADMIN)}`, 'Nothing done: the 120 s are over');

  const changed = await goLive(ada);
  await ada.ask('/limits order 5', 'one order $10 (2 %) → $5 (1 %)');
  await ada.ask(`${changed.phrase} ${run.code(ADMIN)}`, 'it has been changed since this was shown');

  const before = await goLive(ada);
  await run.restart();
  const after = await ada.ask(`${before.phrase} ${run.code(ADMIN)}`);
  expect(after.text).not.toContain('LIVE: the first entry');
  expect(mode(run)).toBe('paper');
  expect((await run.live.program.queries.audit(20)).map(({ action }) => action)).toEqual([
    'changeSetting',
    'acknowledgeLive',
  ]);
});

test('five wrong codes lock, and every admin is told', async () => {
  const run = await ChatRun.start({ trading: true });
  const [ada] = await everybody(run);
  run.enrol(ADMIN);
  const { phrase } = await goLive(ada);
  const right = run.code(ADMIN);
  const wrong = right === '000000' ? '000001' : '000000';
  for (let tries = 1; tries < 5; tries += 1) {
    const answer = await ada.ask(`${phrase} ${wrong}`, 'Nothing done: the code is wrong');
    expect(ada.message(answer.id - 1).text).toContain(wrong);
  }
  await ada.ask(`${phrase} ${wrong}`, 'five codes were wrong, so codes are locked for 15 minutes');
  await ada.hears(/telegram:7.*(?:codes|locked)/s);
  await ada.ask(`${phrase} ${right}`, 'codes are locked');
  expect(mode(run)).toBe('paper');
});

test('with real money less risk is done, more takes a tap, limits and arming a phrase with a code', async () => {
  const run = await ChatRun.start({ trading: true, follows: true });
  const ada = await Phone.started(run, ADA, 'Ada');
  const bob = await Phone.started(run, BOB, 'Bob');
  run.enrol(ADMIN);
  const { phrase } = await goLive(ada);
  await ada.ask(`${phrase} ${run.code(ADMIN)}`, 'LIVE: the first entry');

  const less = await bob.ask('/wallet ace scale 0.5', /^LIVE ace|ace: /);
  expect(less.labels).not.toContain('Undo');
  const more = await bob.ask('/wallet ace scale 0.6', 'Change it?');
  expect(more.labels).toEqual(['Leave it', 'Change it']);
  const left = await bob.decide(more, 'Leave it');
  expect(left.labels).not.toContain('Change it');
  const again = await bob.ask('/wallet ace scale 0.6', 'Change it?');
  const changed = await bob.decide(again, 'Change it');
  expect(changed.text).toContain('ace');

  const raise = await ada.ask('/limits order 50', 'Raise a limit?');
  expect(raise.text).toMatch(/Type {2}RAISE \d+ and your 6-digit code/);
  const words = /Type {2}(RAISE \d+)/.exec(raise.text)?.[1] ?? '';
  await ada.ask(`${words} ${run.code(ADMIN)}`, 'LIVE one order');

  await bob.ask('/kill', 'Killed by you');
  const arm = await ada.ask('/kill off', 'Arm again?');
  expect(arm.labels).toEqual(['Stay killed']);
  const armed = /Type {2}(ARM \d+)/.exec(arm.text)?.[1] ?? '';
  expect(run.control.killed).not.toBeNull();
  await ada.ask(`${armed} ${run.code(ADMIN)}`, 'Armed: automatic orders are on again');
  expect(run.control.killed).toBeNull();
  await bob.ask('/mode paper', 'PAPER from now on');
});
