declare const brand: unique symbol;

/** A number that only its own constructor makes, so that units cannot be swapped unnoticed. */
export type BrandedNumber<Name extends string> = number & { readonly [brand]: Name };

/** A string that only its own constructor makes. */
export type BrandedString<Name extends string> = string & { readonly [brand]: Name };
