import type { OperatorBody } from '../../action-body.ts';
import type { PeopleView } from '../../command.ts';
import { count } from '../../format/amounts.ts';
import { type Effect, effect, unchanged } from './effect.ts';

/** What each role may do, in a sentence. */
const ROLE_WORDS = {
  viewer: 'sees everything and changes nothing',
  trader: 'follows, changes rules, closes, pauses and kills, within the limits',
  admin: 'also raises limits, arms, goes live and lets others in',
} as const;

/** `an admin also …` */
export function roleWords(role: keyof typeof ROLE_WORDS): string {
  return `${role === 'admin' ? 'an' : 'a'} ${role} ${ROLE_WORDS[role]}`;
}

/** The same as a sentence of its own. */
export function roleSentence(role: keyof typeof ROLE_WORDS): string {
  const words = roleWords(role);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Who may operate decides over money, so it is asked like a raised limit. */
export function operatorEffect(people: Pick<PeopleView, 'list'>, body: OperatorBody): Effect {
  const who = `${body.platform}:${body.userId}`;
  const list = people.list();
  const known = list.find((one) => one.platform === body.platform && one.userId === body.userId);
  if (body.kind === 'removeOperator') {
    if (known === undefined) return unchanged(`${who} is no operator`);
    return effect(`${known.name} (${who}) may do nothing any more`, {
      danger: 'limits',
      lines: ['Buttons in that chat do nothing from now on.'],
      question: {
        title: `Remove ${known.name}?  ${who}, ${known.role}`,
        lines: [`${count(list.length - 1, 'operator')} left`],
        keep: 'Keep',
        go: 'Remove',
        keepShows: '/operators',
        phrase: { words: `OPERATORS ${list.length - 1}`, needsCode: true },
      },
    });
  }
  if (known?.role === body.role) return unchanged(`${known.name} (${who}) is ${body.role} already`);
  const total = known === undefined ? list.length + 1 : list.length;
  const from = known === undefined ? 'nobody' : known.role;
  return effect(`${body.name} (${who}) is ${body.role} now`, {
    danger: 'limits',
    lines: [roleSentence(body.role)],
    question: {
      title: `Let ${body.name} in?  ${who}: ${from} → ${body.role}`,
      lines: [roleSentence(body.role), `${count(total, 'operator')} then`],
      keep: 'Leave it',
      go: 'Let in',
      keepShows: '/operators',
      phrase: { words: `OPERATORS ${total}`, needsCode: true },
    },
  });
}
