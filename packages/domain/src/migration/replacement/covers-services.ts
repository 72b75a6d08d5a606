/**
 * Whether a role that may do something of these services may do something of all those that were used.
 *
 * @param allowed by their prefix, such as `s3`; `*`: any. Null: a policy could not be read.
 * @returns null where that cannot be told
 */
export const coversServices = (allowed: readonly string[] | null, used: readonly string[]): boolean | null =>
  allowed && (allowed.includes("*") || used.every((service) => allowed.includes(service)));
