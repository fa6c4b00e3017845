import { VenueError } from '../../data/http/venue-error.ts';
import type { PolymarketClient } from '../../data/polymarket/client/client.ts';
import type { StatusView } from '../../engine/contract/views.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';

export type Reached = StatusView['reach'][number];

/** One question to one host, without anything kept or changed. */
interface Probe {
  readonly name: string;
  /** What it answered, in words. @throws VenueError */
  ask(signal: AbortSignal): Promise<string>;
}

/** How long a host has to answer; it is asked again later. */
const ANSWER_MS_MAX = 5 * SECOND_MS;
/** A clock that is further off makes ages of trades wrong. */
const SKEW_MS_MAX = 2 * SECOND_MS;

/** Asks every host once; all at the same time. */
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
  if (error instanceof VenueError) return error.message;
  if (error instanceof Error) return error.name === 'TimeoutError' ? 'no answer' : error.message;
  return String(error);
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
