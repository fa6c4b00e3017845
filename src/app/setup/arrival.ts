import { renderUnicodeCompact } from 'uqr';
import { VenueError } from '../../data/http/venue-error.ts';
import { RpcError } from '../../data/polygon/rpc/rpc-error.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import type { Walk } from './walk.ts';

/** Between two looks, about two blocks. */
const LOOK_EVERY_MS = 5 * SECOND_MS;

interface Awaited {
  readonly address: string;
  /** What is to be sent there: `dollars`, `a little POL`. */
  readonly what: string;
  /** What is there now in smallest units, `null` when it is not known. */
  look(): Promise<bigint | null>;
}

/** Shows where to send it, and waits until something is there or Enter is typed; what is there. */
export async function awaitArrival({ talk }: Walk, of: Awaited): Promise<bigint> {
  const { address, what } = of;
  talk.say(
    `   Send ${what} to this address, on Polygon:`,
    '',
    `   ${address}`,
    '',
    renderUnicodeCompact(address, { border: 2 }),
    '',
    '   Waiting until it arrives; Enter goes on without it.',
  );
  const arrived = await talk.until(() => lookOrNothing(of), LOOK_EVERY_MS);
  return arrived ?? 0n;
}

/** Whoever does not answer now is asked again. */
async function lookOrNothing({ look }: Awaited): Promise<bigint | null> {
  try {
    const there = await look();
    return there === 0n ? null : there;
  } catch (error) {
    if (error instanceof RpcError || error instanceof VenueError) return null;
    throw error;
  }
}
