import { AbiCoder, concat } from 'ethers';

/** Selector of `Error(string)`. */
const ERROR_STRING = '0x08c379a0';

/** A contract that refuses: nothing of the transaction stays. */
export class Revert extends Error {
  override readonly name = 'Revert';
  /** As the chain gives it back: the reason encoded, or nothing. */
  readonly data: string;

  constructor(reason: string | null = null) {
    super(reason === null ? 'execution reverted' : `execution reverted: ${reason}`);
    this.data =
      reason === null
        ? '0x'
        : concat([ERROR_STRING, AbiCoder.defaultAbiCoder().encode(['string'], [reason])]);
  }
}
