import type { BeatAnswer } from '../../../engine/ports.ts';
import { isRow } from '../../parsed.ts';
import type { AccountHttp } from './account-http.ts';
import { jsonOf, saidIn, wordsOf } from './answer-body.ts';

const STATUS_BAD_REQUEST = 400;
const ID_LENGTH_MAX = 128;

/**
 * One beat. Once the first was sent, so many seconds of silence cancel every open order of the
 * account's API key; the ids chain, beginning with an empty one.
 */
export async function beat(http: AccountHttp, id: string, nowMs: number): Promise<BeatAnswer> {
  const body = JSON.stringify({ heartbeat_id: id });
  const request = { endpoint: 'clob.heartbeat', target: '/v1/heartbeats', body } as const;
  const outcome = await http.write({ ...request, method: 'POST', lane: 'cancels' });
  if (outcome.kind !== 'answered') return { kind: 'failed', text: outcome.text };
  const next = nextIdIn(outcome.text);
  if (outcome.status >= 200 && outcome.status < 300) {
    if (next !== null) return { kind: 'beaten', nextId: next };
    return { kind: 'failed', text: 'an answer without the id of the next beat' };
  }
  if (outcome.status === STATUS_BAD_REQUEST && next !== null) {
    return { kind: 'wrongId', expectedId: next };
  }
  return { kind: 'failed', text: wordsOf(outcome.status, saidIn(outcome, nowMs)) };
}

function nextIdIn(text: string): string | null {
  const body = jsonOf(text);
  const id = isRow(body) ? body['heartbeat_id'] : null;
  return typeof id === 'string' && id !== '' && id.length <= ID_LENGTH_MAX ? id : null;
}
