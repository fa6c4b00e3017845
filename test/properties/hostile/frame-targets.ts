import { FRAME_SOURCES, parseFrame, parseText } from '../../../src/data/frame.ts';
import { PROBLEMS_MAX } from '../../../src/data/parsed.ts';
import { parseUserText } from '../../../src/data/polymarket/parse-user.ts';
import { brokenInvariants } from '../../../src/engine/core/invariants.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import { BareEngine } from '../../engine/core/bare-engine.ts';
import { addressOf } from '../../scenarios/wallet-words.ts';
import { mangledText, mangledValue, randomOf } from './mangle.ts';
import { AT_MS, soundFrames, storyFrames, userFrames } from './samples.ts';
import { type HostileTarget, requireSane } from './target.ts';

/** Inputs to one engine, before the next begins with nothing. */
const INPUTS_TO_AN_ENGINE = 200;

/** Of JSON texts one, with wrongs in it: as a value, or as the text itself. */
function mangledOf(texts: readonly string[], random: () => number): string {
  const text = texts[Math.floor(random() * texts.length)] ?? '';
  if (random() < 0.25) return mangledText(text, random);
  return JSON.stringify(mangledValue(JSON.parse(text), random)) ?? 'null';
}

function checked(events: readonly unknown[], problems: readonly unknown[]): void {
  if (problems.length > PROBLEMS_MAX) throw new Error(`${problems.length} problems of one frame`);
  requireSane(events);
}

function sourceTarget(source: string, frames: readonly unknown[]): HostileTarget {
  const texts = frames.map((frame) => JSON.stringify(frame));
  return {
    name: source,
    take(seed) {
      const random = randomOf(seed);
      const text = mangledOf(texts, random);
      const { events, problems } = parseText(source, text, AT_MS);
      checked(events, problems);
    },
  };
}

const userTexts = userFrames().map((frame) => JSON.stringify(frame));

const userTarget: HostileTarget = {
  name: 'the channel of an account',
  take(seed) {
    const { events, problems } = parseUserText(mangledOf(userTexts, randomOf(seed)), () => true);
    checked(events, problems);
  },
};

/** The engine itself behind the parsers: whatever venues send, its books stay right. */
function engineTarget(): HostileTarget {
  const sound = storyFrames();
  const texts = sound.map(({ source, frame }) => ({ source, text: JSON.stringify(frame) }));
  let bare: BareEngine | null = null;
  let inputs = 0;
  const engine = (): BareEngine => {
    inputs += 1;
    if (bare !== null && inputs % INPUTS_TO_AN_ENGINE !== 0) return bare;
    bare = new BareEngine(AT_MS);
    bare.command({ kind: 'follow', rules: defaultWalletRules(addressOf('anna'), AT_MS) });
    return bare;
  };
  return {
    name: 'the engine, behind the parsers',
    weight: 10,
    take(seed) {
      const random = randomOf(seed);
      const to = engine();
      const { source, text } = texts[Math.floor(random() * texts.length)] ?? {
        source: '',
        text: '',
      };
      const frame: unknown = JSON.parse(text);
      const of = { source, frame: random() < 0.3 ? frame : mangledValue(frame, random) };
      to.frame(of);
      if (random() < 0.3) to.confirm();
      if (random() < 0.2) to.moveTo(to.nowMs + Math.floor(random() * 5_000));
      const broken = brokenInvariants(to.engine);
      if (broken.length > 0) throw new Error(broken.join('; '));
    },
  };
}

/** Every source of a tape, the account's channel, and the engine behind them. */
export function frameTargets(): readonly HostileTarget[] {
  const frames = soundFrames();
  const bySource = FRAME_SOURCES.map((source) => {
    const samples = frames.get(source) ?? [];
    const isRead = samples.some((frame) => parseFrame(source, frame, AT_MS).events.length > 0);
    if (!isRead) throw new Error(`no sound frame of ${source} to begin with`);
    return sourceTarget(source, samples);
  });
  return [...bySource, userTarget, engineTarget()];
}
