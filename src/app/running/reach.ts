import { VenueError } from '../../data/http/venue-error.ts';
import type { PolymarketClient } from '../../data/polymarket/client/client.ts';
import type { StatusView } from '../../engine/contract/views.ts';
import { MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import type { Logger } from '../../ops/log.ts';

export type Reached = StatusView['reach'][number];

/** One question to one host, without anything kept or changed. */
interface Probe {
  readonly name: string;
  /** What it answered, in words. @throws VenueError */
  ask(signal: AbortSignal): Promise<string>;
}

/** How often hosts are asked again whether they answer. */
const ASK_EVERY_MS = MINUTE_MS;
/** How long a host has to answer; it is asked again later. */
const ANSWER_MS_MAX = 5 * SECOND_MS;
/** A clock that is further off makes ages of trades wrong. */
const SKEW_MS_MAX = 2 * SECOND_MS;

/** Asks every host from time to time, and remembers what it said last. */
export class ReachWatch {
  readonly #client: PolymarketClient;
  readonly #log: Pick<Logger, 'warn'>;
  #reached: readonly Reached[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(client: PolymarketClient, log: Pick<Logger, 'warn'>) {
    this.#client = client;
    this.#log = log;
  }

  /** Empty before the first answers. */
  get reached(): readonly Reached[] {
    return this.#reached;
  }

  start(): void {
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), ASK_EVERY_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const known = new Set(this.#reached.filter(({ ok }) => !ok).map(({ name }) => name));
    this.#reached = await askAll(this.#client);
    for (const { name, ok, note } of this.#reached) {
      if (!ok && !known.has(name)) this.#log.warn({ host: name, note }, 'not reached; asked again');
    }
  }
}

/** Asks every host once; all at the same time. Never rejects. */
export function askAll(client: PolymarketClient): Promise<readonly Reached[]> {
  return Promise.all(probesOf(client).map(ask));
}

async function ask({ name, ask: question }: Probe): Promise<Reached> {
  try {
    return { name, ok: true, note: await question(AbortSignal.timeout(ANSWER_MS_MAX)) };
  } catch (error) {
    return { name, ok: false, note: noteOf(error) };
  }
}

function noteOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const code = systemCodeOf(error);
  if (error instanceof VenueError && error.kind === 'unreachable') {
    return code === null ? 'cannot be reached' : `cannot be reached (${code})`;
  }
  return error.message;
}

/** The system's own code for what went wrong, from wherever in the chain it is. */
export function systemCodeOf(error: Error): string | null {
  for (let link: unknown = error; link instanceof Error; link = link.cause) {
    if ('code' in link && typeof link.code === 'string') return link.code;
  }
  return null;
}

function probesOf(client: PolymarketClient): readonly Probe[] {
  return [
    {
      name: 'Polymarket CLOB',
      ask: async (signal) => {
        const { skewMs, uncertaintyMs } = await client.clob.clockSkew({ signal });
        const isOff = Math.abs(skewMs) - uncertaintyMs > SKEW_MS_MAX;
        if (isOff) return `answers; this host's clock is off by ${Math.round(skewMs / 1_000)} s`;
        return 'answers';
      },
    },
    {
      name: 'Polymarket markets',
      ask: async (signal) => {
        const page = await client.gamma.markets({ signal, pagesMax: 1 });
        if (!page.complete && page.readSoFar.length === 0) throw page.error;
        return 'answers';
      },
    },
    {
      name: 'Polymarket activity',
      ask: async (signal) => {
        await client.data.value(NOBODY, { signal });
        return 'answers';
      },
    },
    {
      name: 'Place of this host',
      ask: async (signal) => {
        const { blocked, country } = await client.geoblock({ signal });
        return blocked
          ? `${country}: Polymarket takes no orders from here; paper works`
          : `${country}: Polymarket takes orders from here`;
      },
    },
  ];
}

/** An address that holds nothing. */
const NOBODY = '0x0000000000000000000000000000000000000000' as never;
