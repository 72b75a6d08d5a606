import { type IdentityProvider, MS_PER_DAY } from "@rolecall/domain";

/** Enough time to exchange metadata with the people who run the identity provider. */
const WARN_DAYS = 30;

export type Expiring = Pick<IdentityProvider, "kind" | "validUntil">;
export type Expiry = "expired" | "near" | "far" | "unknown" | "none";

/** How soon a provider expires. OIDC providers never do: their audiences and thumbprints are valid until changed. */
export function expiryOf({ kind, validUntil }: Expiring, at: Date): Expiry {
  if (kind === "oidc") return "none";
  if (!validUntil) return "unknown";
  const leftMs = validUntil.getTime() - at.getTime();
  if (leftMs <= 0) return "expired";
  return leftMs < WARN_DAYS * MS_PER_DAY ? "near" : "far";
}
