import { LeaderLease } from '../../data/store/lease/leader-lease.ts';
import type { Logger } from '../../ops/log.ts';
import type { Host } from '../host.ts';
import { leaseHolder } from '../host-side/lease-holder.ts';

export interface LeadOptions {
  readonly databaseUrl: string;
  /** Waits while another leads, where it would be refused else. */
  readonly standsBy: boolean;
  readonly host: Pick<Host, 'output' | 'untilStopped'>;
  readonly log: Logger;
  /** Another has taken over: this process has to end. */
  readonly onLost: (error: Error) => void;
}

/**
 * Leads on a server's database, at once or when its leader is gone. `null`: it was asked to stop while
 * it stood by.
 * @throws HeldLeaseError while another leads and this one does not stand by
 */
export async function lead(options: LeadOptions): Promise<LeaderLease | null> {
  const { databaseUrl, standsBy, host, log, onLost } = options;
  const of = { databaseUrl, holder: leaseHolder(), onLost };
  if (!standsBy) return await LeaderLease.take(of);
  const stop = new AbortController();
  const stopped = host.untilStopped().then(() => stop.abort());
  const waiting = (leader: string | null): void => {
    const words = leader === null ? 'the database does not answer' : `${leader} leads`;
    log.info({ leader }, 'standing by');
    host.output.write(`Standing by: ${words}.\n`);
  };
  const lease = await LeaderLease.stand(of, { signal: stop.signal, waiting });
  if (lease === null) await stopped;
  else log.info({ epoch: lease.epoch }, 'leading');
  return lease;
}
