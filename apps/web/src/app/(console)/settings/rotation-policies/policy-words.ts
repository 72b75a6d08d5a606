import type { Holder } from "@rolecall/domain";
import { formatAmount, formatDays } from "@rolecall/ui/format";
import { KIND_LABELS } from "../../../../rooms/credentials/credential-labels.ts";
import type { LimitsValues, LimitValue, OverrideValues } from "./policy-values.ts";

export const HOLDER_LABELS: Record<Holder, string> = { human: "Humans", machine: "Machines", unknown: "Unknown" };

/** What an override applies to, in a few words. */
export function matchText(values: OverrideValues): string {
  const { awsAccountIds, unitIds, tagKey, tagValue, pathPrefix, kinds, holder } = values;
  const parts = [
    awsAccountIds.length > 0 ? formatAmount(awsAccountIds.length, "account") : null,
    unitIds.length > 0 ? formatAmount(unitIds.length, "unit") : null,
    tagKey.trim() ? `tag ${tagKey.trim()}${tagValue.trim() ? `=${tagValue.trim()}` : ""}` : null,
    pathPrefix.trim() ? `path ${pathPrefix.trim()}` : null,
    kinds.length > 0 ? kinds.map((kind) => KIND_LABELS[kind].toLowerCase()).join(", ") : null,
    holder ? HOLDER_LABELS[holder].toLowerCase() : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(" · ") : "every credential";
}

function limitText({ mode, days }: LimitValue, verb: string, never: string): string | null {
  if (mode === "inherit") return null;
  return mode === "none" ? never : `${verb} ${Number(days) > 0 ? formatDays(Number(days)) : "?"}`;
}

/** What an override changes, in a few words. */
export function limitsText({ rotation, unused, graceDays, warnDaysBefore }: LimitsValues): string {
  const parts = [
    limitText(rotation, "rotate within", "never rotate"),
    limitText(unused, "unused after", "never unused"),
    graceDays === "" ? null : `grace ${formatDays(Number(graceDays))}`,
    warnDaysBefore.trim() === "" ? null : `warnings: ${warnDaysBefore.trim()}`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(" · ") : "changes nothing yet";
}
