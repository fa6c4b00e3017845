import type { PairReason, PairVerdict } from '../../engine/domain/market-pair.ts';

/** A pair as one line of JSON. */
export function verdictLine(id: Readonly<Record<string, string>>, verdict: PairVerdict): string {
  const { relation, state, basis, reasons, family, textsRead } = verdict;
  return JSON.stringify({
    ...id,
    relation,
    state,
    basis,
    reasons: reasons.map(reasonText),
    family,
    textsRead,
  });
}

/** A pair as a person reads it, on one line. */
export function verdictText(name: string, verdict: PairVerdict): string {
  const basis = verdict.basis.length === 0 ? '' : ` · basis ${verdict.basis.join(', ')}`;
  const reasons = verdict.reasons.map(reasonText).join('; ');
  return `${name} · ${verdict.state} · ${verdict.relation}${basis}${reasons === '' ? '' : ` · ${reasons}`}`;
}

/** The reason and both terms: `threshold: Polymarket "≥ 80000 usd", Kalshi "≥ 81000 usd"`. */
export function reasonText({ code, polymarket, kalshi }: PairReason): string {
  const said = (text: string | null): string => (text === null ? 'nothing' : JSON.stringify(text));
  return `${code}: Polymarket ${said(polymarket)}, Kalshi ${said(kalshi)}`;
}
