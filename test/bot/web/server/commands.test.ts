import { expect, test } from 'vitest';
import { SYSTEM_TIMING } from '../../../../src/bot/notice/timing.ts';
import { lineOf } from '../../../../src/bot/web/server/command-desk.ts';
import { ADMIN, TRADER, textOf, VIEWER, WebRig } from '../rig.ts';

test('a kill acts at once, with a role that may, whatever else is asked for too often', async () => {
  // A clock that stands gives nobody another try.
  const timing = { ...SYSTEM_TIMING, monotonicMs: () => 0 };
  const rig = await new WebRig().open({ timing });
  const viewer = await rig.signIn(VIEWER);
  const trader = await rig.signIn(TRADER);
  expect(textOf(await rig.say('/kill', viewer))).toMatch(/needs the role trader/);
  expect(rig.world.control.killed).toBeNull();
  const statuses: number[] = [];
  for (let round = 0; round < 13; round += 1) {
    const asked = Array.from({ length: 50 }, () => rig.get('/api/session', trader));
    statuses.push(...(await Promise.all(asked)).map(({ status }) => status));
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(600);
  expect(statuses.at(-1)).toBe(429);
  expect((await rig.post('/api/command', { line: '/pause' }, trader)).status).toBe(429);
  const killed = await rig.post('/api/command', { line: '/kill' }, trader);
  expect(killed.status).toBe(200);
  expect(rig.world.control.killed).toMatchObject({ reason: `by ${TRADER}` });
  expect(rig.world.audit[0]).toMatchObject({ actor: TRADER, action: 'kill', outcome: 'done' });
});

test('a question belongs to its session: it is answered there, once', async () => {
  const rig = await new WebRig().open();
  const admin = await rig.signIn(ADMIN);
  const elsewhere = await rig.signIn(ADMIN);
  const asked = await rig.say('/limits day 40', admin);
  expect(asked.buttons.map(({ label, style }) => [label, style])).toEqual([
    [expect.any(String), 'safe'],
    [expect.any(String), 'danger'],
  ]);
  const go = asked.buttons[1];
  const other = await rig.post('/api/tap', { token: go?.token }, elsewhere);
  expect(textOf(await rig.answer(other))).toMatch(/^Nothing done/);
  expect(rig.world.done).toEqual([]);
  const done = await rig.post('/api/tap', { token: go?.token }, admin);
  expect(await done.json()).toMatchObject({ isOutcome: true });
  expect(rig.world.done.map(({ body }) => body.kind)).toEqual(['changeSetting']);
  const again = await rig.post('/api/tap', { token: go?.token }, admin);
  expect(textOf(await rig.answer(again))).toMatch(/once/);
  expect(rig.world.done).toHaveLength(1);
});

test('going live takes the phrase with its number and the code, typed in the session that asked', async () => {
  const rig = await new WebRig().open();
  rig.world.hasAccount(2_310);
  rig.codes.set(ADMIN, 'right');
  const admin = await rig.signIn(ADMIN);
  const elsewhere = await rig.signIn(ADMIN);
  const asked = await rig.say('/mode live', admin);
  expect(asked.asks).toMatchObject({ needsCode: true, validMs: 120_000 });
  const phrase = `${asked.asks?.phrase} 123456`;
  await rig.say(phrase, elsewhere);
  expect(rig.world.control.live).toBeNull();
  rig.codes.set(ADMIN, 'wrong');
  expect(textOf(await rig.say(phrase, admin))).toMatch(/the code is wrong/);
  expect(rig.world.control.live).toBeNull();
  rig.codes.set(ADMIN, 'right');
  await rig.say(phrase, admin);
  expect(rig.world.control.live).not.toBeNull();
});

test('a program never goes live: it has no second factor', async () => {
  const rig = await new WebRig().open();
  rig.world.hasAccount(2_310);
  const admin = await rig.signIn(ADMIN);
  const made = textOf(await rig.say('/web token robot trader', admin));
  const secret = /^[\w-]{43}$/m.exec(made)?.[0] ?? '';
  expect(textOf(await rig.say('/mode live', secret))).not.toMatch(/^Go live/);
  expect(rig.world.control.live).toBeNull();
});

test('a preview shows the effect and changes nothing, nor lets anything be confirmed', async () => {
  const rig = await new WebRig().open();
  const admin = await rig.signIn(ADMIN);
  const preview = async (name: string, ...words: readonly string[]) =>
    rig.answer(await rig.post('/api/preview', { name, words }, admin));
  const scale = await preview('wallet', 'whale-7', 'scale', '0.5');
  expect(textOf(scale)).toMatch(/half their dollars/);
  expect(textOf(await preview('filter', 'deny', 'keyword', 'election'))).toMatch(/election/);
  expect(textOf(await preview('limits', 'day', '40'))).toMatch(/It is asked first/);
  expect(textOf(await preview('wallet', 'whale-7', 'mute', '2h'))).toMatch(/cannot be shown/);
  expect(textOf(await preview('kill'))).toMatch(/Only changes of/);
  expect(textOf(await preview('close', 'all'))).toMatch(/Only changes of/);
  for (const one of [scale]) expect([one.buttons, one.asks]).toEqual([[], null]);
  expect([rig.world.done, rig.prompts.size]).toEqual([[], 0]);
});

test('a request that is repeated with its key is done once', async () => {
  const rig = await new WebRig().open();
  const admin = await rig.signIn(ADMIN);
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${admin}`,
    'idempotency-key': 'pause-once-1',
  };
  const body = JSON.stringify({ line: '/pause' });
  for (const _ of [1, 2]) await rig.fetch('/api/command', { method: 'POST', headers, body });
  expect(rig.world.done.map(({ body: of }) => of.kind)).toEqual(['pause']);
  const bad = { ...headers, 'idempotency-key': 'a b' };
  expect((await rig.fetch('/api/command', { method: 'POST', headers: bad, body })).status).toBe(
    400,
  );
});

test('what is no request is refused before anything happens', async () => {
  const rig = await new WebRig().open();
  const admin = await rig.signIn(ADMIN);
  const authorization = `Bearer ${admin}`;
  const send = (body: string, type = 'application/json') =>
    rig.fetch('/api/command', {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body,
    });
  expect((await send('{"line":"/pause"}', 'text/plain')).status).toBe(400);
  expect((await send('{"line":')).status).toBe(400);
  expect((await send('{"line":"/pause","as":"root"}')).status).toBe(400);
  expect((await send(JSON.stringify({ line: '/pause '.repeat(9_000) }))).status).toBe(413);
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(9_000))),
  });
  const chunked = await rig
    .fetch('/api/command', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    } as RequestInit)
    .then(
      ({ status }) => status,
      () => 'cut off',
    );
  expect([413, 'cut off']).toContain(chunked);
  expect((await rig.get('/api/orders?limit=5000', admin)).status).toBe(400);
  expect((await rig.get('/api/orders?status=odd', admin)).status).toBe(400);
  expect(rig.world.done).toEqual([]);
});

test('words with spaces stay words, and quotes cannot end them', () => {
  expect(lineOf({ name: 'filter', words: ['deny', 'keyword', 'rate "cut" now'] })).toBe(
    '/filter deny keyword "rate cut now"',
  );
});

test('answers are written for pages: spans, tokens, no bodies of actions', async () => {
  const rig = await new WebRig().open();
  const admin = await rig.signIn(ADMIN);
  const reply = await rig.say('/wallet whale-7 scale 0.5', admin);
  expect(Array.isArray(reply.title)).toBe(true);
  expect(JSON.stringify(reply)).not.toContain('changeWallet');
  const undone = await rig.tap('Undo', reply, admin);
  expect(textOf(undone)).toMatch(/^Undone/);
});
