import type { Queries } from '../../engine/contract/queries.ts';
import type { Suggests } from '../command.ts';
import { cut, sideName, walletName } from '../format/names.ts';
import { COMMANDS, commandNamed } from '../registry.ts';
import type { Suggestion, Typing } from './reception.ts';

/** As many as a platform shows. */
export const SUGGESTIONS_MAX = 25;
const LABEL_LENGTH_MAX = 100;

/** What an argument may be, from memory; those that begin as typed come first. */
export function suggestions(typing: Typing, queries: Queries): readonly Suggestion[] {
  const argument = commandNamed(typing.command)?.arguments.find(
    (one) => one.name === typing.argument,
  );
  if (argument === undefined) return [];
  const words = (argument.choices ?? []).map((word) => ({ label: word, value: word }));
  const named = argument.suggests === undefined ? [] : NAMED[argument.suggests](queries);
  const typed = typing.typed.trim().toLowerCase();
  const fits = ({ label, value }: Suggestion): boolean =>
    label.toLowerCase().includes(typed) || value.toLowerCase().includes(typed);
  const begins = ({ label }: Suggestion): boolean => label.toLowerCase().startsWith(typed);
  const all = [...words, ...named].filter(fits);
  const sorted = [...all.filter(begins), ...all.filter((one) => !begins(one))];
  return sorted.slice(0, SUGGESTIONS_MAX).map(({ label, value }) => ({
    label: cut(label, LABEL_LENGTH_MAX),
    value: value.slice(0, LABEL_LENGTH_MAX),
  }));
}

const NAMED: Readonly<Record<Suggests, (queries: Queries) => readonly Suggestion[]>> = {
  wallet: (queries) =>
    queries.wallets().map((one) => ({ label: walletName(one), value: one.label ?? one.address })),
  market: (queries) => {
    const markets = new Map(
      queries.positions().map(({ outcome: { market } }) => [market.id as string, market]),
    );
    return [...markets.values()].map((one) => ({ label: one.question ?? one.id, value: one.id }));
  },
  position: (queries) =>
    queries.positions().map(({ shortId, outcome }) => ({
      label: `${sideName(outcome)} ${outcome.market.question ?? shortId}`,
      value: shortId,
    })),
  order: (queries) =>
    queries.openOrders().map(({ shortId, outcome }) => ({
      label: `${shortId} ${outcome.market.question ?? ''}`.trim(),
      value: shortId,
    })),
  setting: (queries) => queries.settingList().map(({ key }) => ({ label: key, value: key })),
  command: () => COMMANDS.map(({ name }) => ({ label: name, value: name })),
};
