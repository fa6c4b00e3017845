import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STALE_MS_MIN } from '../../../src/bot/chat/front-desk.ts';
import { PAIRING_MS_MAX } from '../../../src/bot/chat/pairing.ts';
import type { Answer } from '../../../src/bot/chat/reception.ts';
import { TAP_DATA_BYTES_MAX } from '../../../src/bot/chat/tap-data.ts';
import { plainText } from '../../../src/bot/format/compose.ts';
import { plainReply } from '../plain-reply.ts';
import { ADMIN, Desk } from './desk.ts';

const title = (answer: Answer | null): string =>
  answer === null ? 'silence' : plainText(answer.reply.title);

describe('who', () => {
  test('a stranger gets silence and one row in the audit a day', async () => {
    const desk = new Desk();
    expect(await desk.say('/status', { userId: '99', name: 'Mallory <b>' })).toBeNull();
    expect(await desk.say('/kill', { userId: '99' })).toBeNull();
    expect(await desk.desk.tap(desk.from({ userId: '99' }), 'c:/kill')).toBeNull();
    expect(desk.kinds).toEqual([]);
    expect(desk.rows.entries.map(({ actor, action, outcome }) => [actor, action, outcome])).toEqual(
      [
        ['telegram:99', 'stranger', 'refused'],
        ['telegram:99', 'stranger', 'refused'],
        ['telegram:99', 'stranger', 'refused'],
      ],
    );
    expect(new Set(desk.rows.entries.map(({ commandId }) => commandId)).size).toBe(1);
  });

  test('strangers who come in thousands write a bounded number of rows', async () => {
    const desk = new Desk();
    for (let user = 1_000; user < 1_500; user += 1) await desk.say('hi', { userId: `${user}` });
    expect(desk.rows.entries).toHaveLength(60);
  });

  test('the same number on the other platform is another person', async () => {
    const desk = new Desk();
    expect(await desk.say('/kill', { platform: 'discord' })).toBeNull();
    expect(desk.kinds).toEqual([]);
  });

  test('a group that an operator is in lends his rights to nobody', async () => {
    const desk = new Desk();
    await desk.say('/status', { chatId: '-100', isPrivate: false });
    expect(await desk.say('/kill', { userId: '99', chatId: '-100', isPrivate: false })).toBeNull();
    expect(desk.kinds).toEqual([]);
  });

  test('a tap is authorised again: who was removed meanwhile does nothing', async () => {
    const desk = new Desk();
    await desk.say('/operators add telegram:8 admin Bob');
    const card = await desk.say('/operators add telegram:8 admin Bob');
    await desk.press(card, 'Let in');
    const asked = await desk.say('/limits order 50', { userId: '8' });
    const gone = await desk.say('/operators remove telegram:8');
    await desk.press(gone, 'Remove');
    expect(await desk.press(asked, 'Raise to $50', { userId: '8' })).toBeNull();
    expect(desk.kinds).toEqual([]);
  });

  test('a viewer sees and does not do', async () => {
    const desk = new Desk([ADMIN, { ...ADMIN, userId: '5', role: 'viewer' }]);
    expect(title(await desk.say('/status', { userId: '5' }))).not.toBe('silence');
    expect(title(await desk.say('/kill', { userId: '5' }))).toContain('needs the role trader');
    expect(desk.kinds).toEqual([]);
  });

  test('no update of an unauthorised person has an effect', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '/kill',
        'kill',
        '/start',
        '/mode live',
        '/close all',
        '/pause',
        'live 300 1',
      ),
      fc.string().map((word) => `/wallet ${word} scale 2`),
    );
    const data = fc.oneof(fc.string(), fc.constantFrom('c:/kill', 'i:/status', 'k:', 'c:/pause'));
    const update = fc.record({
      text,
      data,
      userId: fc.nat({ max: 1_000 }).map((id) => `${id + 100}`),
      platform: fc.constantFrom('telegram' as const, 'discord' as const),
      chatId: fc.constantFrom('7', '-100', '99'),
      isPrivate: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(update, { maxLength: 20 }), async (updates) => {
        const desk = new Desk();
        desk.pairing.open();
        const before = JSON.stringify([...desk.world.wallets.values()]);
        for (const { text: said, data: tapped, ...from } of updates) {
          expect(await desk.say(said, from)).toBeNull();
          expect(await desk.desk.tap(desk.from(from), tapped)).toBeNull();
        }
        expect(desk.world.done).toEqual([]);
        expect(desk.rows.rows).toEqual([]);
        expect(JSON.stringify([...desk.world.wallets.values()])).toBe(before);
        expect(desk.reports).toEqual([]);
      }),
    );
  });
});

describe('pairing', () => {
  test('the code lets its sender in as admin, once, and starts the first questions', async () => {
    const desk = new Desk([]);
    desk.world.isFresh();
    const { code } = desk.pairing.open();
    const stranger = { userId: '42', name: 'Eve' };
    expect(await desk.say('/start', stranger)).toBeNull();
    const welcome = await desk.say(`/start ${code.toLowerCase().replace('-', '')}`, stranger);
    expect(title(welcome)).toContain('You operate PolyMind now');
    expect(desk.people.roleOf('telegram', '42')).toBe('admin');
    expect(desk.rows.entries.at(-1)).toMatchObject({ actor: 'host', action: 'putOperator' });
    expect(desk.rows.notices.at(-1)).toMatchObject({ kind: 'operators', subject: 'telegram:42' });
    expect(await desk.say(`/start ${code}`, { userId: '43' })).toBeNull();
    expect(desk.people.roleOf('telegram', '43')).toBeNull();
  });

  test('after ten minutes, or five wrong codes, it is void', async () => {
    const late = new Desk([]);
    const { code } = late.pairing.open();
    late.world.nowMs += PAIRING_MS_MAX;
    expect(await late.say(`/start ${code}`, { userId: '42' })).toBeNull();
    const guessed = new Desk([]);
    const { code: right } = guessed.pairing.open();
    const wrong = right === '0000-0000' ? '1111-1111' : '0000-0000';
    for (const userId of ['1', '2', '3', '4', '5'])
      await guessed.say(`/start ${wrong}`, { userId });
    expect(await guessed.say(`/start ${right}`, { userId: '42' })).toBeNull();
    expect(guessed.people.list()).toEqual([]);
  });

  test('in a group it does nothing', async () => {
    const desk = new Desk([]);
    const { code } = desk.pairing.open();
    const where = { userId: '42', chatId: '-100', isPrivate: false };
    expect(await desk.say(`/start ${code}`, where)).toBeNull();
    expect(await desk.say(`/start ${code}`, { userId: '42' })).not.toBeNull();
  });

  test('with the database down nobody is let in', async () => {
    const desk = new Desk([]);
    const { code } = desk.pairing.open();
    desk.rows.isDown = true;
    expect(title(await desk.say(`/start ${code}`, { userId: '42' }))).toContain('Not done');
    expect(desk.people.roleOf('telegram', '42')).toBeNull();
  });

  test('bankroll, time zone and whom to follow are asked one after the other', async () => {
    const desk = new Desk();
    desk.world.isFresh();
    const first = await desk.say('/start');
    expect(first?.reply.buttons.map(({ label }) => label)).toEqual(['$500', '$1,000', '$5,000']);
    const second = await desk.press(first, '$1,000');
    expect(desk.world.done.map(({ body }) => body)).toEqual([
      { kind: 'changeSetting', key: 'bankroll', value: '1000' },
      { kind: 'deposit', ledger: 'paper', amount: 500_000_000 },
    ]);
    expect(plainReply(second?.reply ?? ({} as never))).toContain('2 of 3');
    const third = await desk.press(second, 'UTC');
    expect(plainReply(third?.reply ?? ({} as never))).toContain('degen-2  +$12,346 in a month');
    expect(third?.reply.buttons.map(({ label }) => label)).toEqual(['Look at degen-2']);
    expect(title(await desk.press(third, 'Look at degen-2'))).toContain('degen');
  });

  test('with trades there it changes no bankroll behind the limits', async () => {
    const desk = new Desk();
    expect(title(await desk.say('/start bankroll 5000'))).toContain('a raised limit now');
    expect(desk.kinds).toEqual([]);
  });
});

describe('what came', () => {
  test('a repeated update is silent and acts once', async () => {
    const desk = new Desk();
    const from = desk.from();
    await desk.desk.text(from, '/wallet ace disable');
    expect(await desk.desk.text(from, '/wallet ace disable')).toBeNull();
    expect(desk.kinds).toEqual(['changeWallet']);
  });

  test('a command that is older than a minute is refused; kill never is', async () => {
    const desk = new Desk();
    const sentAtMs = desk.world.nowMs - STALE_MS_MIN - 1;
    const late = await desk.say('/wallet ace disable', { sentAtMs });
    expect(title(late)).toBe('Not done: it arrived 1 min after you sent it');
    expect(desk.kinds).toEqual([]);
    const hours = await desk.say('/kill', { sentAtMs: sentAtMs - 7_200_000 });
    expect(hours?.urgent).toBe(true);
    expect(desk.kinds).toEqual(['kill']);
  });

  test.each(['/kill', '/KILL now', 'kill', '/kill@polymind_bot', '/kill off please'])(
    '%s acts before anything is awaited',
    (text) => {
      const desk = new Desk();
      void desk.say(text);
      expect(desk.kinds).toEqual(['kill']);
    },
  );

  test('buttons that only show carry their line, so that they outlive a restart', async () => {
    const desk = new Desk();
    const answer = await desk.say('/kill');
    expect(answer?.taps).toEqual(['c:/close', 'c:/kill off']);
    const again = new Desk();
    expect(title(await again.desk.tap(again.from(), 'c:/close'))).toContain('Close which?');
  });

  test('buttons that act do not: after a restart they are void', async () => {
    const desk = new Desk();
    const card = await desk.say('/limits order 50');
    expect(card?.taps.map((data) => data.slice(0, 2))).toEqual(['k:', 'k:']);
    const again = new Desk();
    const data = card?.taps[1] ?? '';
    expect(title(await again.desk.tap(again.from(), data))).toBe(
      'Nothing done: this button is too old',
    );
    expect(again.kinds).toEqual([]);
  });

  test('data of buttons is short plain ASCII, whatever it stands for', async () => {
    const desk = new Desk();
    for (const line of [
      '/wallet',
      '/positions',
      '/why',
      '/close',
      '/limits',
      '/market fed',
      '/x',
    ]) {
      for (const data of (await desk.say(line))?.taps ?? []) {
        expect(data).toMatch(/^[\x20-\x7e]+$/);
        expect(data.length).toBeLessThanOrEqual(TAP_DATA_BYTES_MAX);
      }
    }
  });

  test('an outcome takes the place of its question, a look-up does not', async () => {
    const desk = new Desk();
    const card = await desk.say('/limits order 50');
    const done = await desk.press(card, 'Raise to $50');
    expect(done?.place).toBe('edit');
    expect(done?.reply.buttons.map(({ label }) => label)).toEqual(['Undo']);
    expect((await desk.press(card, 'Raise to $50'))?.place).toBe('new');
    const killed = await desk.say('/kill');
    expect((await desk.press(killed, 'Close positions…'))?.place).toBe('new');
  });

  test('a message with a code is deleted, and looked for nowhere', async () => {
    const desk = new Desk();
    const searched: string[] = [];
    const { findMarkets } = desk.world.queries;
    desk.world.queries.findMarkets = (words, limit) => {
      searched.push(words);
      return findMarkets(words, limit);
    };
    const answer = await desk.say('live 300 482913');
    expect(answer?.deleteTheirs).toBe(true);
    expect(title(answer)).toBe('Nothing done: no question waits for a code');
    expect((await desk.say('bitcoin 2026 100000'))?.deleteTheirs).toBe(false);
    expect(searched).toEqual(['bitcoin 2026 100000']);
  });

  test('suggestions are for operators only', () => {
    const desk = new Desk();
    const typing = { command: 'help', argument: 'command', typed: 'po' };
    expect(desk.desk.suggest(desk.from({ userId: '99' }), typing)).toEqual([]);
  });
});
