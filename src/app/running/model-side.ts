import { AnthropicModel } from '../../data/llm/anthropic-model.ts';
import type { PolymarketClient } from '../../data/polymarket/client/client.ts';
import { MODEL_RULES, MODEL_SCHEMA, questionText } from '../../engine/brain/llm-text.ts';
import type { Effect } from '../../engine/core/effects.ts';
import { USAGE_MAX } from '../../engine/core/trade/model/spending.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import type { EffectResult } from '../../engine/domain/input.ts';
import type { ModelQuestion, ModelTerms } from '../../engine/domain/model.ts';
import type { Logger } from '../../ops/log.ts';
import type { ProgramOptions } from './program-options.ts';

/** How long the venue's rules text is waited for; without it the model is told so. */
const RULES_MS_MAX = 1_500;

export interface ModelSideOptions {
  readonly model: Pick<AnthropicModel, 'ask' | 'terms'>;
  /** What the venue says of how a market pays; `null` where it says nothing. */
  readonly rulesOf: (id: MarketId, signal: AbortSignal) => Promise<string | null>;
  readonly onResult: (result: EffectResult) => void;
  readonly log: Logger;
}

/** Puts the core's questions to the language model. */
export class ModelSide {
  readonly #options: ModelSideOptions;

  constructor(options: ModelSideOptions) {
    this.#options = options;
  }

  get terms(): ModelTerms {
    return this.#options.model.terms;
  }

  /** Whether the effect was a question to it. */
  take(effect: Effect): boolean {
    if (effect.kind !== 'askModel') return false;
    const { question } = effect;
    const { log } = this.#options;
    // Without a result the core's own timer ends the wait.
    this.#ask(question).catch((error: unknown) =>
      log.error({ err: error }, 'a question to the model'),
    );
    return true;
  }

  async #ask(question: ModelQuestion): Promise<void> {
    const { model, onResult } = this.#options;
    const beganMs = performance.now();
    const rules = await this.#rules(question);
    const leftMs = question.timeoutMs - (performance.now() - beganMs);
    const text = questionText(question, rules);
    const answer = await model.ask({
      system: MODEL_RULES,
      text,
      schema: MODEL_SCHEMA,
      answerTokensMax: USAGE_MAX.outputTokens,
      timeoutMs: Math.max(1, Math.round(leftMs)),
    });
    onResult({ kind: 'modelAnswered', questionId: question.id, answer });
  }

  async #rules({ marketId, timeoutMs }: ModelQuestion): Promise<string | null> {
    const { rulesOf, log } = this.#options;
    try {
      return await rulesOf(
        marketId,
        AbortSignal.timeout(Math.min(RULES_MS_MAX, Math.ceil(timeoutMs / 3))),
      );
    } catch (error) {
      log.warn({ err: error, marketId }, 'the rules of a market were not read for the model');
      return null;
    }
  }
}

/** The configured model, `null` for none. Rules texts come from the venue's own list. */
export function modelSideOf(
  { model, log }: Pick<ProgramOptions, 'model' | 'log'>,
  { gamma }: PolymarketClient,
  onResult: ModelSideOptions['onResult'],
): ModelSide | null {
  if (model == null) return null;
  return new ModelSide({
    model: new AnthropicModel(model),
    rulesOf: async (id, signal) => {
      const { rows } = await gamma.marketRowsByCondition([id], { signal });
      const text = rows[0]?.row['description'];
      return typeof text === 'string' && text !== '' ? text : null;
    },
    ...{ onResult, log },
  });
}
