import { Api, Bot, GrammyError } from 'grammy';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TelegramDouble } from './double.ts';

const CONFLICT =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

async function begin() {
  const telegram = await TelegramDouble.start();
  onTestFinished(() => telegram.stop());
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  const anna = telegram.person(1001, 'Anna');
  return { telegram, api, anna };
}

/** A bot of grammY that writes down what it is told. */
function listening(telegram: TelegramDouble) {
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
  const heard: string[] = [];
  bot.command('kill', (ctx) => void heard.push(`kill ${ctx.match}`));
  bot.on('message:text', (ctx) => void heard.push(ctx.msg.text));
  bot.on('callback_query:data', (ctx) => void heard.push(ctx.callbackQuery.data));
  onTestFinished(() => bot.stop());
  return { bot, heard };
}

async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof GrammyError ? `${error.error_code} ${error.description}` : String(error);
}

describe('getUpdates', () => {
  test('answers at once with what waits, numbered one after the other', async () => {
    const { api, anna } = await begin();
    anna.start('deep');
    anna.say('two');
    const [first, second] = await api.getUpdates({ timeout: 50 });
    expect(second?.update_id).toBe((first?.update_id ?? 0) + 1);
    expect(first?.message).toMatchObject({
      text: '/start deep',
      chat: { id: 1001, type: 'private' },
      from: { id: 1001, is_bot: false, first_name: 'Anna' },
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    });
    const now = Date.now() / 1000;
    expect(Math.abs((first?.message?.date ?? 0) - now)).toBeLessThan(60);
  });

  test('waits for the first update that comes', async () => {
    const { telegram, api, anna } = await begin();
    const answer = api.getUpdates({ timeout: 50 });
    await telegram.until(() => telegram.isPolled);
    anna.say('now');
    expect((await answer).map((update) => update.message?.text)).toEqual(['now']);
  });

  test('comes back empty-handed at its timeout, after one call and no more', async () => {
    const { telegram, api } = await begin();
    const before = process.cpuUsage();
    expect(await api.getUpdates({ timeout: 1 })).toEqual([]);
    const { user, system } = process.cpuUsage(before);
    console.info(`a second of waiting: ${Math.round((user + system) / 1000)} ms of processor`);
    expect(await api.getUpdates()).toEqual([]);
    expect(telegram.calls).toHaveLength(2);
  });

  test('confirms what is below its offset and keeps the rest', async () => {
    const { telegram, api, anna } = await begin();
    const texts = async (offset?: number, limit?: number): Promise<(string | undefined)[]> => {
      const updates = await api.getUpdates({
        ...(offset === undefined ? {} : { offset }),
        ...(limit === undefined ? {} : { limit }),
      });
      return updates.map((update) => update.message?.text);
    };
    for (const text of ['1', '2', '3', '4']) anna.say(text);
    const [first] = await api.getUpdates();
    const id = first?.update_id ?? 0;
    expect(await texts()).toEqual(['1', '2', '3', '4']);
    expect(await texts(id + 1, 2)).toEqual(['2', '3']);
    expect(await texts()).toEqual(['2', '3', '4']);
    expect(await texts(-1)).toEqual(['4']);
    expect(telegram.pendingUpdates).toBe(1);
    expect(await texts(id + 4)).toEqual([]);
    expect(telegram.pendingUpdates).toBe(0);
  });

  test('brings only the kinds that were asked for, from then on', async () => {
    const { api, anna } = await begin();
    const kinds = async (allowed_updates?: ('message' | 'callback_query')[]): Promise<string[]> => {
      const updates = await api.getUpdates(
        allowed_updates === undefined ? {} : { allowed_updates },
      );
      return updates.map((update) => Object.keys(update)[1] ?? '');
    };
    const id = anna.say('one');
    anna.edit(id, 'one, changed');
    expect(await kinds(['message'])).toEqual(['message', 'edited_message']);
    anna.edit(id, 'one, changed again');
    anna.say('two');
    expect(await kinds()).toEqual(['message', 'edited_message', 'message']);
    expect(await kinds([])).toHaveLength(3);
    anna.block();
    expect(await kinds()).toHaveLength(4);
  });

  test('is one poll: a second ends the first with a conflict, and goes on itself', async () => {
    const { telegram, api, anna } = await begin();
    const first = refusal(api.getUpdates({ timeout: 50 }));
    await telegram.until(() => telegram.isPolled);
    const second = api.getUpdates({ timeout: 50 });
    expect(await first).toBe(`409 ${CONFLICT}`);
    await telegram.until(() => telegram.isPolled);
    anna.say('x');
    expect(await second).toHaveLength(1);
  });

  test('is forgotten when its caller goes away, without losing an update', async () => {
    const { telegram, api, anna } = await begin();
    const stop = new AbortController();
    const first = api.getUpdates({ timeout: 50 }, stop.signal as never);
    await telegram.until(() => telegram.isPolled);
    stop.abort();
    await expect(first).rejects.toThrow();
    await telegram.until(() => !telegram.isPolled);
    anna.say('kept');
    expect(await api.getUpdates()).toHaveLength(1);
  });
});

describe('a bot of grammY', () => {
  test('hears what was said before it started, in order, and confirms it', async () => {
    const { telegram, anna } = await begin();
    anna.start();
    anna.say('/kill now', { sentAtMs: Date.now() - 2 * 3_600_000 });
    const { bot, heard } = listening(telegram);
    void bot.start();
    await telegram.until(() => telegram.pendingUpdates === 0 && telegram.isPolled);
    expect(heard).toEqual(['/start', 'kill now']);
    await bot.stop();
    expect(telegram.isPolled).toBe(false);
  });

  test('waits for updates in one call at a time', async () => {
    const { telegram, anna } = await begin();
    const { bot, heard } = listening(telegram);
    void bot.start();
    await telegram.until(() => telegram.isPolled);
    const before = process.cpuUsage();
    anna.say('one');
    await telegram.until(() => heard.length === 1 && telegram.isPolled);
    anna.say('two');
    await telegram.until(() => heard.length === 2 && telegram.isPolled);
    const { user, system } = process.cpuUsage(before);
    console.info(`two messages: ${Math.round((user + system) / 1000)} ms of processor`);
    // One that brought a message each, and the one that waits.
    expect(telegram.callsOf('getUpdates')).toHaveLength(3);
  });

  test('hears again what was delivered again', async () => {
    const { telegram, anna } = await begin();
    const { bot, heard } = listening(telegram);
    void bot.start();
    for (const text of ['1', '2', '3']) anna.say(text);
    await telegram.until(() => telegram.pendingUpdates === 0 && telegram.isPolled);
    telegram.redeliver(2);
    await telegram.until(() => heard.length === 5 && telegram.isPolled);
    expect(heard).toEqual(['1', '2', '3', '2', '3']);
    expect(telegram.pendingUpdates).toBe(0);
  });

  test('that dies before it confirms leaves the update to its successor', async () => {
    const { telegram, api, anna } = await begin();
    anna.say('/kill');
    const [update] = await api.getUpdates();
    const { bot, heard } = listening(telegram);
    void bot.start();
    await telegram.until(() => heard.length === 1);
    expect(update?.message?.text).toBe('/kill');
  });

  test('stops on a conflict, and on a token that was revoked', async () => {
    const { telegram, api } = await begin();
    const one = listening(telegram);
    const ended = refusal(one.bot.start());
    await telegram.until(() => telegram.isPolled);
    await api.getUpdates();
    expect(await ended).toBe(`409 ${CONFLICT}`);
    const two = listening(telegram);
    const revoked = refusal(two.bot.start());
    await telegram.until(() => telegram.isPolled);
    telegram.revoke();
    expect(await revoked).toBe('401 Unauthorized');
    expect(await refusal(api.getMe())).toBe('401 Unauthorized');
    telegram.restore();
    expect((await api.getMe()).username).toBe('double_bot');
  });

  test('drops what waits when it says so', async () => {
    const { telegram, api, anna } = await begin();
    anna.say('old');
    await api.deleteWebhook({ drop_pending_updates: true });
    expect((await api.getWebhookInfo()).pending_update_count).toBe(0);
    expect(telegram.pendingUpdates).toBe(0);
  });
});
