import type { GateResult } from '../domain/decision.ts';
import type { ModelSilence } from '../domain/model.ts';
import { MICRO, mulDiv } from '../domain/values/micro.ts';
import { floorTo, type Money, minOf, ZERO_MONEY } from '../domain/values/money.ts';
import { SPEND_STEP } from '../domain/venue-rules/polymarket.ts';
import { flag, GateLog } from './gates.ts';
import { plainText } from './llm-text.ts';

/** What a model proposes of an entry that the rules accepted. */
export interface Proposal {
  readonly verdict: 'accept' | 'shrink' | 'reject';
  /** What is left of the size, 0 to 100. */
  readonly sizePercent: number;
  /** 0 to 1, by its own word; nothing depends on it. */
  readonly confidence: number;
  readonly reason: string;
}

/** Characters of an answer that are read at all. */
export const ANSWER_CHARS_MAX = 4_000;
/** Characters of its reason that are kept. */
const REASON_CHARS_MAX = 160;

const KEYS = ['confidence', 'reason', 'sizePercent', 'verdict'].join();

/** The proposal in an answer, or `null` for whatever is not exactly one. */
export function readProposal(text: string): Proposal | null {
  if (text.length > ANSWER_CHARS_MAX) return null;
  const told = parsed(text);
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return null;
  const fields = told as Readonly<Record<string, unknown>>;
  if (Object.keys(fields).sort().join() !== KEYS) return null;
  const { verdict, sizePercent, confidence, reason } = fields;
  if (verdict !== 'accept' && verdict !== 'shrink' && verdict !== 'reject') return null;
  if (typeof sizePercent !== 'number' || !Number.isInteger(sizePercent)) return null;
  if (!fits(verdict, sizePercent)) return null;
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) return null;
  if (typeof reason !== 'string') return null;
  return { verdict, sizePercent, confidence, reason: harmless(reason) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // What is no JSON is no proposal; the caller says so.
  }
}

/** Each verdict has its own sizes: a word and a number that disagree are no proposal. */
function fits(verdict: Proposal['verdict'], sizePercent: number): boolean {
  if (verdict === 'accept') return sizePercent === 100;
  if (verdict === 'reject') return sizePercent === 0;
  return sizePercent >= 1 && sizePercent <= 99;
}

/** Its words are shown to people: no links, nobody called by name. */
function harmless(reason: string): string {
  const bare = reason.replace(/\S*(?::\/\/|www\.)\S*/giu, 'a link').replace(/[@`*_~|[\]<>#]/gu, '');
  return plainText(bare, REASON_CHARS_MAX) || 'no reason given';
}

/** What is left of an accepted entry behind a model's word. */
export interface Advised {
  /** Never more than the rules allowed; zero when it was rejected. */
  readonly spend: Money;
  readonly gates: readonly GateResult[];
  readonly reason: 'model' | 'modelSilent' | null;
}

/** Applies a proposal: it ends an entry or makes it smaller, and can do nothing else. */
export function applyProposal(
  proposal: Proposal,
  { spend, least }: { readonly spend: Money; readonly least: Money },
): Advised {
  const log = new GateLog();
  const share = Math.min(MICRO, Math.max(0, proposal.sizePercent * 10_000));
  const measure = { actual: share, limit: MICRO, unit: 'ppm', note: proposal.reason } as const;
  const cut = floorTo(mulDiv(spend, share, { by: MICRO, rounding: 'floor' }) as Money, SPEND_STEP);
  const left = share === MICRO ? spend : minOf(spend, cut);
  if (left < least || left <= 0) {
    const note = share === 0 ? proposal.reason : `under the venue minimum: ${proposal.reason}`;
    log.entry('model', false, { ...measure, note });
    return { spend: ZERO_MONEY, gates: log.results, reason: 'model' };
  }
  if (left < spend) log.shrink('model', measure);
  else log.entry('model', true, measure);
  return { spend: left, gates: log.results, reason: null };
}

/** What follows when there is no proposal: nothing is bought, or what the rules say. */
export function withoutProposal(
  silence: ModelSilence,
  { spend, fallback }: { readonly spend: Money; readonly fallback: 'reject' | 'rules' },
): Advised {
  const log = new GateLog();
  const goesOn = fallback === 'rules';
  log.entry('modelSilent', goesOn, flag(false, true, silence));
  return goesOn
    ? { spend, gates: log.results, reason: null }
    : { spend: ZERO_MONEY, gates: log.results, reason: 'modelSilent' };
}
