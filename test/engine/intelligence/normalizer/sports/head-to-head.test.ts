import { describe, expect, test } from 'vitest';
import { contractOf, kalshi, match, poly, stand } from './market-texts.ts';

const ARI_TEX = match('Arizona Diamondbacks vs. Texas Rangers', 'mlb-ari-tex-2026-05-11', [
  'Arizona Diamondbacks',
  'Texas Rangers',
]);
const TEX = kalshi('KXMLBGAME-26MAY112005AZTEX-TEX', 'Arizona vs Texas', 'Texas wins');
const AZ = kalshi('KXMLBGAME-26MAY112005AZTEX-AZ', 'Arizona vs Texas', 'Arizona wins');

describe('the winner of a game', () => {
  test('is the same where yes is the first outcome, and the inverse where it is the second', () => {
    expect(stand(ARI_TEX, AZ)).toBe('same');
    expect(stand(ARI_TEX, TEX)).toBe('inverse');
  });

  test('is read from the side, whatever the order of the title and the ticker', () => {
    for (const title of ['Arizona vs Texas', 'Texas at Arizona', 'Texas vs Arizona Winner?']) {
      expect(stand(ARI_TEX, { ...AZ, title })).toBe('same');
      expect(stand(ARI_TEX, { ...TEX, title })).toBe('inverse');
    }
  });

  test('has no side where yes is not worded: a ticker tells none', () => {
    expect(stand(ARI_TEX, { ...TEX, subTitle: null })).toBe('open: side');
    expect(stand(ARI_TEX, { ...TEX, subTitle: 'Houston wins' })).toBe('open: side');
  });

  test('has no side where outcomes are yes and no, or name neither team', () => {
    expect(stand({ ...ARI_TEX, outcomes: ['Yes', 'No'] }, TEX)).toBe('open: side');
    expect(stand({ ...ARI_TEX, outcomes: ['Heads', 'Tails'] }, TEX)).toBe('open: side');
  });

  test('goes by the outcomes and not by the title', () => {
    expect(stand({ ...ARI_TEX, outcomes: ['Texas Rangers', 'Arizona Diamondbacks'] }, TEX)).toBe(
      'same',
    );
    expect(stand({ ...ARI_TEX, outcomes: [] }, TEX)).toBe('inverse');
  });

  test('differs by the day, the opponent and the part', () => {
    expect(stand({ ...ARI_TEX, slug: 'mlb-ari-tex-2026-05-12' }, TEX)).toBe('differs: day');
    const other = kalshi('KXMLBGAME-26MAY112005HOUTEX-TEX', 'Houston vs Texas', 'Texas wins');
    expect(stand(ARI_TEX, other)).toBe('differs: competitors');
    const inning = kalshi('KXMLBRFI-26MAY112005AZTEX', 'Arizona vs Texas: First Inning Run', 'Yes');
    expect(stand(ARI_TEX, inning)).toBe('differs: family');
  });

  test('of a second game of the day is not read as the first', () => {
    const second = kalshi('KXMLBGAME-26MAY11AZTEXG2-TEX', 'Arizona vs Texas', 'Texas wins');
    expect(contractOf(second)?.unknown).toContain('predicate');
    const late = poly('Arizona Diamondbacks vs. Texas Rangers', {
      slug: 'mlb-ari-tex-2026-05-11',
      outcomes: ['Arizona Diamondbacks', 'Texas Rangers'],
      rules: 'In the upcoming MLB game, scheduled for May 11 at 1:05PM ET:',
      closesAtMs: Date.UTC(2026, 4, 12),
    });
    expect(stand(late, TEX)).toBe('open: event');
    expect(stand({ ...late, rules: 'scheduled for May 11 at 8:05PM ET' }, TEX)).toBe('inverse');
  });

  test('has no day where slug and rules count by different clocks', () => {
    const rules = 'In the upcoming MLB game, scheduled for May 10, 2026 at 10:05PM ET:';
    expect(stand({ ...ARI_TEX, rules }, TEX)).toBe('open: day event');
  });

  test('is told by nicknames alone where only one league has both', () => {
    const rules = 'In the upcoming MLB game, scheduled for August 6 at 1:10PM ET:';
    const game = poly('Twins vs. Tigers', {
      outcomes: ['Twins', 'Tigers'],
      rules,
      closesAtMs: Date.UTC(2025, 7, 6),
    });
    const detroit = kalshi(
      'KXMLBGAME-25AUG06MINDET-DET',
      'Minnesota at Detroit Winner?',
      'Detroit',
    );
    expect(stand(game, detroit)).toBe('inverse');
    expect(stand({ ...game, rules: rules.replace('MLB ', '') }, detroit)).toBe('inverse');
    const shared = poly('Giants vs. Cardinals', { outcomes: ['Giants', 'Cardinals'] });
    expect(contractOf(shared)?.unknown).toEqual(['day', 'event']);
  });

  test('keeps teams of one city apart', () => {
    const mets = match('New York Mets vs. New York Yankees', 'mlb-nym-nyy-2026-05-11', [
      'New York Mets',
      'New York Yankees',
    ]);
    const id = 'KXMLBGAME-26MAY111905NYMNYY-NYY';
    expect(stand(mets, kalshi(id, 'New York M vs New York Y', 'New York Y wins'))).toBe('inverse');
    expect(stand(mets, kalshi(id, 'New York M vs New York Y', 'New York wins'))).toBe('open: side');
  });
});

describe('tennis', () => {
  const BU = match('Wuxi: Yunchaokete Bu vs Soon-Woo Kwon', 'atp-bu-kwon-2026-05-10', [
    'Yunchaokete Bu',
    'Soon-Woo Kwon',
  ]);
  const id = 'KXATPCHALLENGERMATCH-26MAY10YUNKWON-YUN';

  test('knows a player by the surname', () => {
    expect(stand(BU, kalshi(id, 'Bu vs Kwon', 'Yunchaokete Bu'))).toBe('same');
    expect(stand(BU, kalshi(id, 'Bu vs Kwon', 'Soonwoo Kwon'))).toBe('inverse');
  });

  test('asks for a winner in a sentence', () => {
    const giron = poly('Hong Kong Tennis Open: Marcos Giron vs Alexander Bublik', {
      outcomes: ['Marcos Giron', 'Alexander Bublik'],
      rules:
        'This market refers on the tennis match between Marcos Giron and Alexander Bublik in the Hong Kong Tennis Open, scheduled for January 10 at 4:00AM ET.',
      closesAtMs: Date.UTC(2026, 0, 17),
    });
    const title = 'Will Alexander Bublik win the Giron vs Bublik : Semifinal match?';
    const bublik = kalshi('KXATPMATCH-26JAN10GIRBUB-BUB', title, null);
    expect(stand(giron, bublik)).toBe('inverse');
    expect(stand(giron, { ...bublik, subTitle: 'Marcos Giron' })).toBe('same');
  });

  test('refuses a side that two players of one surname could be', () => {
    const brothers = match(
      'Rome: Francisco Cerundolo vs Juan Manuel Cerundolo',
      'atp-cerundo-cerundo-2026-05-10',
      ['Cerundolo', 'Cerundolo'],
    );
    expect(contractOf(brothers)?.unknown).toEqual(['side']);
  });

  test.each([
    ['Cordoba: Completed Match: Juan La Serna vs Maximo Zeitune', '-completed-match'],
    ['Set Handicap: Zverev (-1.5) vs Blockx (+1.5)', '-set-handicap-away-1pt5'],
    ['Rome: Bu vs Kwon', '-total-games'],
  ])('takes no other question for the winner: %s', (title, rest) => {
    const text = match(title, `atp-bu-kwon-2026-05-10${rest}`, ['Yes', 'No']);
    expect(stand(text, kalshi(id, 'Bu vs Kwon', 'Yunchaokete Bu'))).toMatch(
      /^differs: family|predicate/,
    );
  });

  test('names a set as its venue does', () => {
    const set = match(
      'Set 1 Winner: Arnaldi vs Jodar',
      'atp-arnaldi-jodar-2026-05-10-first-set-winner-Arnaldi-vs-Jodar',
      ['Arnaldi', 'Jodar'],
    );
    const title = (n: number): string => `Matteo Arnaldi vs Rafael Jodar: Set ${n} Winner`;
    const first = kalshi('KXATPSETWINNER-26MAY10ARNJOD-1-JOD', title(1), 'Rafael Jodar wins');
    expect(stand(set, first)).toBe('inverse');
    const second = kalshi('KXATPSETWINNER-26MAY10ARNJOD-2-JOD', title(2), 'Rafael Jodar wins');
    expect(stand(set, second)).toBe('differs: part');
    // A ticker of one set and a title of another: nobody knows which.
    expect(contractOf({ ...second, title: title(1) })?.unknown).toContain('predicate');
  });
});

describe('esports', () => {
  const MAP = match(
    'LoL: T1 Academy vs Gen.G Global Academy - Game 1 Winner',
    'lol-t1a-genga-2026-05-11-game1',
    ['T1 Academy', 'Gen.G Global Academy'],
  );
  const title = 'Gen.G Global Academy vs. T1 Academy';
  const map = (n: number): ReturnType<typeof kalshi> =>
    kalshi(`KXLOLMAP-26MAY110300GENGAT1A-${n}-T1A`, `${title}: Map ${n}`, 'T1 Academy wins');

  test('calls a game of a series a map', () => {
    expect(stand(MAP, map(1))).toBe('same');
    expect(stand(MAP, map(2))).toBe('differs: part');
  });

  test('keeps the match apart from its games', () => {
    const whole = kalshi('KXLOLGAME-26MAY110300GENGAT1A-T1A', title, 'T1 Academy wins');
    expect(stand(MAP, whole)).toBe('differs: part');
    const best = match(
      'LoL: T1 Academy vs Gen.G Global Academy (BO3) - LCK CL',
      'lol-t1a-genga-2026-05-11',
      ['T1 Academy', 'Gen.G Global Academy'],
    );
    expect(stand(best, whole)).toBe('same');
  });

  test('never takes a second squad for the first', () => {
    const first = kalshi('KXLOLMAP-26MAY110300GENT1-1-T1', 'Gen.G vs. T1: Map 1', 'T1 wins');
    expect(stand(MAP, first)).toBe('differs: competitors');
    const nord = match(
      'LoL: G2 NORD vs Eintracht Frankfurt - Game 2 Winner',
      'lol-g2nord-sge-2026-05-11-game2',
      ['G2 NORD', 'Eintracht Frankfurt'],
    );
    const g2 = kalshi(
      'KXLOLMAP-26MAY111100SGEG2-2-G2',
      'Eintracht Frankfurt vs. G2 Esports: Map 2',
      'G2 Esports wins',
    );
    expect(stand(nord, g2)).toBe('differs: competitors');
  });

  test('knows organisations by their other names', () => {
    const navi = poly('Dota 2: Natus Vincere vs MOUZ (BO3)', {
      outcomes: ['Natus Vincere', 'MOUZ'],
      rules: 'in the named Dota 2 match, scheduled for January 9 at 6:00AM ET.',
      closesAtMs: Date.UTC(2026, 0, 9),
    });
    const asked = kalshi(
      'KXDOTA2GAME-26JAN09MOUZNAVI-NAVI',
      'Will NAVI win the MOUZ vs. NAVI Dota 2 match?',
      null,
    );
    expect(stand(navi, asked)).toBe('same');
    expect(stand(navi, kalshi(asked.id, 'MOUZ vs. NAVI', 'MOUZ wins'))).toBe('inverse');
  });

  test('does not let one game be another', () => {
    const valorant = kalshi(
      'KXVALORANTMAP-26MAY110300GENGAT1A-1-T1A',
      `${title}: Map 1`,
      'T1 Academy wins',
    );
    expect(stand(MAP, valorant)).toBe('differs: event');
    expect(stand({ ...MAP, slug: 'lol-t1a-genga-2026-05-11-game2' }, map(1))).toBe(
      'differs: family',
    );
  });
});

test('names of clubs that are written longer or shorter are one club beside an equal opponent', () => {
  const trier = match('Gladiators Trier vs. Mitteldeutscher BC', 'bkbbl-gla-mit-2026-05-10', [
    'Gladiators Trier',
    'Mitteldeutscher BC',
  ]);
  const id = 'KXBBLGAME-26MAY101030MBCTRI-TRI';
  const title = 'Mitteldeutscher BC vs TBB Trier';
  expect(stand(trier, kalshi(id, title, 'TBB Trier wins'))).toBe('same');
  expect(stand(trier, kalshi(id, title, 'Mitteldeutscher BC wins'))).toBe('inverse');
  const bonn = kalshi(id, 'Mitteldeutscher BC vs Telekom Baskets Bonn', 'Mitteldeutscher BC wins');
  expect(stand(trier, bonn)).toBe('differs: competitors');
});

test('a parlay is none of its legs', () => {
  const indiana = match('Oregon vs. Indiana', 'cfb-ore-ind-2026-01-09', ['Oregon', 'Indiana']);
  const legs = kalshi(
    'KXNCAAFPREPACK2ML-26JAN08INDOREMISSMIA-OREMIA',
    'Oregon wins against Indiana, Miami (FL) wins against Ole Miss',
    null,
  );
  expect(stand(indiana, legs)).toBe('differs: family');
  expect(contractOf(legs)?.unknown).toContain('predicate');
});

test('cricket takes the side from its words although the ticker turns the teams round', () => {
  const ipl = match(
    'Indian Premier League: Chennai Super Kings vs Lucknow Super Giants',
    'cricipl-che-luc-2026-05-10',
    ['Chennai Super Kings', 'Lucknow Super Giants'],
  );
  const id = 'KXIPLGAME-26MAY10LSGCSK-LSG';
  const title = 'Chennai Super Kings vs Lucknow Super Giants';
  expect(stand(ipl, kalshi(id, title, 'Lucknow wins'))).toBe('inverse');
  expect(stand(ipl, kalshi(id, title, null))).toBe('open: side');
});
