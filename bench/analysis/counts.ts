import { PriceTrack } from '../../src/engine/intelligence/market/price-track.ts';
import { type Corpus, makeCorpus } from '../corpus.ts';
import { Pipeline } from '../pipeline.ts';
import { feedAll, opened } from './feed.ts';
import type { Pace } from './pace.ts';

export interface Counts {
  readonly events: number;
  /** Steps of price tracks that ended, each with an event of its market. */
  readonly rolls: number;
  readonly marketsRolled: number;
  /** Markets with a book and without an event. */
  readonly quietMarkets: number;
}

/** That only the markets with events cost anything. @throws Error when a quiet one did. */
export function countRolls(active: Corpus, quietMarkets: number, pace: Pace): Counts {
  const quiet = makeCorpus(QUIET_SEED, { markets: quietMarkets, messages: 0 });
  const corpus: Corpus = {
    ...active,
    markets: [...active.markets, ...quiet.markets],
    opening: [...active.opening, ...quiet.opening],
  };
  const rolled = new Set<PriceTrack>();
  const counts = { rolls: 0, analyses: 0 };
  const restore = watched(
    (track) => {
      rolled.add(track);
      counts.rolls += 1;
    },
    () => {
      counts.analyses += 1;
    },
  );
  feedAll(opened(Pipeline, corpus), corpus, pace);
  restore();
  const events = corpus.messages.length;
  const { rolls, analyses } = counts;
  if (rolled.size > active.markets.length) throw new Error('a market without events rolled');
  if (rolls === 0 || rolls > events) throw new Error(`${rolls} rolls of ${events} events`);
  if (analyses > 0) throw new Error(`${analyses} analyses that nobody asked for`);
  return { events, rolls, marketsRolled: rolled.size, quietMarkets };
}

const QUIET_SEED = 43;

/** Tells of every call; the function that is returned ends that. */
function watched(onRoll: (track: PriceTrack) => void, onJudge: () => void): () => void {
  const { roll, volatility } = PriceTrack.prototype;
  PriceTrack.prototype.roll = function watchedRoll(this: PriceTrack, ...told) {
    onRoll(this);
    roll.apply(this, told);
  };
  PriceTrack.prototype.volatility = function watchedVolatility(this: PriceTrack) {
    onJudge();
    return volatility.apply(this);
  };
  return () => Object.assign(PriceTrack.prototype, { roll, volatility });
}
