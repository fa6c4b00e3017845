import type { PostAnswer } from '../../../engine/domain/venue-answer.ts';
import type { WriteOutcome } from '../../http/single-write.ts';
import { isRow } from '../../parsed.ts';
import { jsonOf } from './answer-body.ts';
import { classifyPost, classifyRefusal } from './classify-post.ts';
import { placedAnswer, type SentOrder } from './placed-answer.ts';

/**
 * What became of each order of one request, in their order. The venue answers in the same order; an
 * error names no order, so it counts only where every item stands at its place.
 */
export function classifyBatch(
  outcome: WriteOutcome,
  sent: readonly SentOrder[],
  nowMs: number,
): readonly PostAnswer[] {
  if (outcome.kind !== 'answered') return sent.map((order) => classifyPost(outcome, order, nowMs));
  if (outcome.status < 200 || outcome.status >= 300) {
    const answer = ofAll(classifyRefusal(outcome, nowMs));
    return sent.map(() => answer);
  }
  const items = jsonOf(outcome.text);
  const list: readonly unknown[] = Array.isArray(items) ? items : [];
  const isAligned =
    list.length === sent.length &&
    sent.every(({ hash }, at) => ['', hash].includes(idOf(list[at])));
  return sent.map((order, at) => {
    const own = list.find((item) => idOf(item) === order.hash);
    if (own !== undefined) return placedAnswer(own, order);
    if (isAligned) return placedAnswer(list[at], order);
    return { kind: 'unknown', text: 'the answers do not belong to the orders' };
  });
}

/** A refusal of the whole request holds for each only where it does not speak of one of them. */
function ofAll(answer: PostAnswer): PostAnswer {
  if (answer.kind === 'notAccepted') return answer;
  if (answer.kind === 'refused' && (answer.cause === 'blocked' || answer.cause === 'account')) {
    return answer;
  }
  return { kind: 'unknown', text: 'text' in answer ? answer.text : '' };
}

function idOf(item: unknown): string {
  const id = isRow(item) ? item['orderID'] : null;
  return typeof id === 'string' ? id.toLowerCase() : '';
}
