import { Text } from "@mantine/core";
import type { OutsiderCounts as Counts, TrustGrade } from "@rolecall/domain";
import { CountLinks, type CountTone } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { GRADE_LABELS } from "../../../rooms/access/grade-labels.ts";
import { TRUST_MAP, type TrustMapFilters } from "../../../rooms/address/trust-map.ts";
import { GRADES_SHOWN } from "./outsiders.ts";

type OutsiderCountsProps = {
  /** All outsiders of the chosen account, or of all accounts. */
  counts: Counts;
  filters: TrustMapFilters;
};

const TONES: Partial<Record<TrustGrade, CountTone>> = { critical: "critical", weak: "medium" };

/** The number of outsiders by the worst of their paths; each number links to the rows it counts. */
export function OutsiderCounts({ counts, filters }: OutsiderCountsProps) {
  const outside = GRADES_SHOWN.reduce((sum, grade) => sum + counts[grade], 0);
  const { awsAccountId } = filters;
  return (
    <div>
      <CountLinks
        label="Outsiders by their gravest way in"
        links={GRADES_SHOWN.map((grade) => ({
          id: grade,
          label: GRADE_LABELS[grade],
          count: counts[grade],
          tone: TONES[grade] ?? null,
          href: TRUST_MAP.href({ awsAccountId, grade }),
          isCurrent: filters.grade === grade,
        }))}
      />
      <Text size="xs" c="dimmed" mt={6}>
        {formatCount(outside)} outside, with {formatCount(counts.entrances)} ways into{" "}
        {formatAmount(counts.accounts, "account")}. Each is counted once, under its gravest way in.
      </Text>
    </div>
  );
}
