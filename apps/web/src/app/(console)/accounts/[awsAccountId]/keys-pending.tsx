import type { Scan } from "@rolecall/domain";
import { LinkText, PartialNotice } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { secondsLeftInWords } from "../../../../rooms/scans/seconds-left.ts";

/** That the ids of access keys are still to come, of how many users; nothing unless a first scan has shown what it knows so far. */
export function KeysPending({ scan }: { scan: Scan }) {
  const pending = scan.coverage.find(
    ({ resource, state }) => resource === "access_keys" && state === "pending",
  )?.pending;
  if (!scan.firstLookAt || pending === undefined) return null;
  const { progress, estimatedSecondsLeft } = scan;
  const done = progress?.step === "access keys" ? progress.done : 0;
  const left = secondsLeftInWords(estimatedSecondsLeft);
  const read = `Reading access key ids: ${formatCount(done)} of ${formatAmount(pending, "user")}`;
  return (
    <PartialNotice tone="info" title={left ? `${read}, ${left}` : read}>
      Ages and last use are from the credential report.{" "}
      <LinkText inherit underline="always" href={`/scans/${scan.id}`}>
        View scan
      </LinkText>
    </PartialNotice>
  );
}
