import type { Contract, MarketText } from './contract.ts';
import { readAward } from './culture/read-awards.ts';
import { readChart } from './culture/read-charts.ts';
import { readScore } from './culture/read-scores.ts';
import { readFigure } from './economy/read-figures.ts';
import { readRates } from './economy/read-rates.ts';
import { foldText } from './fold.ts';
import { type FoldedText, foldMarket } from './folded-text.ts';
import { readMention } from './politics/read-mentions.ts';
import { readOffice } from './politics/read-offices.ts';
import { readPrice } from './prices/read-prices.ts';
import { readDeadline } from './read-deadline.ts';
import { SPORTS_FAMILIES } from './sports/read-sports.ts';
import { readModel } from './tech/read-models.ts';
import { readWeather } from './weather/read-weather.ts';

/** Templates beside sports; the narrow ones first, whatever has a deadline last. */
const READERS: readonly ((market: FoldedText) => Contract | null)[] = [
  readPrice,
  readWeather,
  readMention,
  readModel,
  readScore,
  readChart,
  readRates,
  readFigure,
  readAward,
  readOffice,
  readDeadline,
];

/** What a market promises; `null` when it is of no template that is known. */
export function readContract(text: MarketText): Contract | null {
  for (const family of SPORTS_FAMILIES) {
    const contract = family.read(text);
    if (contract !== null) return contract;
  }
  const market = foldMarket(text);
  for (const read of READERS) {
    const contract = read(market);
    if (contract !== null) return firstSide(contract, text);
  }
  return null;
}

const OPPOSITE: Readonly<Record<string, string>> = { yes: 'no', no: 'yes' };

/** The side of the first outcome: a list may begin with its no. What is neither is not known. */
function firstSide(contract: Contract, { outcomes }: MarketText): Contract {
  const first = foldText(outcomes[0] ?? 'yes');
  const isYes = first === 'yes' || first === 'up';
  if (isYes || contract.side === null) return contract;
  if (first !== 'no' && first !== 'down') {
    return { ...contract, side: null, unknown: [...contract.unknown, 'side'].sort() };
  }
  return { ...contract, side: OPPOSITE[contract.side] ?? null };
}
