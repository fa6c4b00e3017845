import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Who this process is, to those who want to lead on the same database. */
export function leaseHolder(): string {
  return `process ${process.pid} on ${hostname()}, ${randomUUID().slice(0, 8)}`;
}
