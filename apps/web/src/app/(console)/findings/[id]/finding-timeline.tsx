import type { FindingDetail, Resolution } from "@rolecall/domain";
import { DateText, LinkText, SectionCard } from "@rolecall/ui";
import { RESOLUTION_LABELS } from "../../../../rooms/findings/finding-labels.ts";
import { SeverityBadge } from "../../../../rooms/findings/severity-badge.tsx";
import { fieldInWords } from "../../../../rooms/words/field-in-words.ts";
import { FactValue } from "./fact-value.tsx";
import classes from "./finding-timeline.module.css";

type Period = FindingDetail["periods"][number];

function ScanLink({ scanId }: { scanId: string | null }) {
  if (!scanId) return null;
  return (
    <>
      {" "}
      by a{" "}
      <LinkText inherit underline="always" href={`/scans/${scanId}`}>
        scan
      </LinkText>
    </>
  );
}

function End({ at, resolution }: { at: Date; resolution: Resolution | null }) {
  if (!resolution) {
    return (
      <p>
        Went on from <DateText at={at} withTime />, saying something else.
      </p>
    );
  }
  return (
    <p>
      <strong>Resolved</strong> <DateText at={at} withTime />
      <ScanLink scanId={resolution.scanId} />. {RESOLUTION_LABELS[resolution.kind]}: {resolution.sentence}
    </p>
  );
}

/** How a period began: as the first one, after a resolution, or with a new sentence. */
function beginningOf(before: Period | undefined): string {
  if (!before) return "Opened";
  return before.resolution ? "Opened again" : "Said anew";
}

function PeriodItem({ period, before }: { period: Period; before: Period | undefined }) {
  const { openedAt, openedScanId, severity, sentence, facts, resolvedAt, resolution } = period;
  return (
    <li className={classes.period} data-open={resolvedAt ? undefined : ""}>
      <p className={classes.head}>
        <span>
          <strong>{beginningOf(before)}</strong> <DateText at={openedAt} withTime />
          <ScanLink scanId={openedScanId} />
        </span>
        <SeverityBadge severity={severity} />
      </p>
      <p>{sentence}</p>
      {facts.length > 0 && (
        <details className={classes.facts}>
          <summary>Facts at that time</summary>
          <ul>
            {facts.map(({ field, value }) => (
              <li key={`${field} ${value}`}>
                {fieldInWords(field)}: <FactValue value={value} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {resolvedAt && <End at={resolvedAt} resolution={resolution} />}
    </li>
  );
}

/** When a finding was opened, what it said, and what proved that it was resolved; newest first. */
export function FindingTimeline({ periods }: Pick<FindingDetail, "periods">) {
  return (
    <SectionCard title="Course" description="Opened and resolved by what scans found, never by hand.">
      <ol className={classes.timeline}>
        {periods.map((period, index) => (
          <PeriodItem key={period.openedAt.toISOString()} period={period} before={periods[index + 1]} />
        ))}
      </ol>
    </SectionCard>
  );
}
