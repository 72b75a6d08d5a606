import type { RolesAnywhereResource } from "@rolecall/domain";
import { AgeText } from "@rolecall/ui";

/** When a subject last assumed a role. AWS reports it for subjects only. */
export function LastSeen({ kind, lastSeenAt, at }: Pick<RolesAnywhereResource, "kind" | "lastSeenAt"> & { at: Date }) {
  if (lastSeenAt) return <AgeText at={lastSeenAt} now={at} />;
  return kind === "subject" ? "never" : "not told of this kind";
}
