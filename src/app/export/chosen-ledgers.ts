import { isLive, type LedgerId, PAPER } from '../../engine/domain/ids.ts';

export const LEDGER_CHOICES = ['paper', 'live', 'all'] as const;
export type LedgerChoice = (typeof LEDGER_CHOICES)[number];

/** Paper first, then live, then the others, each by name. */
export function chosenLedgers(
  booked: readonly LedgerId[],
  choice: LedgerChoice,
): readonly LedgerId[] {
  const paper = booked.filter((ledger) => ledger === PAPER);
  const live = booked.filter(isLive);
  if (choice === 'paper') return paper;
  if (choice === 'live') return live;
  return [...paper, ...live, ...booked.filter((one) => one !== PAPER && !isLive(one))];
}

/** Of its file: `paper`, `live-polymarket-0x12…`, with nothing that a file's name may not have. */
export function ledgerFileName(ledger: LedgerId): string {
  return ledger.replaceAll(/[^A-Za-z0-9.]+/g, '-');
}
