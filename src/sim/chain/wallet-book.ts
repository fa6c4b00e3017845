/** Wallets that are contracts: which ones are there, and how often they acted. */
export class WalletBook {
  readonly #deployed = new Set<string>();
  readonly #nonces = new Map<string, bigint>();

  deploy(address: string): void {
    this.#deployed.add(address.toLowerCase());
  }

  isDeployed(address: string): boolean {
    return this.#deployed.has(address.toLowerCase());
  }

  nonceOf(address: string): bigint {
    return this.#nonces.get(address.toLowerCase()) ?? 0n;
  }

  countUp(address: string): void {
    this.#nonces.set(address.toLowerCase(), this.nonceOf(address) + 1n);
  }
}
