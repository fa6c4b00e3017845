import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { SYSTEM_FILES } from '../../../src/app/doctor/data-files.ts';
import { checkDiscord } from '../../../src/app/doctor/discord-check.ts';
import { checkOperators } from '../../../src/app/doctor/host-checks.ts';
import { Inspection } from '../../../src/app/doctor/inspection.ts';
import { checkTelegram } from '../../../src/app/doctor/telegram-check.ts';
import { TelegramClient } from '../../../src/bot/telegram/client.ts';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { HttpDouble, json } from '../../servers/http-double.ts';
import { TelegramDouble } from '../../servers/telegram/double.ts';
import { deadUrl } from '../dead-url.ts';
import { temporaryFolder } from '../folder.ts';

const TOKEN = `123456789:${'A'.repeat(35)}`;
const DISCORD_TOKEN = 'MTAwMDAwMDAwMDAwMDAwMDAwMQ.GdouBl.not-a-real-token-of-anybody';

function inspect(env: Readonly<Record<string, string>>): Inspection {
  return new Inspection({
    config: loadConfig({ POLYMIND_DATA_DIR: temporaryFolder(), ...env }),
    passphrase: null,
    signal: new AbortController().signal,
    runtime: SYSTEM_RUNTIME,
    files: SYSTEM_FILES,
  });
}

describe('Telegram', () => {
  let telegram: TelegramDouble;
  beforeEach(async () => {
    telegram = await TelegramDouble.start();
  });
  afterEach(() => telegram.stop());

  const inspected = () =>
    inspect({ TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot });

  test('tells of another program that listens with the token', async () => {
    const { token, apiRoot } = telegram;
    const other = new TelegramClient({ token, apiRoot });
    let isOver = false;
    // As any program does that is told to go on: it comes back at once.
    const polling = (async () => {
      while (!isOver) await other.polls.getUpdates({ timeout: 30 }).catch(() => undefined);
    })();
    await vi.waitFor(() => expect(telegram.isPolled).toBe(true));
    const finding = await checkTelegram(inspected());
    isOver = true;
    other.cutPoll();
    await polling;
    other.close();
    expect(finding).toEqual({
      ok: 'wrong',
      found: 'another program polls with this token',
      todo: expect.stringMatching(/^stop that program/),
    });
  });

  test('keeps every message for the program that it is meant for', async () => {
    const person = telegram.person(7, 'Ada');
    person.start();
    person.say('/status');
    expect(telegram.pendingUpdates).toBe(2);
    expect(await checkTelegram(inspected())).toMatchObject({
      ok: 'ok',
      found: '@double_bot, nobody else listens with it',
    });
    expect(telegram.pendingUpdates).toBe(2);
  });
});

describe('A webhook', () => {
  test('is told by its host, for the path may be its secret', async () => {
    const me = { id: 1, is_bot: true, first_name: 'bot', username: 'own_bot' };
    const bot = `/bot${TOKEN}`;
    const double = await HttpDouble.start(
      { method: 'POST', path: `${bot}/getMe`, reply: () => json({ ok: true, result: me }) },
      {
        method: 'POST',
        path: `${bot}/getWebhookInfo`,
        reply: () => json({ ok: true, result: { url: 'https://hooks.example.com/s3cret-path' } }),
      },
    );
    const env = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: double.url };
    const finding = await checkTelegram(inspect(env));
    await double.stop();
    expect(finding).toEqual({
      ok: 'warn',
      found: '@own_bot; its messages go to a webhook at hooks.example.com',
      todo: expect.stringMatching(/stop whatever runs there first/),
    });
  });
});

describe('Chats that are not there', () => {
  test('are told without their tokens', async () => {
    const url = await deadUrl('http');
    const telegram = await checkTelegram(
      inspect({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: url }),
    );
    const discord = await checkDiscord(
      inspect({ DISCORD_BOT_TOKEN: DISCORD_TOKEN, DISCORD_API_ROOT: url }),
    );
    for (const finding of [telegram, discord]) {
      expect(finding).toMatchObject({
        ok: 'wrong',
        found: expect.stringMatching(/cannot be reached \(ECONNREFUSED\)/),
        todo: expect.stringMatching(/^check the network of this host/),
      });
      expect(JSON.stringify(finding)).not.toMatch(/AAAA|not-a-real-token/);
    }
  });

  test('are not asked without a token', async () => {
    expect((await checkTelegram(inspect({}))).ok).toBe('skipped');
    expect((await checkDiscord(inspect({}))).ok).toBe('skipped');
  });
});

test('A bot that nobody operates is warned of', async () => {
  expect(await checkOperators(inspect({ TELEGRAM_BOT_TOKEN: TOKEN }))).toEqual({
    ok: 'warn',
    found: 'the environment names no admin on Telegram',
    todo: expect.stringMatching(/set TELEGRAM_ADMIN_IDS$/),
  });
  const both = {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_ADMIN_IDS: '7',
    DISCORD_BOT_TOKEN: DISCORD_TOKEN,
  };
  expect(await checkOperators(inspect(both))).toMatchObject({
    found: 'the environment names no admin on Discord',
  });
});
