import { BinanceClient } from '../../data/binance/client/client.ts';
import { isBlockedHere } from '../../data/binance/errors.ts';
import type { BinanceHost } from '../../data/binance/hosts.ts';
import { VenueError } from '../../data/http/venue-error.ts';
import { KalshiClient } from '../../data/kalshi/client/client.ts';
import { isUnauthorized } from '../../data/kalshi/errors.ts';
import { type ExchangeStatus, shardOf } from '../../data/kalshi/schema-exchange.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';
import { ConfigError } from '../config.ts';
import type { KalshiAccess } from '../running/kalshi-side.ts';
import { binanceHosts, kalshiAccess } from '../running/venue-access.ts';
import { type Finding, fine, skipped, warning } from './check.ts';
import { unanswered } from './failure-words.ts';
import type { Inspection } from './inspection.ts';
import { listen, notOpened } from './stream-checks.ts';

/** A clock that is further off makes prices look late, and signatures old. */
const SKEW_MS_MAX = 2 * SECOND_MS;
/** What is asked of a host that streams: the busiest pair tells a price several times a second. */
const STREAM_PATH = '/stream?streams=btcusdt@bookTicker';
const SET_CLOCK = 'set it by the network: timedatectl set-ntp true';
/** The shard that trades coins, with a status of its own. */
const COIN_SHARD = 2;
const COPYING_GOES_ON = 'copying needs none of it';

/** How far this host's clock may be off a venue's. */
interface Skew {
  /** Positive when the venue is ahead. */
  readonly skewMs: number;
  readonly uncertaintyMs: number;
}

/** The first host that answers this place, in the order in which the feed tries them. */
export async function checkBinance(inspection: Inspection): Promise<Finding> {
  const hosts = orNull(() => binanceHosts(inspection.config.binance));
  if (hosts === null) return seeConfiguration();
  const refusals: string[] = [];
  let last: unknown = null;
  let isPlace = true;
  for (const host of hosts) {
    // Another exchange has other prices: it stands in only where the first one does not serve.
    if (host.exchange !== hosts[0]?.exchange && !isPlace) break;
    try {
      const skew = await binanceSkew(host, inspection);
      return binanceFound(host, { hosts, skew, refusals });
    } catch (error) {
      last = error;
      isPlace &&= isBlockedHere(error);
      refusals.push(`${host.name} ${wordOf(error)}`);
    }
  }
  if (hosts.length === 1 && !isPlace) return asWarning(unanswered(last, 'BINANCE_API_URL'));
  return warning(
    `no host tells spot prices here (${refusals.join(', ')})`,
    `price lags cannot be found, ${COPYING_GOES_ON}; set BINANCE_WS_URL and BINANCE_API_URL to a host that may be used here`,
  );
}

function binanceFound(
  host: BinanceHost,
  of: {
    readonly hosts: readonly BinanceHost[];
    readonly skew: Skew;
    readonly refusals: readonly string[];
  },
): Finding {
  const { hosts, skew, refusals } = of;
  const after = refusals.length === 0 ? '' : ` (${refusals.join(', ')})`;
  const found = `${host.name} answers${after}`;
  const off = clockOff(skew);
  if (off !== null) return warning(`${found}; ${off}`, SET_CLOCK);
  if (host.exchange === hosts[0]?.exchange) return fine(found);
  return warning(
    `${found}: a smaller exchange`,
    'its prices are further off; nothing has to be done',
  );
}

export async function checkBinanceStream({ config, answerMsMax }: Inspection): Promise<Finding> {
  const hosts = orNull(() => binanceHosts(config.binance));
  if (hosts === null) return seeConfiguration();
  const whys: string[] = [];
  for (const { name, wsUrl } of hosts) {
    const heard = await listen({
      url: `${wsUrl}${STREAM_PATH}`,
      say: null,
      isWanted: (text) => text.includes('"stream"'),
      waitMsMax: answerMsMax / hosts.length,
    });
    if (heard.kind === 'frame') return fine(`${name} sends prices`);
    whys.push(
      heard.kind === 'silent' ? `${name} opens and sends no price` : `${name}: ${heard.why}`,
    );
  }
  const [only] = whys;
  if (whys.length === 1 && only !== undefined) {
    return asWarning(notOpened(only, 'BINANCE_WS_URL'));
  }
  return warning(
    `no host streams spot prices here (${whys.join(', ')})`,
    `price lags cannot be found, ${COPYING_GOES_ON}; check the network of this host`,
  );
}

export async function checkKalshi(inspection: Inspection): Promise<Finding> {
  const access = orNull(() => kalshiAccess(inspection.config));
  if (access === null) return seeConfiguration();
  const { hostname } = new URL(access.apiUrl);
  try {
    const status = await clientOf(access, inspection).exchange.getExchangeStatus({
      signal: inspection.signal(),
    });
    const off = clockOff(await kalshiSkew(access, inspection));
    const found = `${hostname} answers; ${tradingWords(status)}`;
    return off === null ? fine(found) : warning(`${found}; ${off}`, SET_CLOCK);
  } catch (error) {
    return asWarning(unanswered(error, 'KALSHI_API_URL'));
  }
}

export async function checkKalshiKey(inspection: Inspection): Promise<Finding> {
  const access = orNull(() => kalshiAccess(inspection.config));
  if (access === null) return seeConfiguration();
  if (access.key === null) {
    return skipped('KALSHI_KEY_ID is not set: markets and books are read without, more slowly');
  }
  try {
    await clientOf(access, inspection).account.getBalance({ signal: inspection.signal() });
    return fine('Kalshi takes it');
  } catch (error) {
    if (!isUnauthorized(error)) return asWarning(unanswered(error, 'KALSHI_API_URL'));
    return warning(
      `Kalshi refuses the key (${error.text})`,
      'check KALSHI_KEY_ID and KALSHI_PRIVATE_KEY, whether the key is of this host’s environment, and the clock',
    );
  }
}

function clientOf({ apiUrl, key }: KalshiAccess, { runtime }: Inspection): KalshiClient {
  return new KalshiClient({ baseUrl: apiUrl, runtime, key });
}

function tradingWords(status: ExchangeStatus): string {
  const isUp = (index: number): boolean => shardOf(status, index)?.isTradingActive !== false;
  if (!isUp(0)) return 'trading is paused now';
  return isUp(COIN_SHARD) ? 'it trades now' : 'it trades now, but not coins';
}

async function binanceSkew(host: BinanceHost, inspection: Inspection): Promise<Skew> {
  const { runtime } = inspection;
  const client = new BinanceClient(host.apiUrl, runtime);
  const sentAtMs = runtime.nowMs();
  const venueAtMs = await client.time({ signal: inspection.signal() });
  return skewOf(venueAtMs, { sentAtMs, receivedAtMs: runtime.nowMs(), stepMs: 1 });
}

/** Kalshi has no clock to ask, but dates its answers, in whole seconds. */
async function kalshiSkew({ apiUrl }: KalshiAccess, inspection: Inspection): Promise<Skew> {
  const { runtime } = inspection;
  const sentAtMs = runtime.nowMs();
  const address = `${apiUrl.replace(/\/+$/, '')}/exchange/status`;
  const answer = await runtime.fetch(address, { signal: inspection.signal() });
  const receivedAtMs = runtime.nowMs();
  await answer.body?.cancel();
  const venueAtMs = Date.parse(answer.headers.get('date') ?? '');
  // Without a date nothing can be said against the clock.
  if (Number.isNaN(venueAtMs)) return { skewMs: 0, uncertaintyMs: Number.POSITIVE_INFINITY };
  return skewOf(venueAtMs, { sentAtMs, receivedAtMs, stepMs: SECOND_MS });
}

function skewOf(
  venueAtMs: AtMs,
  of: { readonly sentAtMs: AtMs; readonly receivedAtMs: AtMs; readonly stepMs: number },
): Skew {
  const { sentAtMs, receivedAtMs, stepMs } = of;
  return {
    skewMs: venueAtMs + stepMs / 2 - (sentAtMs + receivedAtMs) / 2,
    uncertaintyMs: stepMs / 2 + Math.abs(receivedAtMs - sentAtMs) / 2,
  };
}

/** `null` where the clocks agree well enough. */
function clockOff({ skewMs, uncertaintyMs }: Skew): string | null {
  if (Math.abs(skewMs) - uncertaintyMs <= SKEW_MS_MAX) return null;
  const seconds = (Math.abs(skewMs) / SECOND_MS).toFixed(1);
  return `this host's clock is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead'}`;
}

/** In a few words, for a list of hosts. */
function wordOf(error: unknown): string {
  if (error instanceof VenueError) {
    return isBlockedHere(error) ? 'does not serve this place' : 'does not answer';
  }
  if (error instanceof Error && error.name === 'TimeoutError') return 'does not answer in time';
  throw error;
}

/** Nothing that is copied depends on these venues. */
function asWarning(finding: Finding): Finding {
  return finding.ok === 'wrong' ? { ...finding, ok: 'warn' } : finding;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

function seeConfiguration(): Finding {
  return skipped('see Configuration');
}
