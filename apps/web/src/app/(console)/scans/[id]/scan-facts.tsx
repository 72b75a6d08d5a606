import type { Scan } from "@rolecall/domain";
import { DateText, type KeyValue, KeyValueList, LinkText, SectionCard } from "@rolecall/ui";
import { COUNT_LABELS } from "../../../../rooms/scans/scan-counts.ts";
import { isMoving, SCAN_KINDS, SCAN_TRIGGER, scanDuration } from "../../../../rooms/scans/scan-status.tsx";

/** Counts of the whole account. Rechecks and the slow lane have none, nor have scans that wrote nothing. */
function countItems(scan: Scan): KeyValue[] {
  if (scan.kind === "recheck" || scan.kind === "slow_lane" || scan.status === "failed") return [];
  const pending = isMoving(scan) ? "not yet" : "unknown";
  return (Object.keys(COUNT_LABELS) as (keyof typeof COUNT_LABELS)[]).map((key) => ({
    label: COUNT_LABELS[key].many,
    value: scan.counts?.[key]?.toLocaleString("en-US") ?? pending,
  }));
}

function changesText(scan: Scan): string {
  const { changes, status } = scan;
  if (changes) return `${changes.created} new, ${changes.changed} changed, ${changes.removed} gone`;
  if (isMoving(scan)) return "not yet";
  return status === "failed" ? "nothing was written" : "unknown";
}

/** The purpose, the times and the results of a scan. */
export function ScanFacts({ scan }: { scan: Scan }) {
  const { userRecordId } = scan;
  const never = isMoving(scan) ? "not yet" : "never";
  const at = (instant: Date | null) => (instant ? <DateText at={instant} withTime /> : never);
  const user = userRecordId && (
    <LinkText inherit href={`/users/${userRecordId}`}>
      Open the user
    </LinkText>
  );
  return (
    <SectionCard title="Facts">
      <KeyValueList
        items={[
          { label: "Kind", value: SCAN_KINDS[scan.kind].label },
          ...(user ? [{ label: "User", value: user }] : []),
          { label: "Why", value: SCAN_TRIGGER[scan.trigger] },
          { label: "Asked for", value: at(scan.requestedAt) },
          { label: "Started", value: at(scan.startedAt) },
          { label: "Finished", value: at(scan.finishedAt) },
          { label: "Duration", value: scanDuration(scan) ?? never },
          ...(scan.cancelledBy ? [{ label: "Cancelled by", value: scan.cancelledBy }] : []),
          ...(scan.attempt > 1 ? [{ label: "Attempts", value: String(scan.attempt) }] : []),
          ...countItems(scan),
          {
            label: "Changes",
            value: changesText(scan),
          },
        ]}
      />
    </SectionCard>
  );
}
