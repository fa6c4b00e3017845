import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DiscordDouble } from './discord-double.ts';
import type { Person } from './person.ts';
import { formErrors, type RawAnswer, type RawRequest, raw } from './raw-client.ts';

let double: DiscordDouble;
let ann: Person;
let channels = 0;
let channelId = '';

const post = (body: unknown, more: Omit<RawRequest, 'body'> = {}): Promise<RawAnswer> =>
  raw(double, `POST /channels/${channelId}/messages`, { body, ...more });

beforeAll(async () => {
  double = await DiscordDouble.start();
  ann = double.person('7001', 'Ann');
});

beforeEach(() => {
  channels += 1;
  channelId = double.addChannel(`room-${channels}`);
});

afterAll(() => double.stop());

describe('a place', () => {
  test('that is not there is unknown', async () => {
    const body = { content: 'x' };

    expect(await raw(double, 'POST /channels/1/messages', { body })).toMatchObject({
      status: 404,
      body: { code: 10003, message: 'Unknown Channel' },
    });
    expect(formErrors(await raw(double, 'POST /channels/abc/messages', { body }))).toEqual([
      'channel_id NUMBER_TYPE_COERCE',
    ]);
    expect(await raw(double, 'GET /users/1')).toMatchObject({ body: { code: 10013 } });
    expect(await raw(double, 'GET /guilds/1')).toMatchObject({ body: { code: 10004 } });
    expect(await raw(double, 'GET /nothing')).toMatchObject({ status: 404, body: { code: 0 } });
    expect((await raw(double, `PUT /channels/${channelId}`)).status).toBe(405);
  });

  test('where the bot lacks a right refuses with the number of what lacks', async () => {
    const body = { content: 'x' };
    double.deny(channelId, 'viewChannel');
    expect(await post(body)).toMatchObject({ status: 403, body: { code: 50001 } });
    double.deny(channelId, 'sendMessages');
    expect(await post(body)).toMatchObject({ status: 403, body: { code: 50013 } });
    double.deny(channelId, 'embedLinks', 'attachFiles');
    expect(await post({ embeds: [{ title: 't' }] })).toMatchObject({ body: { code: 50013 } });
    const files = [{ name: 'a', bytes: new Uint8Array(1) }];
    expect(await post(body, { files })).toMatchObject({ body: { code: 50013 } });
    expect((await post(body)).status).toBe(200);
    double.deny(channelId, 'manageMessages');
    const said = ann.say('x', { channel: channelId });
    expect(await raw(double, `DELETE /channels/${channelId}/messages/${said.id}`)).toMatchObject({
      status: 403,
      body: { code: 50013 },
    });
    expect(double.journal.invalidRequests).toBeGreaterThanOrEqual(5);
  });

  test('wants the token of the bot', async () => {
    for (const token of [null, 'wrong', '']) {
      expect(await post({ content: 'x' }, { token })).toMatchObject({
        status: 401,
        body: { message: '401: Unauthorized', code: 0 },
      });
    }
  });

  test('reads JSON and nothing else', async () => {
    const url = `${double.apiUrl}/v10/channels/${channelId}/messages`;
    const authorization = `Bot ${double.token}`;
    const send = async (type: string, body: string): Promise<unknown> => {
      const headers = { authorization, 'content-type': type };
      return (await fetch(url, { method: 'POST', headers, body })).json();
    };

    for (const [type, body] of [
      ['application/json', '{"content":'],
      ['application/json', '"x"'],
      ['text/plain', '{"content":"x"}'],
      ['multipart/form-data; boundary=b', 'nonsense'],
    ] as const) {
      expect(await send(type, body)).toMatchObject({ code: 50109 });
    }
  });
});

describe('a direct message', () => {
  test('goes to whom the bot may write', async () => {
    const shy = double.person('7101', 'Shy');
    const stranger = double.person('7102', 'Stranger', { member: false });
    const opened = async (id: string): Promise<string> => {
      const answer = await raw(double, 'POST /users/@me/channels', { body: { recipient_id: id } });
      return String(answer.body['id']);
    };
    const say = (id: string): Promise<RawAnswer> =>
      raw(double, `POST /channels/${id}/messages`, { body: { content: 'hello' } });
    const room = await opened(shy.id);

    expect((await say(room)).status).toBe(200);
    expect(shy.last()).toMatchObject({ text: 'hello', inDm: true });
    expect(await opened(shy.id)).toBe(room);
    shy.takesDms(false);
    const refused = { status: 403, body: { code: 50007 } };
    expect(await say(room)).toMatchObject(refused);
    expect(await say(await opened(stranger.id))).toMatchObject(refused);
    expect(ann.sees().some(({ text }) => text === 'hello')).toBe(false);
    const nobody = await raw(double, 'POST /users/@me/channels', { body: { recipient_id: '5' } });
    expect(formErrors(nobody)).toEqual(['recipient_id INVALID_RECIPIENT']);
  });

  test('of a person cannot be deleted by the bot', async () => {
    const said = ann.say('my seed phrase');

    expect(
      await raw(double, `DELETE /channels/${said.channelId}/messages/${said.id}`),
    ).toMatchObject({ status: 403, body: { code: 50003 } });
    expect(ann.now(said).deleted).toBe(false);
  });
});

describe('a thread', () => {
  const start = (id: unknown, body: unknown): Promise<RawAnswer> =>
    raw(double, `POST /channels/${channelId}/messages/${String(id)}/threads`, { body });

  test('has the id of the message it hangs on', async () => {
    const { body } = await post({ content: 'first fill' });

    const started = await start(body['id'], { name: 'Market', auto_archive_duration: 1_440 });

    expect(started.body).toMatchObject({ id: body['id'], parent_id: channelId, type: 11 });
    const thread = String(body['id']);
    const archive = { archived: true };
    expect((await raw(double, `PATCH /channels/${thread}`, { body: archive })).status).toBe(200);
    const said = await raw(double, `POST /channels/${thread}/messages`, { body: { content: 'x' } });
    expect(said.status).toBe(200);
    const seen = await raw(double, `GET /channels/${thread}`);
    expect(seen.body).toMatchObject({ thread_metadata: { archived: false } });
    expect(ann.last({ channel: thread })?.text).toBe('x');
  });

  test('is refused where there can be none', async () => {
    const { body } = await post({ content: 'first fill' });

    expect(formErrors(await start(body['id'], { name: 'x'.repeat(101) }))).toEqual([
      'name BASE_TYPE_BAD_LENGTH',
    ]);
    const odd = await start(body['id'], { name: 'x', auto_archive_duration: 5 });
    expect(formErrors(odd)).toEqual(['auto_archive_duration BASE_TYPE_CHOICES']);
    expect(await start('1', { name: 'x' })).toMatchObject({ body: { code: 10008 } });
    await start(body['id'], { name: 'x' });
    expect(await start(body['id'], { name: 'x' })).toMatchObject({ body: { code: 160004 } });
    const said = ann.say('dm');
    const inDm = await raw(double, `POST /channels/${said.channelId}/threads`, {
      body: { name: 'x' },
    });
    expect(inDm).toMatchObject({ body: { code: 50024 } });
    double.deny(channelId, 'createThreads');
    const other = await post({ content: 'second fill' });
    expect(await start(other.body['id'], { name: 'x' })).toMatchObject({ body: { code: 50013 } });
  });
});
