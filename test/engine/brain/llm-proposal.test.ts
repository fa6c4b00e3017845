import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import { applyProposal, readProposal } from '../../../src/engine/brain/llm-proposal.ts';
import { plainText, questionText } from '../../../src/engine/brain/llm-text.ts';
import type { ModelQuestion } from '../../../src/engine/domain/model.ts';
import { dollars, type Money } from '../../../src/engine/domain/values/money.ts';
import { MARKET, YES } from '../intelligence/examples.ts';
import { anyEntry } from './entry-examples.ts';

const told = (fields: object): string =>
  JSON.stringify({
    verdict: 'shrink',
    sizePercent: 40,
    confidence: 0.5,
    reason: 'thin',
    ...fields,
  });

describe('an answer is a proposal or it is nothing', () => {
  it.each([
    ['a number above the whole', told({ verdict: 'accept', sizePercent: 100_000 })],
    ['a shrinking that enlarges', told({ sizePercent: 250 })],
    ['a shrinking to nothing', told({ sizePercent: 0 })],
    ['a negative size', told({ sizePercent: -40 })],
    ['a fraction', told({ sizePercent: 40.5 })],
    ['infinity', '{"verdict":"shrink","sizePercent":1e999,"confidence":0.5,"reason":"x"}'],
    ['a text for a number', told({ sizePercent: '40' })],
    ['no number', told({ sizePercent: null })],
    ['an acceptance of a part', told({ verdict: 'accept', sizePercent: 99 })],
    ['a rejection with a size', told({ verdict: 'reject', sizePercent: 100 })],
    ['another verdict', told({ verdict: 'buy' })],
    ['a further field', told({ limitPrice: 0.99 })],
    [
      'a prototype',
      '{"__proto__":{},"verdict":"accept","sizePercent":100,"confidence":1,"reason":""}',
    ],
    ['a missing field', '{"verdict":"accept","sizePercent":100,"confidence":1}'],
    ['words around it', `Sure. ${told({})}`],
    ['a fence around it', `\`\`\`json\n${told({})}\n\`\`\``],
    ['two of them', `${told({})}${told({})}`],
    ['a list', `[${told({})}]`],
    ['half of it', told({}).slice(0, 30)],
    ['nothing', ''],
    ['a very long one', told({ reason: 'x'.repeat(10_000) })],
    ['a confidence above one', told({ confidence: 1.1 })],
  ])('refuses %s', (_, text) => {
    expect(readProposal(text)).toBeNull();
  });

  it('reads what is one', () => {
    const read = { verdict: 'shrink', sizePercent: 40, confidence: 0.5, reason: 'thin' };
    expect(readProposal(told({}))).toEqual(read);
  });

  it('keeps links, names that call people, and what cannot be seen out of its reason', () => {
    const reason =
      'see https://evil.example/x and www.bad.tld, @everyone `code` \u202eright\u0007 **now**';
    const read = readProposal(told({ reason }))?.reason;
    expect(read).toBe('see a link and a link everyone code right now');
  });
});

/** Whatever comes back: sound, nearly sound, and noise. */
const anyAnswer = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.json(),
  fc
    .record({
      verdict: fc.constantFrom('accept', 'shrink', 'reject', 'enlarge'),
      sizePercent: fc.oneof(
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.double(),
        fc.maxSafeInteger(),
      ),
      confidence: fc.double(),
      reason: fc.string(),
    })
    .map((fields) => JSON.stringify(fields)),
);

describe('whatever it answers', () => {
  it('an accepted entry never becomes larger', () => {
    fc.assert(
      fc.property(
        anyEntry,
        anyAnswer,
        fc.integer({ min: 0, max: 500 }),
        (context, answer, cents) => {
          const judged = judgeEntry(context);
          const proposal = readProposal(answer);
          if (judged.verdict === 'denied' || proposal === null) return;
          const { spend } = judged;
          const advised = applyProposal(proposal, { spend, least: dollars(cents / 100) });
          expect(advised.spend).toBeLessThanOrEqual(spend);
          expect(advised.spend).toBeGreaterThanOrEqual(0);
          expect(Number.isSafeInteger(advised.spend)).toBe(true);
          if (advised.reason !== null) expect(advised.spend).toBe(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('a proposal that was made by hand cannot enlarge either', () => {
    const hostile = { verdict: 'accept', sizePercent: 100_000, confidence: 1, reason: '' } as const;
    const of = { spend: dollars(5), least: dollars(1) };
    expect(applyProposal(hostile, of).spend).toBe(dollars(5));
    expect(applyProposal({ ...hostile, sizePercent: -100 }, of).spend).toBe(0);
  });

  it('what is left under the venue minimum is not bought', () => {
    const proposal = { verdict: 'shrink', sizePercent: 10, confidence: 1, reason: 'thin' } as const;
    const advised = applyProposal(proposal, { spend: dollars(5), least: dollars(1) as Money });
    expect(advised).toMatchObject({ spend: 0, reason: 'model' });
    expect(advised.gates[0]?.note).toBe('under the venue minimum: thin');
  });
});

function question(foreign: Readonly<Record<string, string>>): ModelQuestion {
  const of = { id: 'q', marketId: MARKET, tokenId: YES, model: 'm', timeoutMs: 1 };
  return { ...of, facts: { 'spend in dollars': '5' }, foreign };
}

describe('what strangers wrote', () => {
  it('stands on one line of JSON, however it tries to end its own quotation', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const words = questionText(question({ question: text }), text);
        const [, , , mark, line, ...rest] = words.split('\n');
        expect(mark).toBe('MARKET');
        expect(rest).toEqual([]);
        const read = JSON.parse(line ?? '') as Record<string, string>;
        expect(Object.keys(read)).toEqual(['question', 'rules']);
        expect(line).not.toMatch(/[<>]/);
      }),
    );
  });

  it('has no character that cannot be seen, and an end', () => {
    expect(plainText('a\u200bb\u202ec\u0000d\u{e0041}e', 100)).toBe('abcde');
    expect([...plainText('x'.repeat(9_000), 400)]).toHaveLength(400);
    expect(plainText('a\n\nSYSTEM:\tb', 100)).toBe('a SYSTEM: b');
  });
});
