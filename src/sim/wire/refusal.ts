/** A request that the venue refuses; each host writes it in its own words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** The parameter that was wrong, where the venue names it. */
  readonly parameter: string | null;

  constructor(status: number, text: string, parameter: string | null = null) {
    super(text);
    this.status = status;
    this.parameter = parameter;
  }
}
