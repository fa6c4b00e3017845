import { describe, expect, test } from 'vitest';
import { contractOf, kalshi, match, poly, stand } from './market-texts.ts';

describe('how much is scored in all', () => {
  const total = (title: string, slug: string): ReturnType<typeof match> =>
    match(title, slug, ['Over', 'Under']);
  const GOALS = total(
    'Getafe CF vs. Real Sociedad de Fútbol: O/U 1.5',
    'lal-get-rso-2026-01-09-total-1pt5',
  );
  const over = (line: string): ReturnType<typeof kalshi> =>
    kalshi(
      'KXLALIGATOTAL-26JAN09GETRSO-2',
      'Real Sociedad at Getafe: Totals',
      `Over ${line} goals scored`,
    );

  test('agrees in line and side', () => {
    expect(stand(GOALS, over('1.5'))).toBe('same');
    expect(stand({ ...GOALS, outcomes: ['Under', 'Over'] }, over('1.5'))).toBe('inverse');
    expect(stand({ ...GOALS, outcomes: ['Yes', 'No'] }, over('1.5'))).toBe('open: side');
  });

  test('differs by the line, and from the winner', () => {
    expect(stand(GOALS, over('2.5'))).toBe('differs: floor');
    const winner = kalshi('KXLALIGAGAME-26JAN09GETRSO-GET', 'Getafe vs Real Sociedad', 'Getafe');
    expect(stand(GOALS, winner)).toBe('differs: family');
  });

  test('counts "3+ goals" as more than 2.5', () => {
    const three = match('LAFC vs. Flamengo: 3+ Goals Scored?', 'cwc-laf-fla-2025-06-24-total', [
      'Yes',
      'No',
    ]);
    expect(contractOf(three)).toMatchObject({ floor: 2_500_000, unit: 'goals', side: 'over' });
    const turned = { ...three, outcomes: ['No', 'Yes'] };
    expect(contractOf(turned)).toMatchObject({ side: 'under' });
    expect(contractOf({ ...three, outcomes: ['A', 'B'] })).toMatchObject({ side: null });
  });

  test('keeps what is counted and the part of the game apart', () => {
    const slug = 'atp-khachan-zandsch-2026-05-10';
    const names = 'Karen Khachanov vs. Botic van de Zandschulp';
    const games = kalshi(
      'KXATPGTOTAL-26MAY10KHAVAN-22',
      'Karen Khachanov vs Botic Van de Zandschulp: Total Games',
      'Over 22.5 games',
    );
    expect(stand(total(`${names}: Match O/U 22.5`, `${slug}-match-total-22pt5`), games)).toBe(
      'same',
    );
    expect(stand(total(`${names}: Total Sets O/U 2.5`, `${slug}-set-totals-2pt5`), games)).toBe(
      'differs: floor',
    );
    expect(contractOf(total(`${names}: Set 1 O/U 9.5`, `${slug}-x`))).toMatchObject({
      part: 'set 1',
      unit: 'games',
    });
    expect(contractOf(total(`${names}: Aces O/U 9.5`, `${slug}-x`))?.unknown).toContain(
      'predicate',
    );
    const half = total('Oregon vs. Indiana: 1H O/U 24.5', 'cfb-ore-ind-2026-01-09-1h-total-24pt5');
    expect(contractOf(half)).toMatchObject({ part: 'half 1', unit: 'points' });
    const halfOf = kalshi(
      'KXNCAAF1HTOTAL-26JAN09OREIND-24',
      'Oregon at Indiana: First Half Total Points',
      'Over 24.5 points scored',
    );
    expect(stand(half, halfOf)).toBe('same');
  });

  test('of maps is of maps', () => {
    const maps = total(
      'LoL: T1 vs Gen.G: Games Total: O/U 2.5',
      'lol-t1-geng-2026-05-10-total-2pt5',
    );
    expect(contractOf(maps)).toMatchObject({
      family: 'sports.total',
      unit: 'maps',
      floor: 2_500_000,
    });
    const kills = total('LoL: T1 vs Gen.G: Total Kills O/U 25.5', 'lol-t1-geng-2026-05-10-kills');
    expect(contractOf(kills)?.unknown).toContain('predicate');
  });

  test('without a league has no unit', () => {
    const bare = poly('Oregon vs. Indiana: O/U 48.5', { outcomes: ['Over', 'Under'] });
    expect(contractOf(bare)?.unknown).toEqual(['day', 'event', 'unit']);
    expect(
      contractOf({ ...bare, title: 'Oregon vs. Indiana: Passing Yards O/U 48.5' })?.unknown,
    ).toContain('predicate');
  });
});

describe('by how much a team wins', () => {
  const spread = (outcomes: readonly string[]): ReturnType<typeof match> =>
    match('Spread: Patriots (-3.5)', 'nfl-lac-ne-2026-01-11-spread-home-3pt5', outcomes);
  const byOver = (team: string, line: string): ReturnType<typeof kalshi> =>
    kalshi(
      'KXNFLSPREAD-26JAN11LACNE-NE3',
      'Los Angeles C at New England: Spread',
      `${team} wins by over ${line} points`,
    );

  test('agrees with the team that gives the line', () => {
    expect(stand(spread(['Patriots', 'Chargers']), byOver('New England', '3.5'))).toBe('same');
    expect(stand(spread(['Chargers', 'Patriots']), byOver('New England', '3.5'))).toBe('inverse');
  });

  test('is nobody else’s win, and no other line', () => {
    const outcomes = ['Patriots', 'Chargers'];
    expect(stand(spread(outcomes), byOver('Los Angeles C', '3.5'))).toBe('differs: competitors');
    expect(stand(spread(outcomes), byOver('New England', '4.5'))).toBe('differs: floor');
    expect(stand(spread(['Yes', 'No']), byOver('New England', '3.5'))).toBe('open: side');
  });

  test('counts maps, sets and points apart', () => {
    const map = match(
      'Map Handicap: HAVU (-1.5) vs Omega (+1.5)',
      'cs2-omega1-havu-2026-05-09-map-handicap-home-1pt5',
      ['HAVU', 'Omega'],
    );
    expect(contractOf(map)).toMatchObject({
      entities: ['havu'],
      unit: 'maps',
      side: 'yes',
      floor: 1_500_000,
    });
    expect(contractOf({ ...map, outcomes: ['Omega', 'HAVU'] })).toMatchObject({ side: 'no' });
    const set = match(
      'Set Handicap: Zverev (-1.5) vs Blockx (+1.5)',
      'atp-blockx-zverev-2026-05-10-set-handicap-away-1pt5',
      ['Zverev', 'Blockx'],
    );
    expect(contractOf(set)).toMatchObject({ entities: ['zverev'], unit: 'sets' });
    const game = match(
      'Game Handicap: Zverev (-3.5) vs Blockx (+3.5)',
      'atp-blockx-zverev-2026-05-10-x',
      ['Zverev', 'Blockx'],
    );
    expect(contractOf(game)).toMatchObject({ unit: 'games' });
    const half = match('1H Spread: Indiana (-4.5)', 'cfb-ore-ind-2026-01-09-1h-spread', [
      'Indiana',
      'Oregon',
    ]);
    expect(contractOf(half)).toMatchObject({ part: 'half 1', unit: 'points' });
    const noLine = match('Spread: Indiana', 'cfb-ore-ind-2026-01-09-spread', ['Indiana', 'Oregon']);
    expect(contractOf(noLine)?.unknown).toContain('predicate');
  });

  test('reads the line of a title where no side is worded', () => {
    const betis = kalshi(
      'KXLALIGASPREAD-26JAN10OVIRBB-RBB1',
      'Real Betis wins by over 1.5 goals?',
      null,
    );
    const taken = match(
      'Spread: Real Betis Balompié (-1.5)',
      'lal-ovi-bet-2026-01-10-spread-away-1pt5',
      ['Real Betis Balompié', 'Real Oviedo'],
    );
    expect(stand(taken, betis)).toBe('same');
    expect(contractOf({ ...betis, title: 'Oviedo vs Betis' })?.unknown).toContain('predicate');
  });
});

describe('questions of yes and no', () => {
  test('both teams score', () => {
    const both = match(
      'Toronto FC vs. Inter Miami CF: Both Teams to Score',
      'mls-tor-mia-2026-05-09-btts',
      ['Yes', 'No'],
    );
    const btts = kalshi('KXMLSBTTS-26MAY09TORMIA', 'Miami at Toronto: Both Teams to Score', null);
    expect(stand(both, btts)).toBe('same');
    expect(stand({ ...both, outcomes: ['No', 'Yes'] }, btts)).toBe('inverse');
    expect(stand(both, { ...btts, subTitle: 'No' })).toBe('open: side');
    expect(
      stand(both, kalshi('KXMLSGAME-26MAY09TORMIA-MIA', 'Toronto vs Miami', 'Miami wins')),
    ).toBe('differs: family');
  });

  test('a run in the first inning is not the winner', () => {
    const slug = 'mlb-pit-sf-2026-05-10-nrfi';
    const run = match(
      'Will there be a run scored in the first inning?: Pittsburgh Pirates vs. San Francisco Giants',
      slug,
      ['Yes Run', 'No Run'],
    );
    const first = kalshi(
      'KXMLBRFI-26MAY101605PITSF',
      'Pittsburgh vs San Francisco: First Inning Run',
      'Yes',
    );
    expect(stand(run, first)).toBe('same');
    expect(stand({ ...run, outcomes: ['No Run', 'Yes Run'] }, first)).toBe('inverse');
    const winner = kalshi(
      'KXMLBGAME-26MAY101605PITSF-SF',
      'Pittsburgh vs San Francisco',
      'San Francisco wins',
    );
    expect(stand(run, winner)).toBe('differs: family');
    // The slug says more than the title: then it is not the winner either.
    expect(
      contractOf(match('Pittsburgh Pirates vs. San Francisco Giants', slug, ['Pirates', 'Giants']))
        ?.unknown,
    ).toContain('predicate');
  });

  test('an exact score follows the names, not their order', () => {
    const score = match(
      'Exact Score: Angel City FC 3 - 1 San Diego Wave FC?',
      'nwsl-ang-wav-2026-05-09-exact-score-3-1',
      ['Yes', 'No'],
    );
    const turned = match(
      'Exact Score: San Diego Wave FC 1 - 3 Angel City FC?',
      'nwsl-ang-wav-2026-05-09-exact-score-1-3',
      ['Yes', 'No'],
    );
    expect(contractOf(score)?.predicate).toBe('scores 3-1');
    expect(contractOf(turned)).toEqual(contractOf(score));
  });
});

test.each([
  ['UFC 317: Will Topuria vs. Oliveira be decided by any other method?', null],
  ['UEFA European U21: England vs. Netherlands (To Advance)', null],
  ['NBA Draft: Ace Bailey vs. Kon Knueppel', null],
  ['LoL: T1 vs Gen.G - First Blood in Game 1', 'lol-t1-geng-2026-05-10-first-blood-game-1'],
  ['Oregon vs. Indiana: 1H Moneyline', 'cfb-ore-ind-2026-01-09-1h-moneyline'],
  ['Fastest lap at Monza', 'f1-monza-2026-09-06-fastest'],
])('knows "%s" as a question of its own or not at all', (title, slug) => {
  const contract = contractOf(poly(title, { slug }));
  if (contract !== null) expect(contract.unknown).toContain('predicate');
});

test.each([
  'Will Bitcoin be above $100,000 on May 9?',
  'Will the Democrats win the Senate race in Ohio?',
  'Will Bella Emry win American Idol Season 24?',
  'Will Mark Carney win the 2026 Canadian federal election?',
  'Highest temperature in NYC on May 9?',
])('leaves "%s" to others', (title) => {
  expect(contractOf(poly(title))).toBeNull();
  expect(contractOf(kalshi('KXWHATEVER-26MAY09-X', title, 'Yes'))).toBeNull();
});

test.each([
  ['KXNFLTEAMTOTAL-26JAN11LACNE-NE24', 'Los Angeles C at New England', 'Over 24.5 points scored'],
  ['KXNBAOTGAME-26JAN11LALBOS-BOS', 'Los Angeles L at Boston', 'Boston'],
  ['KXXFLTOTAL-26JAN11AAABBB-40', 'Arlington at Houston: Total Points', 'Over 40.5 points scored'],
  ['KXMVESPORTSMULTIGAME-26JAN11-X', 'yes Boston, yes Over 24.5', null],
  ['KXMVENFLSINGLEGAME-26JAN11-X', 'Los Angeles C at New England', 'New England'],
])('reads no market of a series that may ask of a team alone: %s', (...[id, title, side]) => {
  expect(contractOf(kalshi(id, title, side))?.unknown).toContain('predicate');
});

test('one name of a college is none of its neighbours', () => {
  const spread = match('Spread: USC Upstate (-3.5)', 'cbb-uscu-duke-2026-01-11-spread', [
    'USC Upstate',
    'Duke',
  ]);
  const usc = kalshi(
    'KXNCAAMBSPREAD-26JAN11USCDUKE-USC3',
    'Duke at USC: Spread',
    'USC wins by over 3.5 points',
  );
  expect(stand(spread, usc)).toBe('open: competitors');
});
