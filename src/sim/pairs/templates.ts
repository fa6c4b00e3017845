import type { PairTemplate } from './paired-event.ts';
import { awardNominations } from './templates/awards.ts';
import { baseballGame } from './templates/baseball.ts';
import { esportsMatch } from './templates/esports.ts';
import { ethereumAbove } from './templates/ethereum.ts';
import { fedDecision } from './templates/fed.ts';
import { golfTopTwenty } from './templates/golf.ts';
import { leaderOut } from './templates/leader-out.ts';
import { nominee } from './templates/nominee.ts';
import { soccerMatch } from './templates/soccer.ts';
import { tennisMatch } from './templates/tennis.ts';
import { highestTemperature } from './templates/weather.ts';

/** Everything that both venues ask in words of their own, by a name of ours. */
export const PAIR_TEMPLATES: Readonly<Record<string, PairTemplate>> = {
  tennis: tennisMatch,
  esports: esportsMatch,
  baseball: baseballGame,
  soccer: soccerMatch,
  golf: golfTopTwenty,
  awards: awardNominations,
  fed: fedDecision,
  nominee,
  leaderOut,
  ethereum: ethereumAbove,
  weather: highestTemperature,
};
