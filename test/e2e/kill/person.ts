import type { VenueLeader } from '../../../src/sim/venue/venue.ts';
import type { ProgramProcess } from './program-process.ts';

/** Least of the factors that are typed; each is typed once, so that it can be found again. */
const SCALE_PERCENT_MIN = 50;

/** Someone at the console: follows the leaders, and turns a knob in every life. */
export class Person {
  /** Factors that were typed, and whether the answer was seen. */
  readonly scales: { readonly scale: string; isAnswered: boolean }[] = [];
  readonly #leaders: readonly VenueLeader[];
  readonly #followed = new Set<VenueLeader>();

  constructor(leaders: readonly VenueLeader[]) {
    this.#leaders = leaders;
  }

  /** Types what is not answered yet. */
  followAll(process: ProgramProcess): void {
    for (const leader of this.#leaders) {
      if (!this.#followed.has(leader)) process.type(`/wallet add ${leader.address} ${leader.name}`);
    }
  }

  /** How many leaders are followed, by all answers until now. */
  following(process: ProgramProcess): number {
    for (const leader of this.#leaders) {
      if (process.output.includes(`PAPER ${leader.name}: followed`)) this.#followed.add(leader);
    }
    return this.#followed.size;
  }

  isFollowingAll(process: ProgramProcess): boolean {
    return this.following(process) === this.#leaders.length;
  }

  /** Types a change that no other life types. */
  turnKnob(process: ProgramProcess): void {
    const scale = `0.${SCALE_PERCENT_MIN + 1 + this.scales.length}`;
    this.scales.push({ scale, isAnswered: false });
    process.type(`/wallet ${this.#leaders[0]?.name} scale ${scale}`);
  }

  /** Reads what was answered until now. */
  readAnswers(process: ProgramProcess): void {
    const answers = process.output.split('\n').filter((line) => line.includes('× their dollars'));
    for (const typed of this.scales) {
      typed.isAnswered ||= answers.some((line) => line.includes(typed.scale));
    }
  }
}
