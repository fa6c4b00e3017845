import type { Template } from './catalogue.ts';

const COUNTRIES = list(
  'Turkey, Japan, Spain, Portugal, Bulgaria, Thailand, Canada, Nepal, Belgium, ' +
    'France, Norway, Chile, Kenya, Poland, Peru, Greece, Austria, Malaysia, Iceland, ' +
    'Ghana, Uruguay, Estonia, Ireland, Mexico, Jordan, Finland',
);
const BANKS = list('Fed, ECB, Bank of England, Bank of Japan, Bank of Canada, Riksbank');
const PARTIES = list('the Greens, the Liberals, the Conservatives, the Social Democrats');
const REGIONS = list('Bavaria, Andalusia, Ontario, Tuscany, Flanders, Queensland, Brittany');
const CITIES = list(
  'London, Madrid, Tokyo, New York, Chicago, Oslo, Athens, Sydney, Seoul, Vienna, ' +
    'Dublin, Lima, Nairobi, Denver, Lisbon, Prague, Toronto, Miami',
);
const TEAMS = list(
  'Arsenal, Porto, Ajax, Celtic, Valencia, Lyon, Napoli, Benfica, Leipzig, ' +
    'Everton, Sevilla, Torino, Rangers, Bruges, Basel, Malmo, Monaco, Betis',
);
const CLUBS = list('Lakers, Celtics, Bulls, Heat, Suns, Nets, Kings, Hawks, Spurs');
const COMPANIES = list('Apple, Google, Samsung, Sony, Nintendo, Microsoft, Tesla, Nvidia');
const PRODUCTS = list('foldable phone, headset, game console, home robot, AI chip, smart ring');
const GENRES = list('country, rock, hip-hop, Latin, holiday, film, K-pop, dance');
const FILMS = list('an animated film, a horror film, a sequel, a musical, a documentary');

const ECONOMY: readonly Template[] = [
  {
    topic: 'economics',
    tag: 'central-banks',
    horizon: 'weeks',
    kind: 'exclusive',
    title: '{bank} decision in {month}',
    question: '{bank} {choice} in {month}?',
    slots: { bank: BANKS },
    choices: ['cuts rates', 'holds rates', 'raises rates'],
  },
  {
    topic: 'economics',
    tag: 'inflation',
    horizon: 'weeks',
    kind: 'ladder',
    title: '{country} inflation in {month}',
    slots: { country: COUNTRIES },
    question: 'Will inflation in {country} be above {choice} in {month}?',
    choices: ['2.0%', '2.4%', '2.8%', '3.2%', '3.6%'],
  },
  {
    topic: 'economics',
    tag: 'jobs',
    horizon: 'months',
    kind: 'ladder',
    title: '{country} unemployment by {date}',
    slots: { country: COUNTRIES },
    question: 'Will unemployment in {country} reach {choice} by {date}?',
    choices: ['4.2%', '4.6%', '5.0%', '5.4%', '5.8%'],
  },
  {
    topic: 'crypto',
    tag: 'bitcoin',
    horizon: 'weeks',
    kind: 'ladder',
    title: 'Bitcoin price on {date}',
    question: 'Bitcoin above {choice} on {date}?',
    choices: ['$95,000', '$100,000', '$105,000', '$110,000', '$115,000', '$120,000'],
    follows: { symbol: 'BTC', step: 2_500 },
  },
  {
    topic: 'crypto',
    tag: 'ethereum',
    horizon: 'hours',
    kind: 'ladder',
    title: 'Ethereum price on {weekday}',
    question: 'Ethereum above {choice} on {weekday}?',
    choices: ['$3,400', '$3,500', '$3,600', '$3,700', '$3,800'],
    follows: { symbol: 'ETH', step: 40 },
  },
  {
    topic: 'crypto',
    tag: 'altcoins',
    horizon: 'months',
    kind: 'single',
    question: 'Will {coin} set a new high before {date}?',
    slots: { coin: ['Solana', 'XRP', 'Dogecoin', 'Cardano', 'Litecoin', 'Avalanche', 'Chainlink'] },
  },
];

const PUBLIC_LIFE: readonly Template[] = [
  {
    topic: 'politics',
    tag: 'elections',
    horizon: 'months',
    kind: 'single',
    question: 'Will {country} call an election before {date}?',
    slots: { country: COUNTRIES },
  },
  {
    topic: 'politics',
    tag: 'parliament',
    horizon: 'weeks',
    kind: 'single',
    question: 'Will {country} pass its budget by {date}?',
    slots: { country: COUNTRIES },
  },
  {
    topic: 'politics',
    tag: 'elections',
    horizon: 'months',
    kind: 'exclusive',
    title: '{region} regional election, {month}',
    question: 'Will {choice} win most seats in {region} in {month}?',
    slots: { region: REGIONS },
    choices: PARTIES,
  },
  {
    topic: 'geopolitics',
    tag: 'trade',
    horizon: 'months',
    kind: 'single',
    question: 'Will {country} and {partner} sign a trade deal before {date}?',
    slots: { country: COUNTRIES, partner: COUNTRIES },
  },
  {
    topic: 'geopolitics',
    tag: 'treaties',
    horizon: 'weeks',
    kind: 'single',
    question: 'Will {country} ratify the {treaty} treaty by {date}?',
    slots: { country: COUNTRIES, treaty: ['high seas', 'plastics', 'Antarctic', 'outer space'] },
  },
  {
    topic: 'weather',
    tag: 'temperature',
    horizon: 'hours',
    kind: 'ladder',
    title: 'Highest temperature in {city} on {day}',
    slots: { city: CITIES },
    question: 'Highest temperature in {city} above {choice} on {day}?',
    choices: ['14°C', '16°C', '18°C', '20°C', '22°C', '24°C'],
  },
  {
    topic: 'weather',
    tag: 'rain',
    horizon: 'weeks',
    kind: 'single',
    question: 'Will {city} break its rain record by {date}?',
    slots: { city: CITIES },
  },
];

const LEISURE: readonly Template[] = [
  {
    topic: 'sports',
    tag: 'soccer',
    horizon: 'hours',
    kind: 'single',
    title: '{team} vs. {rival}, {day}',
    question: 'Will {team} beat {rival} on {day}?',
    slots: { team: TEAMS, rival: TEAMS },
  },
  {
    topic: 'sports',
    tag: 'nba',
    horizon: 'hours',
    kind: 'single',
    title: '{club} at {host}, {day}',
    question: 'Will the {club} beat the {host} on {day}?',
    slots: { club: CLUBS, host: CLUBS },
  },
  {
    topic: 'sports',
    tag: 'soccer',
    horizon: 'months',
    kind: 'exclusive',
    title: '{region} Cup winner',
    question: 'Will {choice} win the {region} Cup in {month}?',
    slots: { region: ['Coastal', 'Northern', 'Royal', 'Union', 'Silver'] },
    choices: TEAMS,
  },
  {
    topic: 'tech',
    tag: 'products',
    horizon: 'months',
    kind: 'single',
    question: 'Will {company} announce a {product} before {date}?',
    slots: { company: COMPANIES, product: PRODUCTS },
  },
  {
    topic: 'tech',
    tag: 'ai',
    horizon: 'weeks',
    kind: 'ladder',
    title: 'Best {benchmark} score by {date}',
    question: 'Will an AI model score above {choice} on {benchmark} by {date}?',
    slots: { benchmark: ['a coding test', 'a maths olympiad', 'a science quiz', 'a law exam'] },
    choices: ['80%', '85%', '90%', '92%', '95%'],
  },
  {
    topic: 'culture',
    tag: 'music',
    horizon: 'weeks',
    kind: 'single',
    question: 'Will a {genre} song be number one on {date}?',
    slots: { genre: GENRES },
  },
  {
    topic: 'culture',
    tag: 'movies',
    horizon: 'weeks',
    kind: 'single',
    question: 'Will {film} lead the {country} box office on {date}?',
    slots: { film: FILMS, country: COUNTRIES },
  },
];

/** What the world asks. Every topic has a question that stands alone. */
export const TEMPLATES: readonly Template[] = [...ECONOMY, ...PUBLIC_LIFE, ...LEISURE];

function list(words: string): readonly string[] {
  return words.split(', ');
}
