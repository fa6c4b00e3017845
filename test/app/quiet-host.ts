import { PassThrough } from 'node:stream';
import type { Host } from '../../src/app/host.ts';

/** No terminal, nothing typed, and nobody who stops it. */
export function quietHost(): Host {
  return {
    input: new PassThrough(),
    output: new PassThrough(),
    untilStopped: () => new Promise(() => undefined),
    onKillSignal: () => () => undefined,
  };
}
