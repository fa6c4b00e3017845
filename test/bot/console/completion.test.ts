import { describe, expect, it } from 'vitest';
import { completeWord } from '../../../src/bot/console/completion.ts';
import { emptyEditor, insert } from '../../../src/bot/console/editor.ts';

function completed(line: string, candidates: readonly string[], cursor = line.length) {
  const state = { ...insert(emptyEditor([]), line), cursor };
  return completeWord(state, () => candidates);
}

describe('Tab', () => {
  it('finishes a word that has one continuation, with a space', () => {
    const { state, choices } = completed('/wallet wh', ['ace', 'whale-7']);
    expect(state.text).toBe('/wallet whale-7 ');
    expect(choices).toEqual([]);
  });

  it('goes as far as several continuations agree, then shows them', () => {
    const first = completed('/p', ['/positions', '/position', '/status']);
    expect(first.state.text).toBe('/position');
    const second = completed('/position', ['/positions', '/position']);
    expect(second.choices).toEqual(['/position', '/positions']);
  });

  it('takes any case and writes the right one', () => {
    expect(completed('/WAL', ['/wallet']).state.text).toBe('/wallet ');
  });

  it('completes in the middle of a line without doubling a space', () => {
    const { state } = completed('/wal ace', ['/wallet'], 4);
    expect(state.text).toBe('/wallet ace');
    expect(state.cursor).toBe('/wallet'.length);
  });

  it('leaves alone what it does not know', () => {
    expect(completed('/xyz', ['/wallet']).state.text).toBe('/xyz');
  });
});
