import { describe, test } from 'vitest';
import { story } from './story.ts';

/** Both are held for anna when the rules come; the third one only sounds like the first. */
const HELD = `
  market rain question Will_it_rain_in_Zürich? tags weather/europe group rain
  market vote question Will_the_vote_be_close? tags politics group vote
  market train question Will_the_train_be_late? tags weather group train
  book rain.Yes 0.48x10000 / 0.50x10000
  book vote.Yes 0.48x10000 / 0.50x10000
  book train.Yes 0.48x10000 / 0.50x10000
  follow anna spend 5
  anna buys rain.Yes 100 @ 0.50
  anna buys vote.Yes 100 @ 0.50
  wait 61s
  = copy rain.Yes accepted $5
  = copy vote.Yes accepted $5
  = order buy rain.Yes $5 filled
  = order buy vote.Yes $5 filled
`;

const BUYS = (market: string) => `anna buys ${market}.Yes 100 @ 0.50\n wait 61s`;
const DENIED = (market: string, note: string) =>
  `${BUYS(market)}\n = copy ${market}.Yes denied marketFilter 0 of 1 (${note})`;
const COPIED = (market: string) =>
  `${BUYS(market)}\n = copy ${market}.Yes accepted $5\n = order buy ${market}.Yes $5 filled`;
/** The leader leaves: no rule about entries may keep us in. */
const EXITS = (market: string) =>
  `anna sells ${market}.Yes 1000 @ 0.48\n wait 1s
   = exit ${market}.Yes accepted\n = order sell ${market}.Yes filled\n has ${market}.Yes nothing`;

type Cases = readonly (readonly [name: string, text: string])[];

describe('a rule that is typed in a chat prevents entries and no exit', () => {
  const cases: Cases = [
    [
      'category deny: the tag, in any case',
      `says /filter deny category WEATHER\n hears Entries in weather are off
       hears would have stopped 1 of your last 2 copies
       ${DENIED('rain', 'deny category weather')}\n ${COPIED('vote')}\n ${EXITS('rain')}
       says /filter test rain zurich\n hears the rule "deny category weather" decides`,
    ],
    [
      'category deny: where the tags are not known, it stays closed',
      `market rain tags /\n says /filter deny category politics
       ${DENIED('rain', 'categories unknown')}\n ${DENIED('vote', 'deny category politics')}
       ${EXITS('rain')}\n ${EXITS('vote')}
       says /filter test rain zurich\n hears its tags are not known`,
    ],
    [
      'category allow: only what it names is entered',
      `says /filter allow category politics\n hears From now on ONLY politics
       ${DENIED('rain', 'only politics')}\n ${COPIED('vote')}\n ${EXITS('rain')}\n ${EXITS('vote')}
       says /filter test rain zurich\n hears only politics may be entered, and it has no such tag`,
    ],
    [
      'category allow: another one beside it, and neither after Undo',
      `says /filter allow category politics\n says /filter allow category europe
       hears From now on ONLY politics, europe\n ${COPIED('rain')}
       ${DENIED('train', 'only politics, europe')}\n says /filter deny category politics
       hears says the contrary\n says /filter remove politics\n says /filter remove europe
       hears Every category may be entered again\n ${COPIED('train')}\n ${EXITS('rain')}`,
    ],
    [
      'market deny: the one that was found by its words, without the accent',
      `says /filter deny market rain zurich\n hears Entries in Will it rain in Zürich? are off
       ${BUYS('rain')}\n = copy rain.Yes denied marketFilter 0 of 1 (deny market\n ${COPIED('train')}
       ${EXITS('rain')}\n says /filter test rain\n hears the rule "deny this market" decides
       says /filter remove market zürich\n ${COPIED('rain')}`,
    ],
    [
      'market allow: an exception from a closed category, and no list of its own',
      `says /filter allow category politics\n says /filter allow market rain zurich
       hears whatever other rules say\n ${COPIED('rain')}\n ${COPIED('vote')}
       ${DENIED('train', 'only politics')}\n ${EXITS('rain')}\n ${EXITS('vote')}
       says /filter remove category politics\n ${COPIED('train')}`,
    ],
    [
      'market allow beats a denied word, and a denied category',
      `says /filter deny keyword zurich\n says /filter deny category weather
       ${DENIED('rain', 'deny category weather')}\n says /filter allow market rain\n ${COPIED('rain')}
       ${DENIED('train', 'deny category weather')}\n ${EXITS('rain')}`,
    ],
    [
      'keyword deny: whole words only, whatever the case and the accents',
      `says /filter deny keyword RAIN\n hears Entries naming "rain" are off
       ${DENIED('rain', 'deny keyword rain')}\n ${COPIED('train')}\n ${EXITS('rain')}
       says /filter remove keyword rain\n says /filter deny keyword zurich
       ${DENIED('rain', 'deny keyword zurich')}`,
    ],
    [
      'keyword deny: a phrase, with its accent and other punctuation',
      `says /filter deny keyword Rain, in ZÜRICH!\n ${BUYS('rain')}
       = copy rain.Yes denied marketFilter 0 of 1 (deny keyword\n ${COPIED('vote')}\n ${EXITS('rain')}
       says /filter deny keyword rain zürich\n says /filter remove 1\n ${COPIED('rain')}`,
    ],
    [
      'keyword allow: it opens no closed category, closes nothing, and loses to a denied word',
      `says /filter allow keyword rain\n ${COPIED('rain')}\n ${COPIED('vote')}
       says /filter deny keyword zurich\n ${DENIED('rain', 'deny keyword zurich')}
       says /filter remove keyword zurich\n says /filter allow category politics
       ${DENIED('rain', 'only politics')}\n ${EXITS('rain')}\n ${EXITS('vote')}`,
    ],
  ];
  test.each(cases)('%s', (_, text) => story(`${HELD} ${text}`));
});

test('Undo takes a rule back, and a rule outlives a restart', () =>
  story(`${HELD} says /filter deny keyword rain\n taps Undo\n hears Undone\n ${COPIED('rain')}
    says /filter deny keyword rain\n restart\n book rain.Yes 0.48x10000 / 0.50x10000
    ${DENIED('rain', 'deny keyword rain')}\n says /filter\n hears 1 filter\n ${EXITS('rain')}`));
