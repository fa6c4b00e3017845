import { readSecretFile } from '../ops/secret-file.ts';
import {
  ENVIRONMENT_NAMES,
  type LogLevel,
  OWN_PREFIXES,
  ROLES,
  type Role,
  type SignerPlace,
  VARIABLES,
  type VariableName,
} from './environment.ts';
import { nearest } from './nearest.ts';

/** What the host told us, resolved and checked. `null` means absent. */
export type Config = ReturnType<typeof configFrom> & {
  /** Values that must never appear anywhere; the scrubber is given all of them. */
  readonly secrets: readonly string[];
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is wrong. `message` is one line and never holds a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const DATA_DIR = './data';
/** A signer in a process of its own reads this by itself: here it is not even read. */
const OF_SIGNER = 'POLYMARKET_KEYSTORE_PASSPHRASE';

type Values = {
  readonly [N in VariableName]: ReturnType<(typeof VARIABLES)[N]['schema']['parse']> | null;
};

/** The only reading of the process's environment. */
export function processEnvironment(): Environment {
  return process.env;
}

/**
 * Reads and checks the environment. An empty value counts as absent, so that an untouched
 * `.env.example` works.
 *
 * @throws ConfigError naming the first wrong variable, what would be right, and how many more.
 */
export function loadConfig(env: Environment): Config {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  const problems = given.flatMap(([name]) => unknownName(name));
  const values: Partial<Record<VariableName, unknown>> = {};
  const secrets: string[] = [];
  const all = new Map(given);
  const passphraseFile = isReadBySigner(all) ? (all.get(`${OF_SIGNER}_FILE`) ?? null) : null;
  for (const name of ENVIRONMENT_NAMES) {
    const found = readVariable(name, all);
    if ('problem' in found) problems.push(found.problem);
    else values[name] = found.value;
    if ('raw' in found && VARIABLES[name].secret) secrets.push(...secretParts(found.raw));
  }
  const [first, ...more] = problems;
  if (first !== undefined) {
    throw new ConfigError(more.length === 0 ? first : `${first} (and ${more.length} more)`);
  }
  return { ...configFrom(values as Values, passphraseFile), secrets };
}

/** Where data lives, also when the environment is wrong otherwise: stopping must not fail by that. */
export function dataDirOf(env: Environment): string {
  return env['POLYMIND_DATA_DIR']?.trim() || DATA_DIR;
}

/** Whether errors are shown with their stack; works on an environment that is otherwise wrong. */
export function wantsStacks(env: Environment): boolean {
  return env['LOG_LEVEL'] === 'debug' || env['LOG_LEVEL'] === 'trace';
}

/** What a terminal can show. */
export interface TerminalLooks {
  readonly colour: boolean;
  /** It can move its cursor. */
  readonly screen: boolean;
}

/** https://no-color.org, and terminals that say that they are none. */
export function terminalLooks(env: Environment): TerminalLooks {
  const isDumb = env['TERM'] === 'dumb';
  return { colour: (env['NO_COLOR'] ?? '') === '' && !isDumb, screen: !isDumb };
}

type Found =
  | { readonly problem: string }
  | { readonly value: unknown; readonly raw: string }
  | { readonly value: null };

function readVariable(name: VariableName, given: ReadonlyMap<string, string | undefined>): Found {
  const { schema, expected, example, secret } = VARIABLES[name];
  if (name === OF_SIGNER && isReadBySigner(given)) return leftToSigner(given);
  const fileName = `${name}_FILE`;
  // Never named in a message: who mistakes the variable puts the secret itself there.
  const path = secret ? given.get(fileName) : undefined;
  let raw = given.get(name);
  if (path !== undefined) {
    if (raw !== undefined) return { problem: `${name} and ${fileName} are both set: keep one` };
    const file = readSecretFile(path);
    if ('problem' in file) return { problem: `${fileName}: the file ${file.problem}` };
    raw = file.secret;
  }
  if (raw === undefined) return { value: null };
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data, raw };
  const source = path === undefined ? name : `${name} (from ${fileName})`;
  return { problem: `${source} is not ${expected}, for example ${name}=${example}` };
}

function isReadBySigner(given: ReadonlyMap<string, string | undefined>): boolean {
  return given.get('POLYMIND_SIGNER') === 'process';
}

function leftToSigner(given: ReadonlyMap<string, string | undefined>): Found {
  if (!given.has(OF_SIGNER)) return { value: null };
  return {
    problem: `${OF_SIGNER} is not for the signer alone: with POLYMIND_SIGNER=process set ${OF_SIGNER}_FILE=./passphrase`,
  };
}

function unknownName(name: string): string[] {
  if (!OWN_PREFIXES.some((prefix) => name.startsWith(prefix))) return [];
  if (name in VARIABLES) return [];
  const base = name.replace(/_FILE$/, '');
  const known = VARIABLES[base as VariableName];
  if (known?.secret === true) return [];
  if (known !== undefined && name !== base) {
    return [`${name} is not read: only secrets come from files, set ${base}=${known.example}`];
  }
  const meant = nearest(name, ENVIRONMENT_NAMES) as VariableName | null;
  const hint =
    meant === null
      ? 'see .env.example for every name'
      : `did you mean ${meant}, for example ${meant}=${VARIABLES[meant].example}?`;
  return [`${name} is not a variable of PolyMind: ${hint}`];
}

/** Parts of a URL this long are keys of a hosted node or monitor, not words. */
const KEY_LENGTH_MIN = 16;

/** A secret with the parts of it that are secret by themselves: a URL's password and keys. */
function secretParts(raw: string): string[] {
  if (!URL.canParse(raw)) return [raw];
  const { username, password, pathname, searchParams } = new URL(raw);
  const keys = [username, ...pathname.split('/'), ...searchParams.values()];
  return [
    raw,
    ...[password, decoded(password)].filter((part) => part !== ''),
    ...keys.filter((part) => part.length >= KEY_LENGTH_MIN),
  ];
}

/** As drivers send it; a stray `%` is only itself. */
function decoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
  );
}

/** Groups the values by what they are for, with their defaults. */
function configFrom(v: Values, passphraseFile: string | null) {
  return {
    databaseUrl: v.DATABASE_URL,
    redisUrl: v.REDIS_URL,
    dataDir: v.POLYMIND_DATA_DIR ?? DATA_DIR,
    roles: v.POLYMIND_ROLES ?? (ROLES as readonly Role[]),
    signer: v.POLYMIND_SIGNER ?? ('thread' as SignerPlace),
    controlUrl: v.POLYMIND_CONTROL_URL,
    heartbeatUrl: v.POLYMIND_HEARTBEAT_URL,
    logLevel: v.LOG_LEVEL ?? ('info' as LogLevel),
    telegram: {
      botToken: v.TELEGRAM_BOT_TOKEN,
      apiRoot: v.TELEGRAM_API_ROOT,
      adminIds: v.TELEGRAM_ADMIN_IDS ?? [],
      traderIds: v.TELEGRAM_TRADER_IDS ?? [],
      viewerIds: v.TELEGRAM_VIEWER_IDS ?? [],
      alertChatId: v.TELEGRAM_ALERT_CHAT_ID,
    },
    discord: {
      botToken: v.DISCORD_BOT_TOKEN,
      apiRoot: v.DISCORD_API_ROOT,
      guildId: v.DISCORD_GUILD_ID,
      channelId: v.DISCORD_CHANNEL_ID,
      adminIds: v.DISCORD_ADMIN_IDS ?? [],
      traderIds: v.DISCORD_TRADER_IDS ?? [],
      viewerIds: v.DISCORD_VIEWER_IDS ?? [],
    },
    polymarket: { ...polymarketFrom(v), keystorePassphraseFile: passphraseFile },
    polygon: { rpcUrl: v.POLYGON_RPC_URL, wsUrl: v.POLYGON_WS_URL },
    kalshi: {
      apiUrl: v.KALSHI_API_URL,
      wsUrl: v.KALSHI_WS_URL,
      keyId: v.KALSHI_KEY_ID,
      privateKey: v.KALSHI_PRIVATE_KEY,
    },
    binance: {
      apiUrl: v.BINANCE_API_URL,
      wsUrl: v.BINANCE_WS_URL,
      coins: v.BINANCE_COINS ?? [],
    },
    llm: {
      apiKey: v.ANTHROPIC_API_KEY,
      baseUrl: v.ANTHROPIC_BASE_URL,
      model: v.POLYMIND_LLM_MODEL,
    },
    web: {
      host: v.WEB_HOST ?? '127.0.0.1',
      port: v.WEB_PORT ?? 8420,
      publicUrl: v.WEB_PUBLIC_URL,
    },
  } as const;
}

function polymarketFrom(v: Values) {
  return {
    clobUrl: v.POLYMARKET_CLOB_URL,
    gammaUrl: v.POLYMARKET_GAMMA_URL,
    dataUrl: v.POLYMARKET_DATA_URL,
    wsUrl: v.POLYMARKET_WS_URL,
    rtdsUrl: v.POLYMARKET_RTDS_URL,
    pricesWsUrl: v.POLYMARKET_PRICES_WS_URL,
    geoblockUrl: v.POLYMARKET_GEOBLOCK_URL,
    relayerUrl: v.POLYMARKET_RELAYER_URL,
    relayerKey: v.POLYMARKET_RELAYER_KEY,
    keystore: v.POLYMARKET_KEYSTORE,
    keystorePassphrase: v.POLYMARKET_KEYSTORE_PASSPHRASE,
    funder: v.POLYMARKET_FUNDER,
    signatureType: v.POLYMARKET_SIGNATURE_TYPE,
  } as const;
}
