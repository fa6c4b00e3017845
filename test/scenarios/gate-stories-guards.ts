/** Stories of the gates that put copies off or make them smaller by what is known of the past. */

const WORLD = `
  market rain group weather
  market snow group weather
  book rain.Yes 0.48x10000 / 0.50x10000
  book snow.Yes 0.48x10000 / 0.50x10000
  follow anna
`;
const BUYS = 'anna buys rain.Yes 100 @ 0.50';
/** The leader leaves with a loss. */
const LOST = `${BUYS}\n wait 1s\n = order buy rain.Yes $5\n book rain.Yes 0.46x10000 / 0.48x10000
  anna sells rain.Yes 100 @ 0.46\n wait 1s\n = order sell rain.Yes 10\n wait 61s
  book rain.Yes 0.48x10000 / 0.50x10000`;
/** Half of what is held is sold with a loss, a minute before anything else. */
const HALF_LOST = `book rain.Yes 0.46x10000 / 0.48x10000\n anna sells rain.Yes 50 @ 0.46\n wait 1s
  = order sell rain.Yes 10\n wait 61s\n book rain.Yes 0.48x10000 / 0.50x10000`;
/** What is left of it. */
const LEAVES = 'anna sells rain.Yes 150 @ 0.48\n wait 1s\n = order sell rain.Yes 10';

export const GUARD_ENDS = {
  cooldownMarket: `${WORLD} set cooldown.marketMinutes 30\n ${LOST}\n ${BUYS}
    = copy rain.Yes denied cooldownMarket 61400ms of 1800000ms`,
  cooldownWallet: `${WORLD} set cooldown.losses 1\n ${LOST}\n anna buys snow.Yes 100 @ 0.50
    = copy snow.Yes denied cooldownWallet 61400ms of 86400000ms (1 in a row)`,
  noEdge: `${WORLD} set size.mode kelly\n scored anna 0.6 above 0.02\n ${BUYS}
    = copy rain.Yes denied noEdge 0.51 of 0.52`,
  trust: `${WORLD} set trust.tiers on\n wallet anna spend 4 small skip\n ${BUYS}
    = copy rain.Yes denied trust - of 0.5 (what is left is under the venue minimum)`,
} as const;

/** Each of them stops a further entry while the exit of the same leader and token goes through. */
export const GUARD_STAYS = {
  cooldownMarket: { when: `set cooldown.marketMinutes 30\n ${HALF_LOST}`, exit: LEAVES },
  cooldownWallet: { when: `set cooldown.losses 1\n ${HALF_LOST}`, exit: LEAVES },
  noEdge: { when: 'set size.mode kelly\n wallet anna spend default\n scored anna 0.6 above 0' },
  trust: { when: 'set trust.tiers on\n wallet anna spend 4 small skip' },
} as const;
