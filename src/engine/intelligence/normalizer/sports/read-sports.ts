import type { Contract, MarketText } from '../contract.ts';
import type { FamilyReader } from '../family-reader.ts';
import { readKalshiGame } from './kalshi-game.ts';
import { readPolymarketGame } from './polymarket-game.ts';
import { readTournament } from './tournament-questions.ts';

/**
 * Templates of sports and esports, tried in this order. Names of teams, sides and tournaments are
 * compared by `compareSports`: venues spell them too differently for equal text.
 */
export const SPORTS_FAMILIES: readonly FamilyReader[] = [
  { name: 'sports.game', read: readGame },
  { name: 'sports.tournament', read: readTournament },
];

function readGame(text: MarketText): Contract | null {
  return text.venue === 'kalshi' ? readKalshiGame(text) : readPolymarketGame(text);
}
