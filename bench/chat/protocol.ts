/** What a person does, one after the other. */
export const DEEDS = [
  'status',
  'positions',
  'scale',
  'pause',
  'resume',
  'kill',
  'askToArm',
  'arm',
] as const;
export type Deed = (typeof DEEDS)[number];

export type PlatformName = 'telegram' | 'discord';

/** Those who talk, and one whose chat takes nothing. */
export const TALKERS = [7, 8] as const;
export const STUCK = 9;
/** Of the chat that takes nothing: begun anew as long as the run lasts. */
export const STUCK_S = 60;

/** A line as it is typed; the two last deeds are taps. */
export interface Ask {
  readonly kind: 'ask';
  readonly who: number;
  readonly deed: Deed;
  /** The wallet and its new scale, where that is what is asked. */
  readonly wallet: string;
  readonly scale: string;
}

/** To a platform: do this, or tell how it went and what was wrong. */
export type ToPhone = Ask | { readonly kind: 'end' };

/** From a platform. */
export type FromPhone =
  | { readonly kind: 'ready'; readonly env: Readonly<Record<string, string>> }
  | {
      readonly kind: 'told';
      readonly who: number;
      /** On the clock of {@link machineMs}. */
      readonly askedMs: number;
      readonly answeredMs: number;
      readonly text: string;
    }
  | { readonly kind: 'failed'; readonly who: number; readonly reason: string }
  | { readonly kind: 'ended'; readonly report: PhoneReport };

/** How a run looked from a platform. */
export interface PhoneReport {
  readonly answers: number;
  /** Calls about the stuck chat that were refused. */
  readonly refusedStuck: number;
  /** Messages besides answers that the talkers were sent. */
  readonly notices: number;
  /**
   * Event loop delay of the platform's process, which has little to do: what is more than a few
   * milliseconds is the machine's, and stands in every figure.
   */
  readonly delayMsP99: number;
  /** What is not as it should be. */
  readonly problems: readonly string[];
}

/** One clock for all processes of this machine. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What the right answer says; no notice and no other answer says it. */
export function rightAnswer({ deed, wallet, scale }: Omit<Ask, 'kind' | 'who'>): RegExp {
  if (deed !== 'scale') return ANSWERS[deed];
  return new RegExp(`PAPER ${wallet}: .*→ .*${scale.replace('.', '\\.')}`);
}

/** The answer to a deed, whatever it was about. */
export const ANSWERS: Readonly<Record<Deed, RegExp>> = {
  status: /PAPER\W+equity \$/,
  positions: /Nothing is open|Open \d+ positions? · /,
  scale: /PAPER \w+: .*→/,
  pause: /Paused: no new copies until you resume/,
  resume: /Resumed: entries are on/,
  kill: /Killed by you, \d\d:\d\d:\d\d · (?:nothing is open|\d+ orders? still)/,
  askToArm: /Arm again\?/,
  arm: /Armed: automatic orders are on again/,
};

/** The line of a deed; `null` for a tap. */
export function lineOf({ deed, wallet, scale }: Ask): string | null {
  switch (deed) {
    case 'scale':
      return `/wallet ${wallet} scale ${scale}`;
    case 'askToArm':
    case 'arm':
      return null;
    default:
      return `/${deed}`;
  }
}

/** The button of a tap. */
export function labelOf(deed: Deed): string {
  return deed === 'arm' ? 'Arm' : 'Arm again…';
}
