import { describe, expect, test } from 'vitest';
import { inputOfLine, isOwnSource, lineOfInput } from '../../../src/app/virtual/input-line.ts';
import type { InputBody } from '../../../src/engine/domain/input.ts';
import { assessmentOf } from '../../scenarios/score-words.ts';

const NOW_MS = 1_790_000_000_000;
const SOURCE = 'polymind.score';

describe('scores on a tape', () => {
  test('come back as they were told', () => {
    const words = 'anna 0.4 kind maker week -0.3 copies 7 net -3 edge -0.2/0.1'.split(' ');
    const input: InputBody = { kind: 'scored', assessments: [assessmentOf(words, NOW_MS)] };
    const line = JSON.parse(JSON.stringify(lineOfInput(NOW_MS, input)));
    expect(line).toMatchObject({ t: NOW_MS, source: SOURCE });
    expect(isOwnSource(SOURCE)).toBe(true);
    expect(inputOfLine(line)).toEqual(input);
  });

  test.each([
    ['nothing', {}, 'assessments'],
    ['no list', { assessments: 'all' }, 'assessments'],
    ['no score', { assessments: [{ copying: [] }] }, 'assessments.0.score'],
    ['no wallet', { assessments: [{ score: { atMs: 1 }, copying: [] }] }, 'score.wallet'],
  ])('that are none are refused with the place: %s', (_, frame, place) => {
    const read = inputOfLine({ t: NOW_MS, source: SOURCE, frame });
    expect(read).toHaveProperty('error');
    expect(JSON.stringify(read)).toContain(place);
  });
});
