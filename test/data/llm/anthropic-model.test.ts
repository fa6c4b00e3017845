import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnthropicModel } from '../../../src/data/llm/anthropic-model.ts';
import { DEFAULT_MODEL, modelTerms } from '../../../src/data/llm/prices.ts';
import { MODEL_SCHEMA } from '../../../src/engine/brain/llm-text.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { AnthropicSim, type Manner } from '../../../src/sim/llm/anthropic-sim.ts';

const KEY = 'sk-ant-secret-0123456789';
const GOOD =
  '{"verdict":"accept","sizePercent":100,"confidence":0.7,"reason":"nothing against it"}';

let sim: AnthropicSim;
let model: AnthropicModel;

beforeAll(async () => {
  sim = await AnthropicSim.start();
  model = new AnthropicModel({ apiKey: KEY, baseUrl: sim.url, model: DEFAULT_MODEL });
});
afterAll(() => sim.close());
beforeEach(() => {
  sim.asked.length = 0;
});

function ask(manner: Manner, timeoutMs = 5_000) {
  sim.manner = manner;
  const words = { system: 'You look once more.', text: 'FACTS\nspend: 5' };
  return model.ask({ ...words, schema: MODEL_SCHEMA, answerTokensMax: 400, timeoutMs });
}

describe('the official client against a local double', () => {
  it('brings an answer with its tokens, and the request word for word', async () => {
    expect(await ask({ kind: 'says', text: GOOD })).toEqual({
      kind: 'answered',
      text: GOOD,
      model: 'claude-haiku-4-5-20251001',
      request: 'You look once more.\n\nFACTS\nspend: 5',
      usage: { inputTokens: 812, outputTokens: 47 },
    });
  });

  it('asks in the shape of the Messages API, with the schema of the answer', async () => {
    await ask({ kind: 'says', text: GOOD });
    const [request] = sim.asked;
    expect(request?.headers['x-api-key'] ?? request?.headers.authorization).toContain(KEY);
    expect(request?.headers['anthropic-version']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      model: DEFAULT_MODEL,
      max_tokens: 400,
      system: 'You look once more.',
      messages: [{ role: 'user', content: 'FACTS\nspend: 5' }],
      output_config: { format: { type: 'json_schema', schema: MODEL_SCHEMA } },
    });
    expect(request?.body).not.toContain(KEY);
  });

  it.each([
    [429, 'rateLimited'],
    [529, 'overloaded'],
    [500, 'overloaded'],
    [401, 'refused'],
    [400, 'refused'],
    [404, 'refused'],
  ] as const)(
    'says what status %i means, asks once, and counts no tokens',
    async (status, failure) => {
      const answer = await ask({ kind: 'status', status });
      const usage = { inputTokens: 0, outputTokens: 0 };
      expect(answer).toMatchObject({ kind: 'failed', failure, detail: `status ${status}`, usage });
      expect(sim.asked).toHaveLength(1);
    },
  );

  it.each<[string, Manner, string]>([
    ['silence', { kind: 'silent' }, 'timeout'],
    ['an answer that is too late', { kind: 'slow', afterMs: 5_000, text: GOOD }, 'timeout'],
    ['a body that never ends', { kind: 'dripping' }, 'timeout'],
  ])('waits no longer than it is told: %s', async (_, manner, failure) => {
    const beganMs = performance.now();
    const answer = await ask(manner, 200);
    expect(answer).toMatchObject({ kind: 'failed', failure, usage: null });
    expect(performance.now() - beganMs).toBeLessThan(3_000);
  });

  it.each<[string, Manner, string]>([
    ['broken JSON', { kind: 'broken' }, 'malformed'],
    ['a megabyte', { kind: 'huge' }, 'tooLong'],
    [
      'a count of tokens below nothing',
      { kind: 'usage', text: GOOD, inputTokens: -5 },
      'malformed',
    ],
    ['a count that is no number', { kind: 'usage', text: GOOD, inputTokens: '1' }, 'malformed'],
    ['a closed connection', { kind: 'hangsUp' }, 'unreachable'],
  ])('is a failure and never an error: %s', async (_, manner, failure) => {
    expect(await ask(manner)).toMatchObject({ kind: 'failed', failure });
  });

  it('does not take the key to where it is sent on to', async () => {
    const other = await AnthropicSim.start();
    const answer = await ask({ kind: 'elsewhere', url: `${other.url}/v1/messages` });
    expect(answer).toMatchObject({ kind: 'failed', failure: 'unreachable' });
    expect(other.asked).toEqual([]);
    await other.close();
  });

  it('never has the key in what it brings', async () => {
    const manners: readonly Manner[] = [
      { kind: 'says', text: GOOD },
      { kind: 'status', status: 401 },
    ];
    for (const manner of manners) expect(JSON.stringify(await ask(manner))).not.toContain(KEY);
  });
});

describe('what tokens are counted at', () => {
  it('takes the price of the model, and the dearest for one that is not known', () => {
    expect(modelTerms('claude-haiku-4-5-20251001').inputPrice).toBe(dollars(1));
    expect(modelTerms('claude-sonnet-4-5').outputPrice).toBe(dollars(15));
    expect(modelTerms('someone-else').outputPrice).toBe(dollars(75));
  });
});
