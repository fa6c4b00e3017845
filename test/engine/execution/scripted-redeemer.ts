import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import type { Redemption, RedemptionAnswer } from '../../../src/engine/domain/redemption.ts';
import type { Redeemer } from '../../../src/engine/ports.ts';

/** A way to the chain that keeps what it was asked, and answers as it was told. */
export class ScriptedRedeemer implements Redeemer {
  readonly ledger: LedgerId;
  readonly asked: Redemption[] = [];
  /** What it answers; nobody can redeem here unless told. */
  answer: () => Promise<RedemptionAnswer> = async () => {
    return { kind: 'byHand', why: 'nothing is configured' };
  };

  constructor(ledger: LedgerId) {
    this.ledger = ledger;
  }

  redeem(redemption: Redemption): Promise<RedemptionAnswer> {
    this.asked.push(redemption);
    return this.answer();
  }
}
