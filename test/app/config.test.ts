import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, wantsStacks } from '../../src/app/config.ts';
import { ENVIRONMENT_NAMES, VARIABLES } from '../../src/app/environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'polymind-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PEM =
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----';

/** A file of mode 0600 unless told otherwise. */
function secretFile(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

function problemOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const { message } = error as ConfigError;
    expect(message).not.toContain('\n');
    return message;
  }
  throw new Error('the environment was accepted');
}

describe('defaults', () => {
  test('an empty environment is a paper service on this machine', () => {
    expect(loadConfig({})).toMatchObject({
      databaseUrl: null,
      redisUrl: null,
      dataDir: './data',
      roles: ['feeds', 'engine', 'bot', 'web'],
      logLevel: 'info',
      telegram: { botToken: null, adminIds: [] },
      web: { host: '127.0.0.1', port: 8420, publicUrl: null },
      secrets: [],
    });
  });

  test('the example file as it is changes nothing', () => {
    const example = parseEnv(readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8'));
    expect(loadConfig(example as Record<string, string>)).toEqual(loadConfig({}));
  });

  test('variables of other programs are none of our business', () => {
    const env = { PATH: '/bin', ANTHROPIC_MODEL: 'x', ANTHROPIC_LOG: 'y', LOG_LEVEL_FILE: 'z' };
    expect(loadConfig(env)).toEqual(loadConfig({}));
  });
});

describe('values', () => {
  test.each(ENVIRONMENT_NAMES.filter((name) => name !== 'KALSHI_PRIVATE_KEY'))(
    'the example given for %s is right',
    (name) => {
      const { example } = VARIABLES[name];
      if (name === 'POLYMARKET_RELAYER_KEY') return;
      expect(loadConfig({ [name]: example })).toBeDefined();
    },
  );

  test('values arrive typed', () => {
    const config = loadConfig({
      POLYMIND_ROLES: 'bot, engine',
      TELEGRAM_ADMIN_IDS: '12, 34 12,',
      TELEGRAM_ALERT_CHAT_ID: '-1001234567890',
      POLYMARKET_FUNDER: '0xABCDEFabcdef0123456789ABCDEFabcdef012345',
      POLYMARKET_SIGNATURE_TYPE: '3',
      KALSHI_PRIVATE_KEY: PEM.replaceAll('\n', '\\n'),
      WEB_PORT: '9000',
    });
    expect(config.roles).toEqual(['engine', 'bot']);
    expect(config.telegram.adminIds).toEqual(['12', '34']);
    expect(config.telegram.alertChatId).toBe('-1001234567890');
    expect(config.polymarket.funder).toBe('0xabcdefabcdef0123456789abcdefabcdef012345');
    expect(config.polymarket.signatureType).toBe(3);
    expect(config.kalshi.privateKey).toBe(PEM);
    expect(config.web.port).toBe(9000);
  });

  test.each([
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'polymind'],
    ['REDIS_URL', 'http://localhost'],
    ['POLYMIND_DATA_DIR', '  '],
    ['POLYMIND_ROLES', 'engine,bots'],
    ['POLYMIND_SIGNER', '/run/polymind/signer.sock'],
    ['LOG_LEVEL', 'verbose'],
    ['TELEGRAM_BOT_TOKEN', 'abc'],
    ['TELEGRAM_ADMIN_IDS', '12;34'],
    ['TELEGRAM_ADMIN_IDS', '@me'],
    ['DISCORD_GUILD_ID', '12'],
    ['POLYMARKET_CLOB_URL', 'clob.polymarket.com'],
    ['POLYMARKET_WS_URL', 'https://ws.example'],
    ['POLYMARKET_FUNDER', '0x12'],
    ['POLYMARKET_SIGNATURE_TYPE', '4'],
    ['POLYMARKET_KEYSTORE_PASSPHRASE', 'short'],
    ['KALSHI_PRIVATE_KEY', 'MIIEvQIBADANBgkq'],
    ['WEB_PORT', '0'],
    ['WEB_PORT', '65536'],
    ['WEB_PORT', '80a'],
    ['WEB_PORT', '1e3'],
    ['WEB_HOST', 'a b'],
  ])('%s=%s is refused by name, with what would be right', (name, value) => {
    const message = problemOf({ [name]: value });
    expect(message).toMatch(new RegExp(`^${name} is not .+, for example ${name}=`));
  });

  test('no problem ever holds a value', () => {
    const canary = fc.stringMatching(/^CANARY[!-~]{6,30}$/);
    fc.assert(
      fc.property(fc.constantFrom(...ENVIRONMENT_NAMES), canary, (name, value) => {
        try {
          loadConfig({ [name]: value });
        } catch (error) {
          expect((error as Error).message).not.toContain(value);
        }
      }),
    );
  });
});

describe('names', () => {
  test.each([
    ['POLYMIND_DATADIR', 'POLYMIND_DATA_DIR'],
    ['TELEGRAM_BOT_TOKN', 'TELEGRAM_BOT_TOKEN'],
    ['WEB_PROT', 'WEB_PORT'],
  ])('the typo %s is answered with %s', (typo, meant) => {
    expect(problemOf({ [typo]: 'x' })).toMatch(
      new RegExp(`^${typo} is not a variable.*did you mean ${meant}, for example ${meant}=`),
    );
  });

  test.each(['DISCORD_WEBHOOK_FOR_NOBODY', 'POLYGON_X', 'KALSHI_A', 'BINANCE_SECRET_KEY_OF_MINE'])(
    'the unknown %s is refused',
    (name) => {
      expect(problemOf({ [name]: 'canary-value' })).toContain(`${name} is not a variable`);
      expect(problemOf({ [name]: 'canary-value' })).not.toContain('canary-value');
    },
  );

  test('several problems are one line that tells how many', () => {
    const message = problemOf({ WEB_PORT: 'x', LOG_LEVEL: 'y', WEB_PROT: 'z' });
    expect(message).toContain('(and 2 more)');
  });
});

describe('secrets from files', () => {
  test('the line end of the file is not part of the secret', () => {
    const path = secretFile('passphrase', 'correct horse \r\n');
    const config = loadConfig({ POLYMARKET_KEYSTORE_PASSPHRASE_FILE: path });
    expect(config.polymarket.keystorePassphrase).toBe('correct horse ');
    expect(
      loadConfig({ KALSHI_PRIVATE_KEY_FILE: secretFile('pem', `${PEM}\n`) }).kalshi.privateKey,
    ).toBe(PEM);
  });

  test('the passphrase of a signer in a process of its own is not read here', () => {
    const path = secretFile('of-the-signer', 'canary horse battery');
    const env = { POLYMIND_SIGNER: 'process', POLYMARKET_KEYSTORE_PASSPHRASE_FILE: path };
    const config = loadConfig(env);
    expect(config.polymarket).toMatchObject({
      keystorePassphrase: null,
      keystorePassphraseFile: path,
    });
    expect(config.secrets).toEqual([]);
    expect(
      problemOf({ POLYMIND_SIGNER: 'process', POLYMARKET_KEYSTORE_PASSPHRASE: 'canary horse' }),
    ).toMatch(/POLYMARKET_KEYSTORE_PASSPHRASE_FILE=\.\/passphrase$/);
    expect(loadConfig({ POLYMIND_SIGNER: 'thread' }).polymarket.keystorePassphraseFile).toBe(null);
  });

  test('both a value and a file are refused', () => {
    const env = { TELEGRAM_BOT_TOKEN: 'x', TELEGRAM_BOT_TOKEN_FILE: secretFile('both', 'y') };
    expect(problemOf(env)).toBe(
      'TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_TOKEN_FILE are both set: keep one',
    );
  });

  test.each([0o640, 0o604, 0o620, 0o601])('a file of mode %o is refused', (mode) => {
    const path = secretFile(`mode-${mode}`, 'canary-secret', mode);
    const message = problemOf({ ANTHROPIC_API_KEY_FILE: path });
    expect(message).toContain('ANTHROPIC_API_KEY_FILE: the file can be read by others');
    expect(message).not.toContain('canary-secret');
  });

  test('a file that is missing, a folder, empty or huge is refused by name', () => {
    const paths = [
      join(folder, 'missing'),
      secretFile('empty', '\n'),
      secretFile('huge', 'x'.repeat(70_000)),
    ];
    for (const path of paths) {
      expect(problemOf({ REDIS_URL_FILE: path })).toMatch(/^REDIS_URL_FILE: the file (cannot|is) /);
    }
    expect(problemOf({ REDIS_URL_FILE: folder })).toMatch(/^REDIS_URL_FILE: /);
  });

  test('a malformed secret in a file is told without its content', () => {
    const message = problemOf({ DATABASE_URL_FILE: secretFile('url', 'canary-secret') });
    expect(message).toContain('DATABASE_URL (from DATABASE_URL_FILE) is not');
    expect(message).not.toContain('canary-secret');
  });

  test('a secret put where its file should be is not repeated', () => {
    expect(problemOf({ KALSHI_KEY_ID_FILE: 'canary-secret' })).not.toContain('canary');
  });

  test('only secrets come from files', () => {
    expect(problemOf({ WEB_PORT_FILE: '/tmp/x' })).toContain('only secrets come from files');
  });
});

describe('what to keep out of logs', () => {
  test('every secret is listed, and the password and key inside a URL by themselves', () => {
    const { secrets } = loadConfig({
      DATABASE_URL: 'postgres://me:p%40ssword@db/polymind',
      POLYGON_RPC_URL: 'https://node.example/v2/0123456789abcdefKEY',
      TELEGRAM_BOT_TOKEN: VARIABLES.TELEGRAM_BOT_TOKEN.example,
      WEB_HOST: 'localhost',
    });
    expect(secrets).toEqual(
      expect.arrayContaining([
        'p%40ssword',
        'p@ssword',
        '0123456789abcdefKEY',
        VARIABLES.TELEGRAM_BOT_TOKEN.example,
      ]),
    );
    expect(secrets).not.toContain('localhost');
    expect(secrets).not.toContain('polymind');
  });

  test('a password with a stray percent sign is a password', () => {
    expect(loadConfig({ DATABASE_URL: 'postgres://me:100%-c%61nary@db/x' }).secrets).toContain(
      '100%-canary',
    );
  });

  test('a key in the query of a URL is listed by itself', () => {
    const url = 'https://node.example/?key=0123456789abcdefKEY';
    expect(loadConfig({ POLYGON_RPC_URL: url }).secrets).toEqual([url, '0123456789abcdefKEY']);
  });

  test('stacks are shown on debug and trace alone', () => {
    expect(['trace', 'debug', 'info', 'x'].map((LOG_LEVEL) => wantsStacks({ LOG_LEVEL }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
