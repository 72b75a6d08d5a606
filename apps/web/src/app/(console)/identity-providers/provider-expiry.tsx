import { MS_PER_DAY } from "@rolecall/domain";
import { DateText, StatusBadge, Unknown } from "@rolecall/ui";
import { formatDays } from "@rolecall/ui/format";
import { type Expiring, expiryOf } from "./metadata-expiry.ts";

const daysTo = (validUntil: Date, at: Date): string =>
  formatDays(Math.floor(Math.abs(validUntil.getTime() - at.getTime()) / MS_PER_DAY));

/** The end of validity of a SAML provider's metadata, with a warning if it is near or past. */
export function ProviderExpiry({ provider, at }: { provider: Expiring; at: Date }) {
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
