import { Text } from "@mantine/core";
import { LinkBox } from "@rolecall/ui";
import { GRADE_LABELS } from "../findings/finding-labels.ts";
import classes from "./outsider-counts.module.css";
import { countByGrade, GRADES_SHOWN, type RatedOutsider } from "./outsiders.ts";
import { type TrustMapFilters, trustMapHref } from "./trust-map-filters.ts";

type OutsiderCountsProps = {
  /** All that the account's filter leaves. */
  outsiders: readonly RatedOutsider[];
  filters: TrustMapFilters;
};

const count = (value: number) => value.toLocaleString("en-US");
const waysIn = (outsiders: readonly RatedOutsider[]) =>
  outsiders.reduce((sum, { entrances }) => sum + entrances.length, 0);

/** How many outsiders there are by the gravest of their ways in; each number leads to the rows it counts. */
export function OutsiderCounts({ outsiders, filters }: OutsiderCountsProps) {
  const counts = countByGrade(outsiders);
  const accounts = new Set(outsiders.flatMap(({ entrances }) => entrances.map(({ awsAccountId }) => awsAccountId)));
  const { awsAccountId } = filters;
  return (
    <div>
      <nav aria-label="Outsiders by their gravest way in" className={classes.counts}>
        {GRADES_SHOWN.map((grade) => (
          <LinkBox
            key={grade}
            href={trustMapHref({ awsAccountId, grade })}
            className={classes.count}
            aria-current={filters.grade === grade ? "true" : undefined}
          >
            <span className={classes.number} data-grade={grade} data-none={counts[grade] === 0 ? "" : undefined}>
              {count(counts[grade])}
            </span>{" "}
            <span className={classes.label}>{GRADE_LABELS[grade]}</span>
          </LinkBox>
        ))}
      </nav>
      <Text size="xs" c="dimmed" mt={6}>
        {count(outsiders.length)} outside, with {count(waysIn(outsiders))} ways into {count(accounts.size)}{" "}
        {accounts.size === 1 ? "account" : "accounts"}. Each is counted once, under its gravest way in.
      </Text>
    </div>
  );
}
