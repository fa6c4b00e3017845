import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src/app/doctor/check-table.ts';
import { migrateCommand } from '../../../src/app/migrate.ts';
import { call } from '../../app/called.ts';
import { DiscordDouble } from '../../servers/discord/discord-double.ts';
import { hasRedisServer, startRedisServer } from '../../servers/redis.ts';
import { TelegramDouble } from '../../servers/telegram/double.ts';
import { DoctorHost, idsOf, secretsOf } from './doctor-host.ts';

const START_MS_MAX = 120_000;
/** An embedded database is opened twice in it. */
const RUN_MS_MAX = 180_000;

let host: DoctorHost;
beforeAll(async () => {
  host = await DoctorHost.start();
}, START_MS_MAX);
afterEach(() => host.mend());
afterAll(() => host.close());

describe('A host where everything is right', () => {
  test(
    'is told so in every line, with every service that can be configured',
    async () => {
      const telegram = await TelegramDouble.start();
      const discord = await DiscordDouble.start();
      const redis = hasRedisServer() ? await startRedisServer() : null;
      host.afterwards(async () => {
        await Promise.all([telegram.stop(), discord.stop(), redis?.stop()]);
      });
      const clob = await host.edited('POLYMARKET_CLOB_URL', () => null);
      const env = {
        POLYMARKET_CLOB_URL: clob.url,
        POLYMIND_DATA_DIR: join(host.folder, 'used'),
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        TELEGRAM_ADMIN_IDS: '7',
        DISCORD_BOT_TOKEN: discord.token,
        DISCORD_API_ROOT: discord.apiUrl,
        DISCORD_GUILD_ID: discord.guildId,
        DISCORD_ADMIN_IDS: '80351110224678912',
        REDIS_URL: redis?.url,
      };
      expect(
        await call(migrateCommand, [], { POLYMIND_DATA_DIR: env.POLYMIND_DATA_DIR }).code,
      ).toBe(0);
      const { code, ok, checks, text } = await host.doctor(env);
      expect(checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
      expect(idsOf(checks, 'skipped')).toEqual(redis === null ? ['redis'] : []);
      expect(idsOf(checks, 'warn'), text).toEqual([]);
      expect(idsOf(checks, 'wrong'), text).toEqual([]);
      expect({ code, ok }).toEqual({ code: 0, ok: true });
      expect(checks.every(({ todo }) => todo === null)).toBe(true);
      expect(checks.find(({ id }) => id === 'database')?.found).toMatch(/free, at \d{4}/);
      for (const secret of [...secretsOf(host), telegram.token, discord.token]) {
        expect(text).not.toContain(secret);
      }
      expect(clob.asked.length, 'it was asked').toBeGreaterThan(5);
      expect(
        clob.asked.filter((asked) => !asked.startsWith('GET ')),
        'nothing written',
      ).toEqual([]);
    },
    RUN_MS_MAX,
  );

  test('keeps its folder as it was: none, where there is none yet', async () => {
    const dataDir = join(host.folder, 'not', 'yet');
    const env = { POLYMIND_DATA_DIR: dataDir, POLYMARKET_KEYSTORE_PASSPHRASE: undefined };
    expect((await host.doctor(env)).code).toBe(0);
    expect(existsSync(join(host.folder, 'not'))).toBe(false);
  });
});
