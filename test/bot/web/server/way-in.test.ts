import { request } from 'node:http';
import { expect, test } from 'vitest';
import { ADMIN, initDataOf, TRADER, textOf, VIEWER, WebRig } from '../rig.ts';

function actions(rig: WebRig): readonly string[] {
  return rig.rows.entries.map(({ actor, action, outcome }) => `${actor} ${action} ${outcome}`);
}

test('a link lets its person in once, with the role of that moment, and the audit knows', async () => {
  const rig = await new WebRig().open();
  const link = rig.door.link(TRADER);
  const code = new URL(link?.url ?? '').hash.replace('#in=', '');
  expect(code).toMatch(/^[\w-]{43}$/);
  const first = await rig.post('/api/session', { by: 'link', code });
  const { token, who } = (await first.json()) as { token: string; who: unknown };
  expect(who).toMatchObject({ actor: TRADER, name: 'trader', role: 'trader', by: 'link' });
  const again = await rig.post('/api/session', { by: 'link', code });
  expect(again.status).toBe(401);
  expect(await again.json()).toMatchObject({
    error: { message: expect.stringMatching(/was used/) },
  });
  expect(await (await rig.get('/api/session', token)).json()).toMatchObject({ role: 'trader' });
  expect(actions(rig)).toEqual([`${TRADER} webSignIn done`, 'stranger webSignIn refused']);
});

test('a link is void after two minutes', async () => {
  const rig = await new WebRig().open();
  const code = new URL(rig.door.link(ADMIN)?.url ?? '').hash.replace('#in=', '');
  rig.world.nowMs += 120_000;
  expect((await rig.post('/api/session', { by: 'link', code })).status).toBe(401);
});

test('a session ends an hour after its last use, twelve after its start, or when asked', async () => {
  const rig = await new WebRig().open();
  const token = await rig.signIn(ADMIN);
  rig.world.nowMs += 3_599_000;
  expect((await rig.get('/api/session', token)).status).toBe(200);
  rig.world.nowMs += 3_599_000;
  expect((await rig.get('/api/session', token)).status).toBe(200);
  rig.world.nowMs += 3_600_000;
  expect((await rig.get('/api/session', token)).status).toBe(401);

  const busy = await rig.signIn(ADMIN);
  for (let hour = 0; hour < 12; hour += 1) {
    expect((await rig.get('/api/session', busy)).status).toBe(200);
    rig.world.nowMs += 3_590_000;
  }
  rig.world.nowMs += 200_000;
  expect((await rig.get('/api/session', busy)).status).toBe(401);

  const left = await rig.signIn(ADMIN);
  const out = await rig.fetch('/api/session', {
    method: 'DELETE',
    headers: { authorization: `Bearer ${left}` },
  });
  expect(await out.json()).toEqual({ ended: true });
  expect((await rig.get('/api/session', left)).status).toBe(401);
});

test('who is an operator no longer is signed in no longer', async () => {
  const rig = await new WebRig().open();
  const token = await rig.signIn(VIEWER);
  const body = { kind: 'removeOperator', platform: 'telegram', userId: '9' } as const;
  await rig.people.execute({ id: 'x', actor: ADMIN, body });
  expect((await rig.get('/api/session', token)).status).toBe(401);
});

test('the key of this host lets in from this machine, as often as wanted', async () => {
  const rig = await new WebRig().open();
  const key = new URL(rig.door.hostUrl ?? '').hash.replace('#host=', '');
  for (const _ of [1, 2]) {
    const answer = await rig.post('/api/session', { by: 'host', key });
    expect(await answer.json()).toMatchObject({ who: { actor: 'console', role: 'admin' } });
  }
  expect((await rig.post('/api/session', { by: 'host', key: 'x'.repeat(20) })).status).toBe(401);
  const forwarded = await rig.fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
    body: JSON.stringify({ by: 'host', key }),
  });
  expect(forwarded.status).toBe(401);
});

test('there is no key of the host where others may reach it', async () => {
  const rig = await new WebRig({ takesHostKey: false }).open();
  expect(rig.door.hostUrl).toBeNull();
  expect((await rig.post('/api/session', { by: 'host', key: 'x'.repeat(20) })).status).toBe(401);
});

test('a Mini App of an operator is let in once; strangers, forgeries and old ones are not', async () => {
  const rig = await new WebRig().open();
  const now = Math.floor(rig.world.nowMs / 1_000);
  const fields = (id: number, at = now): Record<string, string> => ({
    query_id: 'AAH',
    user: JSON.stringify({ id, first_name: 'Ada & "B"' }),
    auth_date: String(at),
    signature: 'third-party',
  });
  const enter = async (initData: string): Promise<number> =>
    (await rig.post('/api/session', { by: 'telegram', initData })).status;
  const good = initDataOf(fields(9));
  expect(await enter(good)).toBe(200);
  expect(await enter(good)).toBe(401);
  expect(await enter(initDataOf(fields(7, now - 299)))).toBe(200);
  expect(await enter(initDataOf(fields(7, now - 301)))).toBe(401);
  expect(await enter(initDataOf(fields(7, now + 61)))).toBe(401);
  expect(await enter(initDataOf(fields(404)))).toBe(401);
  expect(await enter(initDataOf(fields(7), 'another:token'))).toBe(401);
  expect(await enter(good.replace('%22id%22%3A9', '%22id%22%3A7'))).toBe(401);
  const doubled = `${initDataOf(fields(9, now - 1))}&user=${encodeURIComponent('{"id":7}')}`;
  expect(await enter(doubled)).toBe(401);
  expect(await enter(initDataOf({ auth_date: String(now), user: '{"id":"7"}' }))).toBe(401);
  const whys = rig.rows.entries.filter(({ outcome }) => outcome === 'refused');
  expect(whys.map(({ detail }) => detail['why'])).toEqual([
    'miniApp used',
    'miniApp stale',
    'miniApp stale',
    'stranger',
    'miniApp forged',
    'miniApp forged',
    'miniApp malformed',
    'miniApp malformed',
  ]);
});

test('who knocks too often waits, and does not fill the audit', async () => {
  const rig = await new WebRig().open();
  const statuses: number[] = [];
  for (let index = 0; index < 40; index += 1) {
    statuses.push((await rig.post('/api/session', { by: 'link', code: 'guess' })).status);
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(30);
  expect(statuses.at(-1)).toBe(429);
  expect(rig.rows.entries.length).toBeLessThanOrEqual(60);
});

test('programs come in by a token that an admin made, as long as he is one', async () => {
  const rig = await new WebRig().open();
  const admin = await rig.signIn(ADMIN);
  const made = await rig.say('/web token grafana viewer', admin);
  const secret = /^[\w-]{43}$/m.exec(textOf(made))?.[0] ?? '';
  expect(await (await rig.get('/api/session', secret)).json()).toMatchObject({
    actor: 'token:grafana',
    role: 'viewer',
    by: 'token',
  });
  expect((await rig.get('/metrics', secret)).status).toBe(200);
  expect(textOf(await rig.say('/pause', secret))).toMatch(/needs the role trader/);
  expect(textOf(await rig.say('/web', secret))).toMatch(/A program has no dashboard/);
  expect(JSON.stringify(rig.kept)).not.toContain(secret);
  expect(textOf(await rig.say('/web tokens', admin))).toContain('grafana  viewer');
  expect(textOf(await rig.say('/web token boss admin', admin))).toMatch(/viewer or trader/);

  const role = { kind: 'putOperator', platform: 'telegram', userId: '7', name: 'Ada' } as const;
  const other = { ...role, userId: '8', role: 'admin' } as const;
  await rig.people.execute({ id: 'a', actor: 'host', body: other });
  await rig.people.execute({ id: 'b', actor: 'host', body: { ...role, role: 'trader' } });
  expect((await rig.get('/api/session', secret)).status).toBe(401);
  await rig.people.execute({ id: 'c', actor: 'host', body: { ...role, role: 'admin' } });
  expect((await rig.get('/api/session', secret)).status).toBe(200);
  expect(textOf(await rig.say('/web revoke grafana', admin))).toMatch(/no longer/);
  expect((await rig.get('/api/session', secret)).status).toBe(401);
  expect(actions(rig)).toContain(`${ADMIN} webTokenRevoked done`);
});

test('viewers make no tokens, and a trader’s token cannot make another', async () => {
  const rig = await new WebRig().open();
  const viewer = await rig.signIn(VIEWER);
  expect(textOf(await rig.say('/web token mine viewer', viewer))).toMatch(/needs the role admin/);
  expect(rig.kept).toEqual([]);
});

/** A request whose host header a browser would send for another name. */
function asHost(url: string, host: string): Promise<number> {
  return new Promise((done, failed) => {
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, path: '/api', headers: { host } }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    asked.on('error', failed).end();
  });
}

test('at the loopback only names of this machine, and the public one, are served', async () => {
  const rig = await new WebRig().open({ publicUrl: 'https://poly.example.com' });
  const address = await new WebRig().open();
  expect(await asHost(address.url, 'evil.example.com')).toBe(421);
  expect(await asHost(address.url, 'localhost:8420')).toBe(200);
  expect(await asHost(address.url, '[::1]:8420')).toBe(200);
  expect(rig.url).toBe('https://poly.example.com');
  expect(rig.door.link(ADMIN)?.url).toMatch(/^https:\/\/poly\.example\.com\/#in=/);
});

test('a port that is taken is an error that says so', async () => {
  const rig = await new WebRig().open();
  const port = Number(new URL(rig.url).port);
  const second = new WebRig();
  await expect(second.open({ port })).rejects.toThrow(/EADDRINUSE/);
});
