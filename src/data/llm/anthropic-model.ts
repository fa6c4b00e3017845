import Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import type { ModelAnswer, ModelTerms, ModelUsage } from '../../engine/domain/model.ts';
import { failureOf } from './failure.ts';
import { limitedFetch } from './limited-fetch.ts';
import { modelTerms } from './prices.ts';

/** One question in words, with the shape that its answer must have. */
export interface WordedQuestion {
  readonly system: string;
  readonly text: string;
  /** JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly answerTokensMax: number;
  readonly timeoutMs: number;
}

export interface ModelAccess {
  readonly apiKey: string;
  /** Left out for Anthropic's own. */
  readonly baseUrl: string | null;
  readonly model: string;
}

const tokens = z.number().int().min(0).max(10_000_000);
const message = z.object({
  model: z.string().max(200),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).max(20),
  usage: z.object({ input_tokens: tokens, output_tokens: tokens }),
});

/** A language model behind Anthropic's Messages API. Each question is asked once. */
export class AnthropicModel {
  readonly terms: ModelTerms;
  readonly #client: Anthropic;

  constructor({ apiKey, baseUrl, model }: ModelAccess) {
    this.terms = modelTerms(model);
    this.#client = new Anthropic({
      apiKey,
      authToken: null,
      ...(baseUrl === null ? {} : { baseURL: baseUrl }),
      // An entry is worth a few seconds: whoever asks decides whether to ask again.
      maxRetries: 0,
      logLevel: 'off',
      fetch: limitedFetch,
    });
  }

  /** Never throws for what the other side does. @throws what is a fault of ours. */
  async ask(question: WordedQuestion): Promise<ModelAnswer> {
    const request = `${question.system}\n\n${question.text}`;
    try {
      return answerOf(await this.#send(question), request);
    } catch (error) {
      const failed = failureOf(error);
      if (failed === null) throw error;
      return { kind: 'failed', ...failed, request, usage: usageOf(failed.failure) };
    }
  }

  async #send({ system, text, schema, answerTokensMax, timeoutMs }: WordedQuestion) {
    const body = {
      model: this.terms.name,
      max_tokens: answerTokensMax,
      system,
      messages: [{ role: 'user' as const, content: text }],
      output_config: { format: { type: 'json_schema' as const, schema: { ...schema } } },
    };
    return this.#client.messages.create(body, { timeout: timeoutMs });
  }
}

/** What was refused at the door used nothing; of anything else nobody knows. */
function usageOf(failure: string): ModelUsage | null {
  const isFree = failure === 'rateLimited' || failure === 'overloaded' || failure === 'refused';
  return isFree || failure === 'unreachable' ? { inputTokens: 0, outputTokens: 0 } : null;
}

function answerOf(told: unknown, request: string): ModelAnswer {
  const parsed = message.safeParse(told);
  if (!parsed.success) {
    return { kind: 'failed', failure: 'malformed', detail: 'no message', request, usage: null };
  }
  const { model, content, usage } = parsed.data;
  return {
    kind: 'answered',
    text: content.map((part) => part.text ?? '').join(''),
    model,
    request,
    usage: { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens },
  };
}
