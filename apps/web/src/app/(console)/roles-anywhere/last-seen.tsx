import type { RolesAnywhereResource } from "@rolecall/domain";
import { AgeText } from "@rolecall/ui";

/** When a subject last took a role up; AWS tells it of subjects alone. */
export function LastSeen({ kind, lastSeenAt, at }: Pick<RolesAnywhereResource, "kind" | "lastSeenAt"> & { at: Date }) {
  if (lastSeenAt) return <AgeText at={lastSeenAt} now={at} />;
  return kind === "subject" ? "never" : "not told of this kind";
}
