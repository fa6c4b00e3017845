import type { Ask } from './store-rows.ts';

/** Orders that nothing can happen to any more. */
const TERMINAL = `('filled','canceled','expired','rejected','denied','notPlaced')`;

/**
 * Positions worked out again from fills and payouts alone. A payout is rounded down to a
 * millionth, and ends what was held.
 */
const BOOKED = `
  with sums as (
    select ledger, coalesce(wallet, '') as wallet, token_id, market_id,
      sum(case side when 'buy' then quantity else -quantity end) as shares,
      sum(case side when 'buy' then -notional else notional end) as money,
      sum(fee) as fees
    from fills group by 1, 2, 3, 4
  ), paid as (
    select s.*, (p.value ->> 'payout')::numeric / 1000000 as payout
    from sums s
    left join markets m on m.market_id = s.market_id and m.payouts is not null
    left join lateral jsonb_array_elements(m.payouts) p(value)
      on p.value ->> 'tokenId' = s.token_id
  )
  select *, case when payout is null then shares else 0 end as held,
    case when payout is null then 0 else trunc(payout * shares, 6) end as settled
  from paid`;

/** What must not be there, each as a statement whose rows break it. */
const NEVER: Readonly<Record<string, string>> = {
  'a signal has exactly one decision in each ledger': `
    select s.id, d.ledger, count(d.id)::int as decisions from signals s
    left join decisions d on d.signal_id = s.id group by 1, 2 having count(d.id) <> 1`,
  'a decision is about a signal': `
    select id, signal_id from decisions where signal_id not in (select id from signals)`,
  'a copy is not held': `
    select id from decisions where signal_kind = 'copy' and verdict = 'held'`,
  'an order has ended': `select intent_id, state from orders where state not in ${TERMINAL}`,
  'entries keep the budget of their signal': `
    select o.signal_id, sum(o.filled_notional) as used, max(d.spend) as budget from orders o
    left join decisions d on d.signal_id = o.signal_id and d.ledger = o.ledger
    where o.leg = 'entry' group by o.signal_id, o.ledger
    having sum(o.filled_notional) > coalesce(max(d.spend), 0)`,
  'exits sell no more than they were to': `
    select o.signal_id, sum(o.filled_size) as sold, max(e.quantity) as budget from orders o
    left join exits e on e.signal_id = o.signal_id and e.ledger = o.ledger
    where o.leg = 'exit' group by o.signal_id, o.ledger
    having sum(o.filled_size) > coalesce(max(e.quantity), 0)`,
  'one attempt is one order': `
    select signal_id, leg, ledger, attempts from orders group by 1, 2, 3, 4 having count(*) > 1`,
  'an order has filled what its fills say': `
    select o.intent_id, o.filled_size, o.filled_notional, o.fees, sum(f.quantity) as of_fills
    from orders o left join fills f on f.intent_id = o.intent_id group by o.intent_id
    having o.filled_size <> coalesce(sum(f.quantity), 0)
      or o.filled_notional <> coalesce(sum(f.notional), 0)
      or o.fees <> coalesce(sum(f.fee), 0)`,
  'a fill has an order': `
    select id from fills where intent_id not in (select intent_id from orders)`,
  'a position is what its fills say': `
    select p.token_id, p.quantity, b.held, p.fees, b.fees as of_fills,
      p.realised - p.cost as result, b.money + b.settled as of_money
    from positions p full join (${BOOKED}) b
      on b.ledger = p.ledger and b.wallet = p.wallet and b.token_id = p.token_id
    where p.quantity is distinct from b.held or p.fees is distinct from b.fees
      or p.realised - p.cost is distinct from b.money + b.settled`,
  'cash and cost are flows, profit and fees': `
    select ledger, cash, cost, flows, realised, fees from (
      select l.ledger, l.flows + coalesce(b.cash, 0) as cash, coalesce(p.cost, 0) as cost, l.flows,
        coalesce(p.realised, 0) as realised, coalesce(p.fees, 0) as fees
      from (select ledger, sum(amount) as flows from flows group by 1) l
      left join (select ledger, sum(money + settled - fees) as cash from (${BOOKED}) x group by 1) b
        on b.ledger = l.ledger
      left join (select ledger, sum(cost) as cost, sum(realised) as realised, sum(fees) as fees
        from positions group by 1) p on p.ledger = l.ledger) sums
    where cash + cost <> flows + realised - fees`,
  'profit by row is the profit of the position': `
    select p.token_id, p.realised, r.amount from positions p
    left join (select ledger, coalesce(wallet, '') as wallet, token_id, sum(amount) as amount
      from realisations group by 1, 2, 3) r
      on r.ledger = p.ledger and r.wallet = p.wallet and r.token_id = p.token_id
    where p.realised <> coalesce(r.amount, 0)`,
  'the first deposit is made once': `
    select count(*)::int as deposits from flows having count(*) <> 1`,
  'a notice is enqueued once': `
    select kind, ledger, subject, count(*)::int as times from outbox
    where kind in ('fill', 'denied', 'resolved', 'exitNeedsYou') group by 1, 2, 3
    having count(*) > 1`,
  'a copy that was not made is told once': `
    select d.id, count(n.id)::int as notices from decisions d
    left join outbox n on n.kind = 'denied' and n.subject = d.id
    where d.signal_kind = 'copy' and d.verdict = 'denied' group by d.id having count(n.id) <> 1`,
  'an order that filled is told once': `
    select o.intent_id, o.state, count(n.id)::int as notices from orders o
    left join outbox n on n.kind = 'fill' and n.subject = o.intent_id
    where o.filled_size > 0 group by o.intent_id having count(n.id) <> 1`,
  'a command is written down once': `
    select actor, action, detail, count(*)::int as times from audit group by 1, 2, 3
    having count(*) > 1`,
};

/** Everything that breaks a promise, as sentences; empty when all is well. */
export async function brokenPromises(ask: Ask): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const [promise, sql] of Object.entries(NEVER)) {
    for (const row of await ask(sql)) broken.push(`${promise}: ${JSON.stringify(row)}`);
  }
  return broken;
}

const COUNTED = ['trades', 'signals', 'decisions', 'orders', 'fills', 'outbox', 'audit'] as const;

export type StoreCounts = Readonly<Record<(typeof COUNTED)[number], number>>;

/** How much there is of it: promises about nothing are kept easily. */
export async function storeCounts(ask: Ask): Promise<StoreCounts> {
  const counts = COUNTED.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  const [row] = await ask<Record<string, number>>(`select ${counts.join(', ')}`);
  return row as StoreCounts;
}
