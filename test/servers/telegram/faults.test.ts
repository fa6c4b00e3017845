import { Api, GrammyError, HttpError } from 'grammy';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TelegramDouble } from './double.ts';

async function begin(nowMs: () => number = Date.now) {
  const telegram = await TelegramDouble.start({ nowMs });
  onTestFinished(() => telegram.stop());
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  const anna = telegram.person(1001, 'Anna');
  const bert = telegram.person(1002, 'Bert');
  anna.start();
  bert.start();
  return { telegram, api, anna, bert };
}

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GrammyError) {
      const { retry_after } = error.parameters;
      const later = retry_after === undefined ? '' : `, ${retry_after} s`;
      return `${error.error_code} ${error.description}${later}`;
    }
    if (error instanceof HttpError) return 'no reply';
    throw error;
  }
  return 'accepted';
}

describe('calls that are refused', () => {
  test('as often as said, in the words of the API', async () => {
    const { telegram, api, anna } = await begin();
    const send = (): Promise<string> => refusal(api.sendMessage(anna.id, 'x'));
    telegram.fail('sendMessage', { code: 500, times: 2 });
    telegram.fail('sendMessage', { code: 429, retryAfterS: 7 });
    expect(await send()).toBe('500 Internal Server Error');
    expect(await send()).toBe('500 Internal Server Error');
    expect(await send()).toBe('429 Too Many Requests: retry after 7, 7 s');
    expect(await send()).toBe('accepted');
    expect(anna.sees().filter((message) => message.byBot)).toHaveLength(1);
  });

  test('whatever the method, until it is ended', async () => {
    const { telegram, api, anna } = await begin();
    const outage = telegram.fail('*', { code: 502, times: 1000 });
    expect(await refusal(api.getMe())).toBe('502 Bad Gateway');
    expect(await refusal(api.sendMessage(anna.id, 'x'))).toBe('502 Bad Gateway');
    expect(outage.left).toBe(998);
    outage.end();
    expect(await refusal(api.getMe())).toBe('accepted');
  });

  test('by a proxy that knows no JSON', async () => {
    const { telegram, api } = await begin();
    telegram.fail('getMe', { code: 502, html: true });
    expect(await refusal(api.getMe())).toBe('no reply');
    expect(await refusal(api.getMe())).toBe('accepted');
  });

  test('about one chat, while others go on', async () => {
    let nowMs = 1_000_000;
    const { telegram, api, anna, bert } = await begin(() => nowMs);
    telegram.stuckChat(anna.id, 60);
    const send = (chatId: number): Promise<string> => refusal(api.sendMessage(chatId, 'x'));
    expect(await send(anna.id)).toBe('429 Too Many Requests: retry after 60, 60 s');
    expect(await send(bert.id)).toBe('accepted');
    nowMs += 58_500;
    expect(await send(anna.id)).toBe('429 Too Many Requests: retry after 2, 2 s');
    nowMs += 1_500;
    expect(await send(anna.id)).toBe('accepted');
    const stuck = telegram.stuckChat(anna.id, 60);
    stuck.end();
    expect(await send(anna.id)).toBe('accepted');
  });

  test('with the header that says when to come back', async () => {
    const { telegram } = await begin();
    telegram.fail('getMe', { code: 429, retryAfterS: 3 });
    const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/getMe`);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(await response.json()).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 3',
      parameters: { retry_after: 3 },
    });
  });
});

describe('connections that fail', () => {
  test('before the call counts', async () => {
    const { telegram, api, anna } = await begin();
    telegram.drop('sendMessage');
    expect(await refusal(api.sendMessage(anna.id, 'x'))).toBe('no reply');
    expect(anna.sees().filter((message) => message.byBot)).toEqual([]);
    expect(telegram.calls.at(-1)).toMatchObject({ method: 'sendMessage', outcome: 'lost' });
  });

  test('after the call counted, its reply lost', async () => {
    const { telegram, api, anna } = await begin();
    telegram.loseReply('sendMessage', { chatId: anna.id });
    expect(await refusal(api.sendMessage(anna.id, 'x'))).toBe('no reply');
    expect(anna.last().text).toBe('x');
    expect(telegram.calls.at(-1)?.outcome).toBe('lost');
  });

  test('altogether, until it is back on the same port', async () => {
    const { telegram, api, anna } = await begin();
    const root = telegram.apiRoot;
    const polling = refusal(api.getUpdates({ offset: 1e9, timeout: 50 }));
    await telegram.until(() => telegram.isPolled);
    await telegram.down();
    expect(await polling).toBe('no reply');
    expect(await refusal(api.sendMessage(anna.id, 'x'))).toBe('no reply');
    await telegram.up();
    expect(telegram.apiRoot).toBe(root);
    expect(await refusal(api.sendMessage(anna.id, 'y'))).toBe('accepted');
    expect(anna.last().text).toBe('y');
  });

  test('never for being idle less than a minute', async () => {
    const { telegram } = await begin();
    const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/getMe`);
    await response.text();
    const [, seconds] = /timeout=(\d+)/.exec(response.headers.get('keep-alive') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(65);
  });
});

describe('replies that are held', () => {
  test('come in the order in which they are released, the calls in the order they came', async () => {
    const { telegram, api, anna, bert } = await begin();
    const hold = telegram.hold('sendMessage', { chatId: anna.id });
    const ends: string[] = [];
    const slow = api.sendMessage(anna.id, 'slow').then(() => ends.push('slow'));
    const held = await hold.held;
    expect(held).toMatchObject({ method: 'sendMessage', chatId: anna.id });
    expect(anna.last().text).toBe('slow');
    await api.sendMessage(bert.id, 'fast').then(() => ends.push('fast'));
    expect(ends).toEqual(['fast']);
    hold.release();
    await slow;
    expect(ends).toEqual(['fast', 'slow']);
    expect(telegram.callsOf('sendMessage').map((call) => [call.index, call.text('text')])).toEqual([
      [0, 'slow'],
      [1, 'fast'],
    ]);
    await api.sendMessage(anna.id, 'free again');
    expect(hold.calls).toHaveLength(1);
  });

  test('are let go when the double stops', async () => {
    const telegram = await TelegramDouble.start();
    const hold = telegram.hold('getMe');
    const call = refusal(new Api(telegram.token, { apiRoot: telegram.apiRoot }).getMe());
    await hold.held;
    await telegram.stop();
    expect(['accepted', 'no reply']).toContain(await call);
  });
});

describe('callers', () => {
  const headers = { 'content-type': 'application/json' };

  test('need a token that has the form of one, and is the right one', async () => {
    const { telegram } = await begin();
    const answer = async (path: string): Promise<unknown> =>
      (await fetch(`${telegram.apiRoot}/${path}`)).json();
    expect(await answer('botnonsense/getMe')).toEqual({
      ok: false,
      error_code: 404,
      description: 'Not Found',
    });
    expect(await answer(`bot1:${'a'.repeat(35)}/getMe`)).toEqual({
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    });
    expect(await answer(`bot${telegram.token}/noSuchMethod`)).toEqual({
      ok: false,
      error_code: 404,
      description: 'Not Found: method not found',
    });
  });

  test('may use any way to say the same, and any case', async () => {
    const { telegram, anna } = await begin();
    const url = `${telegram.apiRoot}/bot${telegram.token}/SENDMESSAGE`;
    const form = new FormData();
    form.set('chat_id', '1001');
    form.set('text', 'form');
    const query = '?chat_id=1001&text=query&disable_notification=true';
    await fetch(`${url}${query}`);
    await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ chat_id: '1001', text: 'body' }),
    });
    await fetch(url, { method: 'POST', body: form });
    await fetch(url, { method: 'POST', headers, body: '{"chat_id":1001,"text":"json","x":null}' });
    const said = anna.sees().filter((message) => message.byBot);
    expect(said.map((message) => [message.text, message.silent])).toEqual([
      ['query', true],
      ['body', false],
      ['form', false],
      ['json', false],
    ]);
    expect(telegram.callsOf('sendMessage')).toHaveLength(4);
  });

  test('are told when their JSON is none', async () => {
    const { telegram } = await begin();
    const url = `${telegram.apiRoot}/bot${telegram.token}/sendMessage`;
    const answer = async (body: string): Promise<unknown> =>
      (await fetch(url, { method: 'POST', headers, body })).json();
    expect(await answer('{')).toMatchObject({ description: "Bad Request: can't parse JSON" });
    expect(await answer('[1]')).toMatchObject({ error_code: 400 });
    expect(await answer('{"chat_id":1001,"text":"\\ud800"}')).toMatchObject({
      description: 'Bad Request: strings must be encoded in UTF-8',
    });
  });
});
