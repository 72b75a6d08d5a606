import { Alert, Progress, Text } from "@mantine/core";
import type { Scan } from "@rolecall/domain";
import { isMoving } from "./scan-status.tsx";

type Props = { scan: Pick<Scan, "status" | "progress" | "error" | "counts" | "apiCalls" | "attempt"> };

/** How far a scan is, or how it ended. */
export function ScanProgress({ scan }: Props) {
  if (scan.status === "failed") {
    return (
      <Alert color="red" title="The scan failed" role="alert">
        {scan.error ?? "The reason was not recorded. The next scan tries again."}
      </Alert>
    );
  }
  if (isMoving(scan)) return <Moving scan={scan} />;
  const { counts, apiCalls } = scan;
  return (
    <Text size="sm" role="status">
      {counts
        ? `${count(counts.users, "user")}, ${count(counts.roles, "role")} and ${count(counts.credentials, "credential")} read in ${count(apiCalls.total, "API call")}.`
        : "Finished. What it counted is unknown."}
    </Text>
  );
}

const count = (amount: number | null, noun: string) =>
  `${amount?.toLocaleString("en-US") ?? "an unknown number of"} ${noun}${amount === 1 ? "" : "s"}`;

function Moving({ scan: { status, progress, attempt } }: Props) {
  const total = progress?.total ?? null;
  const percent = progress && total ? Math.min(100, Math.round((progress.done / total) * 100)) : null;
  const step = progress?.step ?? (status === "queued" ? "Waiting for a free worker" : "Starting");
  return (
    <div role="status">
      <Text size="sm" mb={6}>
        {step}
        {progress &&
          total !== null &&
          ` · ${progress.done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")}`}
        {attempt > 1 && ` · attempt ${attempt}`}
      </Text>
      <Progress value={percent ?? 100} animated={percent === null} striped={percent === null} aria-label={step} />
    </div>
  );
}
