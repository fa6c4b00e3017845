/** Said when everything is killed while an account could have orders open. */
export const PROOF_COMES =
  'not proven yet: the venue is asked to cancel all until it lists nothing open, twice; you are told then';
