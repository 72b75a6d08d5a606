import { type IdentityProvider, MS_PER_DAY } from "@rolecall/domain";
import { DateText, formatDays, StatusBadge, Unknown } from "@rolecall/ui";

/** Enough time to exchange metadata with whoever runs the identity provider. */
const WARN_DAYS = 30;

type Provider = Pick<IdentityProvider, "kind" | "validUntil">;
export type Expiry = "expired" | "near" | "far" | "unknown" | "none";

/** How far a provider is from its end. OIDC providers have none: their audiences and thumbprints stand until changed. */
export function expiryOf({ kind, validUntil }: Provider, at: Date): Expiry {
  if (kind === "oidc") return "none";
  if (!validUntil) return "unknown";
  const leftMs = validUntil.getTime() - at.getTime();
  if (leftMs <= 0) return "expired";
  return leftMs < WARN_DAYS * MS_PER_DAY ? "near" : "far";
}

const daysTo = (validUntil: Date, at: Date): string =>
  formatDays(Math.floor(Math.abs(validUntil.getTime() - at.getTime()) / MS_PER_DAY));

/** Until when the metadata of a SAML provider is valid, with a warning where that is near or past. */
export function ProviderExpiry({ provider, at }: { provider: Provider; at: Date }) {
  const expiry = expiryOf(provider, at);
  const { validUntil } = provider;
  if (expiry === "none") return "does not expire";
  if (!validUntil) return <Unknown reason="AWS did not tell until when its metadata is valid." />;
  return (
    <>
      <DateText at={validUntil} />{" "}
      {expiry === "expired" && <StatusBadge tone="critical">{`Expired ${daysTo(validUntil, at)} ago`}</StatusBadge>}
      {expiry === "near" && <StatusBadge tone="warning">{`Expires in ${daysTo(validUntil, at)}`}</StatusBadge>}
    </>
  );
}
