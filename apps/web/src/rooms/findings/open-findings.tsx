import { Text } from "@mantine/core";
import { Severity } from "@rolecall/domain";
import { CountLinks, type CountTone, DateText, LinkText } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { FINDINGS, type FindingFilters } from "../address/findings.ts";
import type { Moment } from "../as-of/moment.ts";
import { SEVERITY_LABELS } from "./finding-labels.ts";
import { readChecks, readSummary } from "./read-checks.ts";

type OpenFindingsProps = {
  awsAccountId: string | null;
  moment: Moment;
  /** The filters of the list below the counts, to mark the current count; null: there is no list. */
  filters: FindingFilters | null;
};

const TONES: Partial<Record<Severity, CountTone>> = { critical: "critical", high: "high", medium: "medium" };

/** Open findings by severity; each number links to the rows it counts. Nothing until an account has been judged. */
export async function OpenFindings({ awsAccountId, moment, filters }: OpenFindingsProps) {
  const [summary, { accountsJudged, judgedAt }] = await Promise.all([
    readSummary(awsAccountId, moment.day),
    readChecks(null, awsAccountId, moment.day),
  ]);
  if (accountsJudged === 0) return null;
  const scope = { awsAccountId, asOf: moment.day };
  return (
    <div>
      <CountLinks
        label="Open findings by severity"
        links={Severity.options.map((severity) => ({
          id: severity,
          label: SEVERITY_LABELS[severity],
          count: summary.bySeverity[severity],
          tone: TONES[severity] ?? null,
          href: FINDINGS.href({ ...scope, status: "open", severity }),
          isCurrent: filters?.severity === severity && filters.status === "open",
        }))}
      />
      <Text size="xs" c="dimmed" mt={6}>
        <LinkText inherit underline="always" href={FINDINGS.href({ ...scope, status: "open" })}>
          {formatCount(summary.open)} open
        </LinkText>
        {moment.day === null && summary.provisional > 0 && (
          <>
            ,{" "}
            <LinkText
              inherit
              underline="always"
              href={FINDINGS.href({ ...scope, status: "open", provisional: "true" })}
            >
              {formatCount(summary.provisional)} of them provisional
            </LinkText>
            : told by a credential report alone
          </>
        )}
        .{" "}
        {summary.excepted > 0 && (
          <>
            Besides,{" "}
            <LinkText inherit underline="always" href={FINDINGS.href({ ...scope, status: "excepted" })}>
              {formatCount(summary.excepted)} excepted
            </LinkText>
            .{" "}
          </>
        )}
        {judgedAt && (
          <>
            Every account was judged on <DateText at={judgedAt} withTime /> or later.
          </>
        )}
      </Text>
    </div>
  );
}
