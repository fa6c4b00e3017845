import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deadUrl } from '../../app/dead-url.ts';
import { DiscordDouble } from '../../servers/discord/discord-double.ts';
import { TelegramDouble } from '../../servers/telegram/double.ts';
import { DoctorHost, finds, idsOf } from './doctor-host.ts';

const START_MS_MAX = 120_000;

let host: DoctorHost;
beforeAll(async () => {
  host = await DoctorHost.start();
}, START_MS_MAX);
afterEach(() => host.mend());
afterAll(() => host.close());

describe('What is broken about host and venue is named, and nothing else', () => {
  test('a clock that is off', async () => {
    host.world.sim.trading?.inject({ on: 'clock', skewMs: 30_000 });
    host.afterwards(() => host.world.sim.trading?.inject({ on: 'clock', skewMs: 0 }));
    await finds(host, {
      id: 'clock',
      isOpened: true,
      found: /^(?:29|30)\.\d s behind the venue's; at most 2 s/,
      todo: /timedatectl set-ntp true/,
    });
  });

  test('a place from where no orders are taken, without a way around it', async () => {
    const site = await host.edited('POLYMARKET_GEOBLOCK_URL', () => ({
      status: 200,
      body: { blocked: true, ip: '203.0.113.9', country: 'XX', region: 'Y' },
    }));
    const env = { POLYMARKET_GEOBLOCK_URL: `${site.url}/api/geoblock` };
    await finds(
      host,
      { id: 'place', found: /^XX: Polymarket takes no orders from here$/, todo: /^run on paper/ },
      env,
    );
    const { code, checks } = await host.doctor({
      ...env,
      POLYMARKET_KEYSTORE: undefined,
      POLYMARKET_KEYSTORE_PASSPHRASE: undefined,
    });
    expect(code, 'paper works').toBe(0);
    expect(idsOf(checks, 'warn')).toEqual(['place']);
  });

  test.each([
    { id: 'markets', variable: 'POLYMARKET_GAMMA_URL', path: '/markets/keyset' },
    { id: 'wallet-data', variable: 'POLYMARKET_DATA_URL', path: '/v2/positions' },
    { id: 'market-rules', variable: 'POLYMARKET_CLOB_URL', path: '/book' },
    { id: 'protocol', variable: 'POLYMARKET_CLOB_URL', path: '/version' },
  ])('a route that the venue retired: $path', async ({ id, variable, path }) => {
    const edited = await host.edited(variable, (asked) =>
      asked.path === path ? { status: 410, body: { error: 'Gone' } } : null,
    );
    await finds(
      host,
      {
        id,
        found: /^this version of PolyMind uses a route that the venue retired \(\w.*, 410\)$/,
        todo: /^update PolyMind$/,
        unseen: id === 'markets' ? ['market-rules', 'book-stream'] : [],
      },
      { [variable]: edited.url },
    );
  });

  test('a version of the program that the venue has left behind', async () => {
    const clob = await host.edited('POLYMARKET_CLOB_URL', ({ path }) =>
      path === '/version' ? { status: 200, body: { version: 4 } } : null,
    );
    await finds(
      host,
      {
        id: 'protocol',
        found:
          /^this version of PolyMind is stale: the venue takes orders of version 4, it signs 2 and 3$/,
        todo: /^update PolyMind/,
      },
      { POLYMARKET_CLOB_URL: clob.url },
    );
  });

  test('a database that cannot be reached, without its password', async () => {
    const url = await deadUrl('postgres');
    await finds(
      host,
      { id: 'database', found: /cannot be reached \(ECONNREFUSED\)/, todo: /DATABASE_URL/ },
      { DATABASE_URL: url.replace('://', '://polymind:tell-nobody@') },
    );
  });

  test('Redis that cannot be reached, which makes nothing wrong', async () => {
    await finds(
      host,
      { id: 'redis', found: /slower, never wrong/, todo: /^start it, or correct REDIS_URL$/ },
      { REDIS_URL: (await deadUrl('redis')).replace('://', '://:tell-nobody@') },
    );
  });

  test('a token that the chat refuses', async () => {
    const telegram = await TelegramDouble.start();
    host.afterwards(() => telegram.stop());
    await finds(
      host,
      { id: 'telegram', found: /^the token is refused: revoked\?$/, todo: /@BotFather/ },
      {
        TELEGRAM_API_ROOT: telegram.apiRoot,
        TELEGRAM_BOT_TOKEN: `123456789:${'A'.repeat(35)}`,
        TELEGRAM_ADMIN_IDS: '7',
      },
    );
    const discord = await DiscordDouble.start();
    host.afterwards(() => discord.stop());
    const env = {
      DISCORD_API_ROOT: discord.apiUrl,
      DISCORD_BOT_TOKEN: discord.token,
      DISCORD_ADMIN_IDS: '80351110224678912',
    };
    await finds(
      host,
      { id: 'discord', found: /does not see the server/, todo: /^invite the bot/ },
      { ...env, DISCORD_GUILD_ID: '100000000000000009' },
    );
    discord.revokeToken();
    await finds(
      host,
      { id: 'discord', found: /^the token is refused$/, todo: /developer portal/ },
      env,
    );
  });

  test('a folder that cannot be written', async () => {
    const file = join(host.folder, 'a-file');
    writeFileSync(file, '');
    await finds(
      host,
      {
        id: 'data-directory',
        found: /lies below something that is no folder \(ENOTDIR\)$/,
        todo: /^set POLYMIND_DATA_DIR/,
        unseen: ['database'],
      },
      { POLYMIND_DATA_DIR: join(file, 'data') },
    );
  });

  test.skipIf(!existsSync('/proc/self'))('a folder of a system that takes no files', async () => {
    await finds(
      host,
      {
        id: 'data-directory',
        found: /^\/proc\/polymind .* \(E[A-Z]+\)$/,
        todo: /POLYMIND_DATA_DIR/,
        unseen: ['database'],
      },
      { POLYMIND_DATA_DIR: '/proc/polymind' },
    );
  });
});
