import { type IdentityProvider, MS_PER_DAY } from "@rolecall/domain";

/** Enough time to exchange metadata with whoever runs the identity provider. */
const WARN_DAYS = 30;

export type Expiring = Pick<IdentityProvider, "kind" | "validUntil">;
export type Expiry = "expired" | "near" | "far" | "unknown" | "none";

/** How far a provider is from its end. OIDC providers have none: their audiences and thumbprints stand until changed. */
export function expiryOf({ kind, validUntil }: Expiring, at: Date): Expiry {
  if (kind === "oidc") return "none";
  if (!validUntil) return "unknown";
  const leftMs = validUntil.getTime() - at.getTime();
  if (leftMs <= 0) return "expired";
  return leftMs < WARN_DAYS * MS_PER_DAY ? "near" : "far";
}
