import type { ResourceCoverage, ResourceKind } from "../../scans/coverage.ts";
import type { ScanKind } from "../../scans/scan.ts";
import type { Proving, StageFacts } from "./stage.ts";

/** What has to be read whole, for each thing that a stage is proved by. SSH keys are read about once a week, and hold nothing up. */
const KINDS: Readonly<Record<Proving, readonly ResourceKind[]>> = {
  users: ["users"],
  credentials: ["credential_report", "access_keys", "signing_certificates", "service_specific_credentials"],
  roles: ["roles"],
};
const PROVING = Object.keys(KINDS) as Proving[];

/** Of a user that alone was read anew, everything of it is known; of the account's roles nothing is. */
const OF_ONE_USER: readonly Proving[] = ["users", "credentials"];

function whyUnread(kinds: readonly ResourceKind[], coverage: readonly ResourceCoverage[]): string | null {
  const states = new Map(coverage.map(({ resource, state }) => [resource, state]));
  const gap = kinds.find((kind) => !["read", "not_applicable"].includes(states.get(kind) ?? "missing"));
  return gap === undefined ? null : `${gap.replaceAll("_", " ")} (${states.get(gap) ?? "not part of it"})`;
}

/**
 * Why each thing that stages are proved by was not read whole by a scan; a thing without an entry was.
 *
 * @param scan null: nothing was scanned.
 * @returns null while a first reading goes on: what is still to come is no gap, and nobody has moved yet
 */
export function unreadBy(
  scan: { kind: ScanKind; coverage: readonly ResourceCoverage[] } | null,
): StageFacts["unread"] | null {
  if (scan?.coverage.some(({ state }) => state === "pending")) return null;
  const reasons = PROVING.flatMap((proving): [Proving, string][] => {
    if (!scan) return [[proving, "nothing was scanned since"]];
    if (scan.kind === "recheck") return OF_ONE_USER.includes(proving) ? [] : [[proving, "the user alone was read"]];
    const kinds = scan.kind === "upload" ? KINDS[proving].slice(0, 2) : KINDS[proving];
    const why = whyUnread(kinds, scan.coverage);
    return why === null ? [] : [[proving, why]];
  });
  return Object.fromEntries(reasons);
}
