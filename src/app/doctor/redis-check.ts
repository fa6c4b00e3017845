import { closeRedis, openRedis, untilReady } from '../../data/state/redis-connection.ts';
import { StateStoreError } from '../../data/state/state-store-error.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import { type Finding, fine, skipped, wrong } from './check.ts';
import type { Inspection } from './inspection.ts';

const CONNECT_MS_MAX = 4 * SECOND_MS;
const COMMAND_MS_MAX = 2 * SECOND_MS;
/** The oldest server with all commands in use. */
const VERSION_MIN = [6, 2] as const;
const HARMLESS = 'Without it the service is slower, never wrong';

export async function checkRedis({ config: { redisUrl } }: Inspection): Promise<Finding> {
  if (redisUrl === null) return skipped('REDIS_URL is not set: not needed on one machine');
  let onProblem: (error: StateStoreError) => void = () => undefined;
  const firstProblem = new Promise<never>((_, fail) => {
    onProblem = fail;
  });
  const redis = openRedis({
    url: redisUrl,
    commandTimeoutMs: COMMAND_MS_MAX,
    reconnectDelayMsMax: COMMAND_MS_MAX,
    onProblem: (error) => onProblem(error),
  });
  const ready = untilReady(redis, CONNECT_MS_MAX);
  try {
    await Promise.race([ready, firstProblem]);
    const startMs = performance.now();
    const info = await redis.info('server');
    return judged(info, Math.round(performance.now() - startMs));
  } catch (error) {
    const words = error instanceof StateStoreError ? error.message : 'It does not answer.';
    return wrong(`${words.replace(/\.$/, '')}. ${HARMLESS}`, 'start it, or correct REDIS_URL');
  } finally {
    await closeRedis(redis, () => undefined);
    // What was told already is told once.
    await ready.catch(() => undefined);
  }
}

function judged(info: string, latencyMs: number): Finding {
  const version = /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < VERSION_MIN[0] || (major === VERSION_MIN[0] && minor < VERSION_MIN[1]);
  if (isOld) {
    return wrong(`version ${version}`, `install Redis ${VERSION_MIN.join('.')} or later`);
  }
  return fine(`version ${version}, answers in ${latencyMs} ms`);
}
