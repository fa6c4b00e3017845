import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { WalletRow } from '../../contract/wallets.ts';
import { act, acted } from '../state/ask.ts';
import { hrefOf } from '../state/place.ts';
import { useResource } from '../state/resource.ts';
import { narrow, place } from '../state/router.ts';
import { may } from '../state/session.ts';
import { Cell, HeadCell, HeadRow } from '../ui/cells.tsx';
import { Action, Choice, Select, TextField } from '../ui/controls.tsx';
import { Empty, Loaded } from '../ui/panel.tsx';
import { Ago, Gain, Pill, Unknown } from '../ui/text.tsx';
import { Windowed } from '../ui/windowed.tsx';
import { interval, ratioPercent, scale, score, signedRatio } from '../words/format.ts';
import { isMade, SCALES, type Shown, SORTS, type Sort, sorted } from './wallets/sort.ts';
import { WalletPage } from './wallets/wallet.tsx';

const EVERY_MS = 10_000;
const ROW_HEIGHTS = [116, 44] as const;

export function WalletsPage(): JSX.Element {
  const { of } = place.value;
  return of === null ? <WalletList /> : <WalletPage key={of} address={of} />;
}

const SHOWN: readonly (readonly [Shown, string])[] = [
  ['all', 'All'],
  ['followed', 'Followed'],
  ['candidates', 'Candidates'],
];

function WalletList(): JSX.Element {
  const wallets = useResource('wallets', {}, EVERY_MS);
  const { query } = place.value;
  const done = acted.value;
  useEffect(() => {
    if (done > 0) wallets.reload();
  }, [done]);
  const sort = SORTS.find(([one]) => one === query['sort'])?.[0] ?? 'best';
  const shown = SHOWN.find(([one]) => one === query['shown'])?.[0] ?? 'all';
  const search = query['search'] ?? '';
  return (
    <>
      <h1>Wallets</h1>
      <div class="filters">
        <TextField
          label="Search"
          type="search"
          example="label or address"
          value={search}
          onInput={(text) => narrow({ search: text })}
        />
        <Select
          label="Sort by"
          value={sort}
          options={SORTS}
          onChange={(one) => narrow({ sort: one })}
        />
        <Choice
          label="Which"
          value={shown}
          options={SHOWN}
          onChange={(one) => narrow({ shown: one })}
        />
        <Follow />
      </div>
      <Loaded from={wallets} what="wallets">
        {(data) => <Rows of={data.wallets} by={{ sort, shown, search }} />}
      </Loaded>
    </>
  );
}

/** Follows by whatever people have: a link, an address, a name. */
function Follow(): JSX.Element | null {
  const [text, setText] = useState('');
  if (!may('trader')) return null;
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        const words = text.trim().split(/\s+/);
        act('wallet', 'add', ...words)
          .then((isDone) => {
            if (isDone) setText('');
          })
          .catch(reportError);
      }}
    >
      <TextField
        label="Follow another"
        example="profile link, address or @name"
        value={text}
        onInput={setText}
      />
      <button type="submit" class="button is-strong" disabled={text.trim() === ''}>
        Follow on paper
      </button>
    </form>
  );
}

interface RowsProps {
  readonly of: readonly WalletRow[];
  readonly by: { readonly sort: Sort; readonly shown: Shown; readonly search: string };
}

function Rows({ of, by }: RowsProps): JSX.Element {
  const { sort, shown, search } = by;
  const rows = useMemo(() => sorted(of, { sort, shown, search }), [of, sort, shown, search]);
  if (rows.length === 0) {
    return of.length === 0 ? (
      <Empty title="Nobody is followed yet">
        Paste a profile link above. Its trades are copied on paper from then on; what it already
        holds is not.
      </Empty>
    ) : (
      <Empty title="No wallet fits">Take away what narrows the list.</Empty>
    );
  }
  return (
    <Windowed
      label="Wallets"
      rows={rows}
      heights={ROW_HEIGHTS}
      keyOf={({ wallet }) => wallet.address}
      head={<Head />}
      row={(row) => <WalletCells of={row} />}
    />
  );
}

function Head(): JSX.Element {
  return (
    <HeadRow class="wallet-row">
      <HeadCell>Wallet</HeadCell>
      <HeadCell class="is-right">Confidence</HeadCell>
      <HeadCell class="is-right">Edge</HeadCell>
      <HeadCell class="is-right">Win rate</HeadCell>
      <HeadCell class="is-right">ROI</HeadCell>
      <HeadCell class="is-right">Our result</HeadCell>
      <HeadCell class="is-right">Copied · skipped</HeadCell>
      <HeadCell>Last trade</HeadCell>
      <HeadCell class="is-right">Scale</HeadCell>
    </HeadRow>
  );
}

function WalletCells({ of }: { readonly of: WalletRow }): JSX.Element {
  const { wallet, confidence, edge } = of;
  return (
    <div class="cells wallet-row">
      <Cell class="is-name">
        <a href={hrefOf('wallets', wallet.address)}>{wallet.name}</a>
        <State of={of} />
      </Cell>
      <Cell class="is-right" label="Confidence">
        {confidence === null ? (
          <Unknown />
        ) : (
          <span class="number" title={interval(confidence)}>
            {score(confidence.value)}
          </span>
        )}
      </Cell>
      <Cell class="is-right" label="Edge">
        {edge === null ? <Unknown /> : <span class="number">{signedRatio(edge.value)}</span>}
      </Cell>
      <Cell class="is-right number" label="Wins">
        {of.winRate === null ? <Unknown /> : ratioPercent(of.winRate)}
      </Cell>
      <Cell class="is-right number" label="ROI">
        {of.roi === null ? <Unknown /> : signedRatio(of.roi)}
      </Cell>
      <Cell class="is-right" label="Ours">
        {isMade(of) && of.pnl !== null ? (
          <>
            <Gain value={of.pnl} />
            {of.isEstimate ? <small> ESTIMATE</small> : null}
          </>
        ) : (
          <Unknown />
        )}
      </Cell>
      <Cell class="is-right number is-extra">
        {of.copied === null || of.skipped === null ? <Unknown /> : `${of.copied} · ${of.skipped}`}
      </Cell>
      <Cell class="is-extra">
        {of.lastTradeAtMs === null ? <Unknown /> : <Ago atMs={of.lastTradeAtMs} />}
      </Cell>
      <Cell class="is-do">
        <Do of={of} />
      </Cell>
    </div>
  );
}

function State({ of }: { readonly of: WalletRow }): JSX.Element {
  if (!of.isFollowed) return <Pill>candidate</Pill>;
  return (
    <>
      <span class={of.mode === 'live' ? 'ledger is-live' : 'ledger'}>
        {of.mode === 'live' ? 'LIVE' : 'PAPER'}
      </span>
      {of.enabled ? null : <Pill tone="warn">off</Pill>}
      {of.kind === 'maker' ? <Pill tone="warn">market maker</Pill> : null}
    </>
  );
}

function Do({ of }: { readonly of: WalletRow }): JSX.Element {
  const { address, name } = of.wallet;
  if (!of.isFollowed) {
    return (
      <Action
        label={`Follow ${name} on paper`}
        onClick={() => act('wallet', 'add', address).catch(reportError)}
      >
        Follow
      </Action>
    );
  }
  const now = String((of.scaleFactor ?? 1_000_000) / 1_000_000);
  const options = SCALES.includes(now) ? SCALES : [now, ...SCALES];
  return (
    <select
      aria-label={`Scale of ${name}`}
      disabled={!may('trader')}
      value={now}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        // Shows what holds until the change is in force: it may be asked about first.
        event.currentTarget.value = now;
        act('wallet', address, 'scale', chosen).catch(reportError);
      }}
    >
      {options.map((one) => (
        <option key={one} value={one}>
          {scale(Number(one) * 1_000_000)}
        </option>
      ))}
    </select>
  );
}
