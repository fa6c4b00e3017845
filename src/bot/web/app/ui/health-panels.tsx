import type { JSX } from 'preact';
import { duration } from '../../../format/moments.ts';
import type { Feed, Overview } from '../../contract/overview.ts';
import { count } from '../words/format.ts';
import { Figure, Figures } from './panel.tsx';
import { Ago, Pill, type Tone } from './text.tsx';

const FEED_TONES: Readonly<Record<Feed['state'], Tone>> = {
  live: 'good',
  waiting: 'plain',
  silent: 'warn',
  connecting: 'warn',
  down: 'bad',
};

function ms(value: number | null): string {
  return value === null ? '–' : duration(value);
}

/** Every feed: how fresh, how far behind, what went wrong. */
export function FeedTable({ of }: { readonly of: readonly Feed[] }): JSX.Element {
  return (
    <table class="plain-table is-feeds">
      <thead>
        <tr>
          <th scope="col">Feed</th>
          <th scope="col">State</th>
          <th scope="col" class="is-right">
            Newest
          </th>
          <th scope="col" class="is-right">
            Lag, usual · worst
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map((feed) => (
          <tr key={feed.source}>
            <th scope="row">
              {feed.name}
              {feed.note === null ? null : <small class="muted"> {feed.note}</small>}
            </th>
            <td>
              <Pill tone={FEED_TONES[feed.state]}>{feed.state}</Pill>
            </td>
            <td class="number is-right">{ms(feed.ageMs)}</td>
            <td class="number is-right">
              {feed.lagMsP50 === null ? '–' : `${ms(feed.lagMsP50)} · ${ms(feed.lagMsP99)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Database({ of }: { readonly of: Overview['database'] }): JSX.Element {
  const kind = of.kind === 'embedded' ? 'embedded' : 'server';
  if (of.failingSinceMs !== null) {
    return (
      <Pill tone="bad">
        failing since <Ago atMs={of.failingSinceMs} />
      </Pill>
    );
  }
  return (
    <>
      {kind}{' '}
      <small>{of.writesWaiting === 0 ? 'nothing waits' : `${of.writesWaiting} writes wait`}</small>
    </>
  );
}

/** Books, database, chats and hosts at a glance. */
export function HealthFigures({ of }: { readonly of: Overview }): JSX.Element {
  return (
    <Figures>
      <Figure label="Trusted books">
        <span class="number">
          {of.books.trusted} of {of.books.known}
        </span>
      </Figure>
      <Figure label="Database">
        <Database of={of.database} />
      </Figure>
      {of.chats.map((chat) => (
        <Figure key={chat.platform} label={chat.platform === 'telegram' ? 'Telegram' : 'Discord'}>
          {chat.state} <small>{chat.note ?? chat.name ?? ''}</small>
        </Figure>
      ))}
      {of.scoring === null ? null : (
        <Figure label="Scores">
          {count(of.scoring.tracked, 'wallet')}{' '}
          <small>{of.scoring.trouble ?? `${of.scoring.candidates} candidates`}</small>
        </Figure>
      )}
      {of.reach.map((host) => (
        <Figure key={host.name} label={host.name}>
          {host.ok ? 'reached' : <Pill tone="bad">not reached</Pill>} <small>{host.note}</small>
        </Figure>
      ))}
      <Figure label="Running since">
        <Ago atMs={of.startedAtMs} /> <small>{of.version}</small>
      </Figure>
    </Figures>
  );
}
