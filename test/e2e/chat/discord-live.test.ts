import { expect, test } from 'vitest';
import { PHRASE_VALID_MS } from '../../../src/bot/prompts.ts';
import type { SeenMessage } from '../../servers/discord/seen.ts';
import { ADA, BOB, ChatRun, discordId, VERA } from './chat-run.ts';
import { DiscordPhone, dataOf, labelsOf, MODAL, read } from './discord-phone.ts';

const ADMIN = `discord:${discordId(ADA)}`;
const TRADER = `discord:${discordId(BOB)}`;

const mode = ({ live }: ChatRun): string => live.program.queries.status().mode;

interface Asked {
  readonly card: SeenMessage;
  /** What the card wants typed. */
  readonly phrase: string;
  /** The button that opens the form. */
  readonly form: string;
}

/** The card, and the phrase that it asks for. */
async function goLive(ada: DiscordPhone): Promise<Asked> {
  const card = await ada.slash('mode', { mode: 'live' }, 'Go live?');
  return askedBy(card, /Type {2}`?(LIVE \d+)`? and your 6-digit code within 120 s/);
}

function askedBy(card: SeenMessage, words: RegExp): Asked {
  const phrase = words.exec(read(card))?.[1];
  const form = labelsOf(card)[1];
  if (phrase === undefined || form === undefined) throw new Error(read(card));
  return { card, phrase, form };
}

/** Types it in the form of the card. */
const typed = ({ card, form }: Asked, by: DiscordPhone, text: string): Promise<SeenMessage> =>
  by.type(card, form, text);

/** Those who operate, with a second factor for all but the viewer. */
async function everybody(run: ChatRun): Promise<readonly DiscordPhone[]> {
  const phones = [];
  for (const id of [ADA, BOB, VERA]) phones.push(await DiscordPhone.of(run, id));
  return phones;
}

test('live needs a second factor, the phrase of the card and a code, in one form that nobody else sees', async () => {
  const run = await ChatRun.start({ on: ['discord'], trading: true });
  const [ada, bob, vera] = await everybody(run);
  if (ada === undefined || bob === undefined || vera === undefined) throw new Error('who?');
  await ada.slash('mode', { mode: 'live' }, `polymind totp enrol ${ADMIN}`);
  await bob.slash('mode', { mode: 'live' }, 'This needs the role admin; you are trader.');
  run.enrol(ADMIN);
  run.enrol(TRADER);

  const asked = await goLive(ada);
  const { card, phrase, form } = asked;
  expect(read(card)).toContain('PAPER → LIVE on account 0x39…ea42');
  expect(read(card)).toContain('most at risk $300');
  expect(labelsOf(card)).toEqual(['Stay in paper', form]);
  const opened = await ada.person.answered(ada.person.tap(card, form));
  expect(JSON.stringify(opened.modal)).toContain(`${phrase} 123456`);

  // Nobody else answers it, whoever learned the phrase or the button.
  const mallory = DiscordPhone.stranger(run, '200000000000000666', 'Mallory');
  const said = mallory.person.say(`${phrase} 123456`);
  const strange = mallory.forge(dataOf(card, form), said);
  const bobs = await bob.slash('status');
  await bob.answerTo(bob.forge(dataOf(card, form), bobs), 'Nothing done');
  const sent = bob.person.forge(MODAL, { data: formData(`${phrase} ${run.code(TRADER)}`) });
  await bob.answerTo(sent, '');
  const other = phrase.replace('300', '200');
  const differs = `type exactly  ${phrase} and your 6-digit code`;
  expect(read(await typed(asked, ada, `${other} 123456`))).toContain(differs);
  expect(read(await typed(asked, ada, phrase))).toContain(differs);
  expect(mode(run)).toBe('paper');

  const code = run.code(ADMIN);
  const done = await typed(asked, ada, `${phrase.toLowerCase()} ${code}`);
  expect(read(done)).toContain('LIVE: the first entry may come in 30 s');
  expect(labelsOf(done)).toEqual(['Abort']);
  expect(done.ephemeral).toBe(true);
  expect(mode(run)).toBe('live');
  for (const phone of [ada, bob, vera]) await phone.hears(/LIVE.*by/);
  const again = await typed(asked, ada, `${phrase} ${run.code(ADMIN)}`);
  expect(read(again)).toContain('This was done already, once');

  const aborted = await ada.tap(done, 'Abort', 'PAPER from now on');
  expect(read(aborted)).toContain('no entry spends real money');
  expect(mode(run)).toBe('paper');
  for (const phone of [ada, bob, vera]) await phone.hears(/PAPER.*by/);

  // A code is good once. What is typed directly is as good as the form.
  const next = await goLive(ada);
  const used = /this code was used already|the code is wrong/;
  expect(read(await typed(next, ada, `${next.phrase} ${code}`))).toMatch(used);
  expect(mode(run)).toBe('paper');
  await ada.ask(`${next.phrase} ${run.code(ADMIN)}`, 'LIVE: the first entry');
  expect(mode(run)).toBe('live');
  expect(strange.answer).toBeNull();
  expect(mallory.heard).toEqual([]);
  expect(run.reported).toEqual([]);
});

/** What a form sends that was never opened. */
function formData(text: string) {
  const component = { type: 4, custom_id: 'form', value: text, id: 2 };
  return { custom_id: 'form', components: [{ type: 18, id: 1, component }] };
}

test('what was asked is void when it is cancelled, too late, changed, or of an earlier run', async () => {
  const run = await ChatRun.start({ on: ['discord'], trading: true });
  const ada = await DiscordPhone.of(run, ADA);
  run.enrol(ADMIN);
  const code = run.code(ADMIN);

  const cancelled = await goLive(ada);
  const open = await ada.person.answered(ada.person.tap(cancelled.card, cancelled.form));
  const stays = await ada.decide(cancelled.card, 'Stay in paper');
  expect(read(stays)).toContain('PAPER: copies use real books');
  // A form that was open meanwhile.
  const sent = ada.person.submit(open, { form: `${cancelled.phrase} ${code}` });
  await ada.answerTo(sent, 'Nothing done: you answered this already');

  const late = await goLive(ada);
  run.pass(PHRASE_VALID_MS + 1);
  const over = await typed(late, ada, `${late.phrase} ${run.code(ADMIN)}`);
  expect(read(over)).toContain('Nothing done: the 120 s are over');

  const changed = await goLive(ada);
  await ada.slash('limits', { which: 'order', value: '5' }, 'one order $10 (2 %) → $5 (1 %)');
  const void_ = await typed(changed, ada, `${changed.phrase} ${run.code(ADMIN)}`);
  expect(read(void_)).toContain('it has been changed since this was shown');

  const before = await goLive(ada);
  const form = await ada.person.answered(ada.person.tap(before.card, before.form));
  await run.restart();
  const text = `${before.phrase} ${run.code(ADMIN)}`;
  const after = await ada.answerTo(ada.person.submit(form, { form: text }), '');
  expect(read(after)).not.toContain('LIVE: the first entry');
  await ada.tap(before.card, before.form, 'Nothing done');
  expect(mode(run)).toBe('paper');
  expect((await run.live.program.queries.audit(20)).map(({ action }) => action)).toEqual([
    'changeSetting',
    'acknowledgeLive',
  ]);
  expect(run.reported).toEqual([]);
});

test('five wrong codes lock, and every admin is told', async () => {
  const run = await ChatRun.start({ on: ['discord'], trading: true });
  const ada = await DiscordPhone.of(run, ADA);
  run.enrol(ADMIN);
  const asked = await goLive(ada);
  const right = run.code(ADMIN);
  const wrong = `${asked.phrase} ${right === '000000' ? '000001' : '000000'}`;
  for (let tries = 1; tries < 5; tries += 1) {
    expect(read(await typed(asked, ada, wrong))).toContain('Nothing done: the code is wrong');
  }
  const locked = await typed(asked, ada, wrong);
  expect(read(locked)).toContain('five codes were wrong, so codes are locked for 15 minutes');
  await ada.hears((message) => message.inDm && /(?:codes|locked)/s.test(read(message)));
  expect(read(await typed(asked, ada, `${asked.phrase} ${right}`))).toContain('codes are locked');
  expect(mode(run)).toBe('paper');
});

test('with real money less risk is done, more takes a tap, limits and arming a phrase with a code', async () => {
  const run = await ChatRun.start({ on: ['discord'], trading: true, follows: true });
  const ada = await DiscordPhone.of(run, ADA);
  const bob = await DiscordPhone.of(run, BOB);
  run.enrol(ADMIN);
  const asked = await goLive(ada);
  const live = await typed(asked, ada, `${asked.phrase} ${run.code(ADMIN)}`);
  expect(read(live)).toContain('LIVE: the first entry');

  const scale = (value: string) => ({ who: 'ace', do: 'scale', value });
  const less = await bob.slash('wallet', scale('0.5'), /^LIVE ace|ace: /);
  expect(labelsOf(less)).not.toContain('Undo');
  const more = await bob.slash('wallet', scale('0.6'), 'Change it?');
  expect(labelsOf(more)).toEqual(['Leave it', 'Change it']);
  const left = await bob.decide(more, 'Leave it');
  expect(labelsOf(left)).not.toContain('Change it');
  const again = await bob.slash('wallet', scale('0.6'), 'Change it?');
  const changed = await bob.decide(again, 'Change it');
  expect(read(changed)).toContain('ace');

  const limits = await ada.slash('limits', { which: 'order', value: '50' }, 'Raise a limit?');
  const raise = askedBy(limits, /Type {2}`?(RAISE \d+)`? and your 6-digit code/);
  const raised = await typed(raise, ada, `${raise.phrase} ${run.code(ADMIN)}`);
  expect(read(raised)).toContain('LIVE one order');

  await bob.slash('kill', {}, 'Killed by you');
  const killed = await ada.slash('kill', { off: 'off' }, 'Arm again?');
  const arm = askedBy(killed, /Type {2}`?(ARM \d+)`?/);
  expect(labelsOf(killed)[0]).toBe('Stay killed');
  expect(run.control.killed).not.toBeNull();
  const armed = await typed(arm, ada, `${arm.phrase} ${run.code(ADMIN)}`);
  expect(read(armed)).toContain('Armed: automatic orders are on again');
  expect(run.control.killed).toBeNull();
  await bob.slash('mode', { mode: 'paper' }, 'PAPER from now on');
});
