import { z } from 'zod';

/** One variable of the environment: how it is read, and what is said when it is wrong. */
export interface Variable<T> {
  readonly schema: z.ZodType<T, string>;
  /** What would be right, as a noun: `a port from 1 to 65535`. */
  readonly expected: string;
  readonly example: string;
  /** Never printed, kept out of logs, and readable from the file that `<NAME>_FILE` names. */
  readonly secret: boolean;
}

export const ROLES = ['feeds', 'engine', 'bot', 'web'] as const;
export type Role = (typeof ROLES)[number];

/** Where the key of live trading is: in a thread of the service, or in a process of its own. */
export const SIGNER_PLACES = ['thread', 'process'] as const;
export type SignerPlace = (typeof SIGNER_PLACES)[number];

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const PORT_MAX = 65_535;
const COINS_MAX = 50;
/** A shorter secret could not be told from ordinary words in a log. */
const SECRET_LENGTH_MIN = 6;

function plain<T>(schema: z.ZodType<T, string>, expected: string, example: string): Variable<T> {
  return { schema, expected, example, secret: false };
}

function secret<T>(schema: z.ZodType<T, string>, expected: string, example: string): Variable<T> {
  return { schema, expected, example, secret: true };
}

function urlOf(...protocols: string[]): z.ZodType<string, string> {
  return z.string().refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && protocols.includes(url.protocol.slice(0, -1));
  });
}

const httpUrl = (example: string) => plain(urlOf('http', 'https'), 'an http or https URL', example);
const socketUrl = (example: string) => plain(urlOf('ws', 'wss'), 'a ws or wss URL', example);

/** Identifiers of people on a chat platform: digits, separated by commas or spaces. */
const ids = (platform: string, example: string) =>
  plain(
    z
      .string()
      .regex(/^\s*\d{1,20}(?:[\s,]+\d{1,20})*[\s,]*$/)
      .transform((text): readonly string[] => [...new Set(text.match(/\d+/g) ?? [])]),
    `${platform} user ids separated by commas`,
    example,
  );

const snowflake = (what: string) =>
  plain(z.string().regex(/^\d{15,20}$/), `the id of a Discord ${what}`, '1144025398231384085');

const roles = z
  .string()
  .transform((text) => text.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum([...ROLES, 'all'])))
  .transform((list): readonly Role[] =>
    ROLES.filter((role) => list.includes('all') || list.includes(role)),
  );

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(PORT_MAX));

const SIGNATURE_TYPES = { '0': 0, '1': 1, '2': 2, '3': 3 } as const;
const signatureType = z.enum(['0', '1', '2', '3']).transform((type) => SIGNATURE_TYPES[type]);

const privateKey = z
  .string()
  // A key in one line, as some hosts store it, carries its line ends as two characters.
  .transform((text) => text.replaceAll('\\n', '\n').trim())
  .pipe(z.string().regex(/^-----BEGIN (?:RSA )?PRIVATE KEY-----\n[\s\S]+\n-----END [A-Z ]+-----$/));

const text = z.string().trim().min(1);

/** Codes of coins as exchanges write them. Each takes two streams of a connection. */
const coins = z
  .string()
  .transform((list): readonly string[] => [...new Set(list.toLowerCase().match(/[^\s,]+/g) ?? [])])
  .pipe(
    z
      .array(z.string().regex(/^[a-z0-9]{2,10}$/))
      .min(1)
      .max(COINS_MAX),
  );

/** Every variable the program reads. `.env.example` lists the same ones, held by a test. */
export const VARIABLES = {
  DATABASE_URL: secret(
    urlOf('postgres', 'postgresql'),
    'a postgres URL',
    'postgres://polymind:password@127.0.0.1:5432/polymind',
  ),
  REDIS_URL: secret(urlOf('redis', 'rediss'), 'a redis URL', 'redis://127.0.0.1:6379'),
  POLYMIND_DATA_DIR: plain(text, 'a folder', './data'),
  POLYMIND_ROLES: plain(roles, `all, or some of ${ROLES.join(', ')}`, 'engine,bot'),
  POLYMIND_SIGNER: plain(z.enum(SIGNER_PLACES), `one of ${SIGNER_PLACES.join(', ')}`, 'process'),
  POLYMIND_CONTROL_URL: httpUrl('http://127.0.0.1:8421'),
  POLYMIND_HEARTBEAT_URL: secret(
    urlOf('http', 'https'),
    'an http or https URL',
    'https://hc-ping.com/your-uuid',
  ),
  POLYMIND_LLM_MODEL: plain(text, 'the name of a model', 'claude-sonnet-4-5'),
  LOG_LEVEL: plain(z.enum(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`, 'info'),

  TELEGRAM_BOT_TOKEN: secret(
    z.string().regex(/^\d{3,20}:[\w-]{20,}$/),
    'a bot token as @BotFather gives it',
    '123456789:AAExampleExampleExampleExampleExamp',
  ),
  TELEGRAM_API_ROOT: httpUrl('https://api.telegram.org'),
  TELEGRAM_ADMIN_IDS: ids('Telegram', '123456789,987654321'),
  TELEGRAM_TRADER_IDS: ids('Telegram', '123456789'),
  TELEGRAM_VIEWER_IDS: ids('Telegram', '123456789'),
  TELEGRAM_ALERT_CHAT_ID: plain(
    z.string().regex(/^-?\d{1,20}$/),
    'the id of a Telegram chat',
    '-1001234567890',
  ),

  DISCORD_BOT_TOKEN: secret(
    z.string().regex(/^[\w.-]{20,}$/),
    'a bot token from the Discord developer portal',
    'MTExample111111111111111.Gexamp.Example1111111111111111111',
  ),
  DISCORD_API_ROOT: httpUrl('https://discord.com/api'),
  DISCORD_GUILD_ID: snowflake('server'),
  DISCORD_CHANNEL_ID: snowflake('channel'),
  DISCORD_ADMIN_IDS: ids('Discord', '80351110224678912'),
  DISCORD_TRADER_IDS: ids('Discord', '80351110224678912'),
  DISCORD_VIEWER_IDS: ids('Discord', '80351110224678912'),

  POLYMARKET_CLOB_URL: httpUrl('https://clob.polymarket.com'),
  POLYMARKET_GAMMA_URL: httpUrl('https://gamma-api.polymarket.com'),
  POLYMARKET_DATA_URL: httpUrl('https://data-api.polymarket.com'),
  POLYMARKET_WS_URL: socketUrl('wss://ws-subscriptions-clob.polymarket.com'),
  POLYMARKET_RTDS_URL: socketUrl('wss://ws-live-data.polymarket.com'),
  POLYMARKET_PRICES_WS_URL: socketUrl('wss://ws-live-v2.polymarket.com/ws'),
  POLYMARKET_GEOBLOCK_URL: httpUrl('https://polymarket.com/api/geoblock'),
  POLYMARKET_RELAYER_URL: httpUrl('https://relayer-v2.polymarket.com'),
  POLYMARKET_RELAYER_KEY: secret(z.string().min(SECRET_LENGTH_MIN), 'a relayer API key', 'key'),
  POLYMARKET_KEYSTORE: plain(text, 'the path of a keystore file', './keystore.json'),
  POLYMARKET_KEYSTORE_PASSPHRASE: secret(
    z.string().min(SECRET_LENGTH_MIN),
    `a passphrase of at least ${SECRET_LENGTH_MIN} characters`,
    'correct horse battery staple',
  ),
  POLYMARKET_FUNDER: plain(
    z
      .string()
      .regex(/^0x[0-9a-fA-F]{40}$/)
      .transform((address) => address.toLowerCase()),
    'the address that holds the money',
    '0x0000000000000000000000000000000000000001',
  ),
  POLYMARKET_SIGNATURE_TYPE: plain(
    signatureType,
    '0 (own key), 1 (proxy), 2 (Safe) or 3 (deposit wallet)',
    '2',
  ),
  POLYGON_RPC_URL: secret(
    urlOf('http', 'https'),
    'an http or https URL',
    'https://polygon-rpc.com',
  ),
  POLYGON_WS_URL: secret(
    urlOf('ws', 'wss'),
    'a ws or wss URL',
    'wss://polygon-bor-rpc.publicnode.com',
  ),

  KALSHI_API_URL: httpUrl('https://external-api.kalshi.com/trade-api/v2'),
  KALSHI_WS_URL: socketUrl('wss://external-api-ws.kalshi.com/trade-api/ws/v2'),
  KALSHI_KEY_ID: secret(
    z.string().regex(/^[\w-]{6,}$/),
    'the id of an API key',
    '00000000-0000-4000-8000-000000000000',
  ),
  KALSHI_PRIVATE_KEY: secret(
    privateKey,
    'a private key in PEM form, RSA or Ed25519',
    '-----BEGIN PRIVATE KEY-----…-----END PRIVATE KEY-----',
  ),
  BINANCE_WS_URL: socketUrl('wss://data-stream.binance.vision'),
  BINANCE_API_URL: httpUrl('https://data-api.binance.vision'),
  BINANCE_COINS: plain(coins, 'codes of coins separated by commas', 'bnb,hype'),

  ANTHROPIC_API_KEY: secret(z.string().regex(/^\S{10,}$/), 'an API key', 'sk-ant-example'),
  ANTHROPIC_BASE_URL: httpUrl('https://api.anthropic.com'),

  WEB_HOST: plain(z.string().regex(/^[\w.:-]+$/), 'a host name or address', '127.0.0.1'),
  WEB_PORT: plain(port, `a port from 1 to ${PORT_MAX}`, '8420'),
  WEB_PUBLIC_URL: httpUrl('https://polymind.example.com'),
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

export type VariableName = keyof typeof VARIABLES;
export const ENVIRONMENT_NAMES = Object.keys(VARIABLES) as VariableName[];

/** Every name that starts so must be one we know: a typo never passes for a default. */
export const OWN_PREFIXES = [
  'POLYMIND_',
  'TELEGRAM_',
  'DISCORD_',
  'POLYMARKET_',
  'POLYGON_',
  'KALSHI_',
  'BINANCE_',
  'WEB_',
];
