import type { Queries } from '../../../engine/contract/queries.ts';
import type { PeopleView } from '../../command.ts';
import { moneyShort } from '../../format/amounts.ts';
import { bookName } from '../../format/names.ts';
import { armEffect, closeEffect, pauseEffect, resumeEffect } from './control-effect.ts';
import { type Bodies, type Effect, effect } from './effect.ts';
import { filterEffect } from './filter-effect.ts';
import { modeEffect } from './mode-effect.ts';
import { operatorEffect } from './operator-effect.ts';
import { pairEffect, takeEffect } from './pair-effect.ts';
import { settingEffect } from './setting-effect.ts';
import { changeWalletEffect, followEffect, unfollowEffect } from './wallet-effect.ts';
import { warningEffect } from './warning-effect.ts';

/** What a change is told from. */
export interface EffectScene {
  readonly queries: Queries;
  readonly people: Pick<PeopleView, 'list'>;
}

/**
 * What a change means, from the state as it is now. One place for typed lines and for taps, so that
 * both say the same.
 * @throws UsageError when a value is not valid.
 */
export async function effectOf({ queries, people }: EffectScene, bodies: Bodies): Promise<Effect> {
  const [body] = bodies;
  switch (body.kind) {
    case 'follow':
      return followEffect(queries, body.rules);
    case 'unfollow':
      return unfollowEffect(queries, body.address);
    case 'changeWallet':
      return changeWalletEffect(queries, body);
    case 'changeSetting':
      return settingEffect(queries, body);
    case 'addFilter':
    case 'removeFilter':
      return filterEffect(queries, body);
    case 'pause':
      return pauseEffect(queries);
    case 'resume':
      return resumeEffect(queries);
    case 'setMode':
      return modeEffect(queries, body.mode);
    case 'acknowledgeLive':
      return warningEffect(queries);
    case 'putOperator':
    case 'removeOperator':
      return operatorEffect(people, body);
    case 'arm':
      return armEffect(queries);
    case 'close':
      return closeEffect(queries, bodies);
    case 'kill':
      return effect('Killed: no automatic order from now on', { danger: 'less', symbol: '■' });
    case 'takeArbitrage':
      return takeEffect(queries, body.id);
    case 'judgePair':
      return pairEffect(queries, body);
    case 'deposit':
      return effect(`${bookName(body.ledger)}  deposit of ${moneyShort(body.amount)}`, {
        danger: 'more',
      });
  }
}
