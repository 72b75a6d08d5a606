import { Alert, Progress, Text } from "@mantine/core";
import type { Scan } from "@rolecall/domain";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { amountOf, COUNT_LABELS } from "./scan-counts.ts";
import { isMoving } from "./scan-status.tsx";
import { secondsLeftInWords } from "./seconds-left.ts";

type Props = { scan: Scan };

/** How far a scan is, or how it ended. */
export function ScanProgress({ scan }: Props) {
  if (scan.cancelledBy) {
    return (
      <Alert color="gray" title={`Cancelled by ${scan.cancelledBy}`} role="status">
        {scan.firstLookAt
          ? "What it had shown so far stays. The next scan reads the rest."
          : "Nothing of this scan was written. The inventory is the one of the scan before, and the next scan keeps its time."}
      </Alert>
    );
  }
  if (scan.status === "failed") {
    return (
      <Alert color="red" title="The scan failed" role="alert" style={{ overflowWrap: "anywhere" }}>
        {scan.error ?? "The reason was not recorded. The next scan tries again."}
      </Alert>
    );
  }
  if (isMoving(scan)) return <Moving scan={scan} />;
  return (
    <Text size="sm" role="status">
      {resultOf(scan)}
    </Text>
  );
}

const callsOf = ({ apiCalls: { total } }: Scan): string => formatAmount(total, "API call");

const RESULTS: Record<Scan["kind"], (scan: Scan) => string> = {
  inventory: (scan) => `${readOf(scan)} in ${callsOf(scan)}.`,
  slow_lane: (scan) => `What has no bulk call was read in ${callsOf(scan)}.`,
  recheck: (scan) => `The user was read anew in ${callsOf(scan)}.`,
  upload: (scan) => `${readOf(scan)} from the uploaded files.`,
};

/** Kinds of scan that do not count the whole account. */
const COUNTS_NOTHING: ReadonlySet<Scan["kind"]> = new Set(["slow_lane", "recheck"]);

const resultOf = (scan: Scan): string =>
  scan.counts || COUNTS_NOTHING.has(scan.kind) ? RESULTS[scan.kind](scan) : "Finished. What it counted is unknown.";

function readOf({ counts }: Scan): string {
  const { users, roles, credentials } = COUNT_LABELS;
  return `${amountOf(counts?.users ?? null, users)}, ${amountOf(counts?.roles ?? null, roles)} and ${amountOf(counts?.credentials ?? null, credentials)} read`;
}

function Moving({ scan: { status, progress, attempt, estimatedSecondsLeft } }: Props) {
  const total = progress?.total ?? null;
  const percent = progress && total ? Math.min(100, Math.round((progress.done / total) * 100)) : null;
  const step = progress?.step ?? (status === "queued" ? "Waiting for a free worker" : "Starting");
  const parts = [
    step,
    progress && total !== null ? `${formatCount(progress.done)} of ${formatCount(total)}` : null,
    progress && total === null && progress.done > 0 ? `${formatCount(progress.done)} so far` : null,
    secondsLeftInWords(estimatedSecondsLeft),
    attempt > 1 ? `attempt ${attempt}` : null,
  ];
  return (
    <div role="status">
      <Text size="sm" mb={6}>
        {parts.filter((part) => part !== null).join(" · ")}
      </Text>
      <Progress value={percent ?? 100} animated={percent === null} striped={percent === null} aria-label={step} />
    </div>
  );
}
