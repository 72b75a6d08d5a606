import { Text } from "@mantine/core";
import type { TrustGrade } from "@rolecall/domain";
import { CountLinks, type CountTone } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { GRADE_LABELS } from "../../../rooms/access/grade-labels.ts";
import { TRUST_MAP, type TrustMapFilters } from "../../../rooms/address/trust-map.ts";
import { countByGrade, GRADES_SHOWN, type RatedOutsider } from "./outsiders.ts";

type OutsiderCountsProps = {
  /** All outsiders of the chosen account, or of all accounts. */
  outsiders: readonly RatedOutsider[];
  filters: TrustMapFilters;
};

const TONES: Partial<Record<TrustGrade, CountTone>> = { critical: "critical", weak: "medium" };

const waysIn = (outsiders: readonly RatedOutsider[]) =>
  outsiders.reduce((sum, { entrances }) => sum + entrances.length, 0);

/** The number of outsiders by the worst of their paths; each number links to the rows it counts. */
export function OutsiderCounts({ outsiders, filters }: OutsiderCountsProps) {
  const counts = countByGrade(outsiders);
  const accounts = new Set(outsiders.flatMap(({ entrances }) => entrances.map(({ awsAccountId }) => awsAccountId)));
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
        {formatCount(outsiders.length)} outside, with {formatCount(waysIn(outsiders))} ways into{" "}
        {formatAmount(accounts.size, "account")}. Each is counted once, under its gravest way in.
      </Text>
    </div>
  );
}
