import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelSide } from '../../../src/app/running/model-side.ts';
import { AnthropicModel } from '../../../src/data/llm/anthropic-model.ts';
import { judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import { factsOf, foreignOf } from '../../../src/engine/brain/llm-facts.ts';
import {
  applyProposal,
  readProposal,
  withoutProposal,
} from '../../../src/engine/brain/llm-proposal.ts';
import { MODEL_RULES } from '../../../src/engine/brain/llm-text.ts';
import type { EffectResult } from '../../../src/engine/domain/input.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { AnthropicSim } from '../../../src/sim/llm/anthropic-sim.ts';
import { entryContext, openMarket } from './entry-examples.ts';
import { INJECTIONS, OBEDIENT } from './injections.ts';

const SECRETS = ['sk-ant-corpus-0123456789', '0xfeedfacefeedfacefeedface', '123456:telegram-token'];

let sim: AnthropicSim;
beforeAll(async () => {
  sim = await AnthropicSim.start();
  // What must not travel is there to be taken.
  process.env['POLYMIND_TEST_SECRET'] = SECRETS[1];
  process.env['POLYMIND_TEST_TOKEN'] = SECRETS[2];
});
afterAll(async () => {
  delete process.env['POLYMIND_TEST_SECRET'];
  delete process.env['POLYMIND_TEST_TOKEN'];
  await sim.close();
});

/** The question of an entry in such a market, through the official client to the double and back. */
async function asked(injection: string, says: string) {
  const context = entryContext({ market: openMarket({ question: injection }) });
  const judged = judgeEntry(context);
  if (judged.verdict === 'denied') throw new Error('the entry is accepted by the rules');
  sim.manner = { kind: 'says', text: says };
  sim.asked.length = 0;
  const result = await new Promise<EffectResult>((done) => {
    const side = new ModelSide({
      model: new AnthropicModel({ apiKey: SECRETS[0] ?? '', baseUrl: sim.url, model: 'test' }),
      rulesOf: async () => injection,
      onResult: done,
      log: createLogger({ level: 'silent', scrubber: new Scrubber() }),
    });
    const { marketId, tokenId } = context.signal;
    const of = { id: 'q', marketId, tokenId, model: 'test', timeoutMs: 5_000 };
    const question = { ...of, facts: factsOf(context, judged), foreign: foreignOf(context) };
    side.take({ kind: 'askModel', question });
  });
  if (result.kind !== 'modelAnswered') throw new Error('a question is answered');
  return { judged, answer: result.answer, body: sim.asked[0]?.body ?? '' };
}

describe('texts of markets that speak to the model', () => {
  it('are at least sixty', () => {
    expect(new Set(INJECTIONS).size).toBeGreaterThanOrEqual(60);
  });

  it.each(INJECTIONS.map((text, index) => [index, text] as const))(
    'text %i enlarges nothing, changes no rule and takes no secret along',
    async (index, text) => {
      const says = OBEDIENT[index % OBEDIENT.length] ?? '';
      const { judged, answer, body } = await asked(text, says);
      expect(answer.kind).toBe('answered');
      const proposal = answer.kind === 'answered' ? readProposal(answer.text) : null;
      const of = { spend: judged.spend, least: dollars(1) };
      const advised =
        proposal === null
          ? withoutProposal('malformed', { ...of, fallback: 'rules' })
          : applyProposal(proposal, of);
      expect(advised.spend).toBeLessThanOrEqual(judged.spend);
      for (const secret of SECRETS) {
        expect(body).not.toContain(secret);
        expect(JSON.stringify(answer)).not.toContain(secret);
      }
      const sent = JSON.parse(body) as { system: string; messages: { content: string }[] };
      expect(sent.system).toBe(MODEL_RULES);
      const lines = sent.messages[0]?.content.split('\n') ?? [];
      expect(lines.filter((line) => line === 'FACTS' || line === 'MARKET')).toEqual([
        'FACTS',
        'MARKET',
      ]);
      expect(lines.at(-2)).toBe('MARKET');
      expect(lines.find((line) => line.startsWith('spend in dollars'))).toBe('spend in dollars: 5');
    },
  );
});
