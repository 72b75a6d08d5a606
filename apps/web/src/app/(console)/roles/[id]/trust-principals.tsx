import { Text } from "@mantine/core";
import { CHECKS, type Finding, type GradedPrincipal, type TrustCheckId } from "@rolecall/domain";
import { type Column, CopyableCode, DataTable, LinkText } from "@rolecall/ui";
import { GradeBadge } from "../../../../rooms/access/grade-badge.tsx";
import { ORIGIN_LABELS } from "./trust-labels.ts";
import classes from "./trust-panel.module.css";

const TITLES = new Map<string, string>(CHECKS.map(({ id, title }) => [id, title]));

type FindingOf = ReadonlyMap<string, Finding>;

function Origin({ origin, vendor, awsAccountId }: GradedPrincipal) {
  const below = [vendor, origin === "external" || origin === "own_organization" ? awsAccountId : null];
  return (
    <>
      {ORIGIN_LABELS[origin]}
      {below
        .filter((text) => text !== null)
        .map((text) => (
          <Text key={text} size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {text}
          </Text>
        ))}
    </>
  );
}

/** A failed check by its title, with a link to its finding. */
function FailedCheck({ checkId, finding }: { checkId: TrustCheckId; finding: Finding | undefined }) {
  const title = TITLES.get(checkId) ?? checkId;
  if (!finding) return title;
  return (
    <LinkText inherit href={`/findings/${finding.id}`}>
      {title}
    </LinkText>
  );
}

const columnsFor = (findings: FindingOf): readonly Column<GradedPrincipal>[] => [
  {
    id: "principal",
    header: "Principal",
    cell: ({ type, value, statement }) => (
      <div className={classes.principal}>
        <CopyableCode value={value} label="principal" />
        <Text size="xs" c="dimmed">
          {type}, statement {statement + 1}
        </Text>
      </div>
    ),
  },
  { id: "grade", header: "Grade", cell: ({ grade }) => <GradeBadge grade={grade} /> },
  { id: "origin", header: "From", cell: Origin },
  {
    id: "why",
    header: "Why",
    cell: ({ sentence, checkIds }) => (
      <div className={classes.why}>
        {sentence}
        {checkIds.length > 0 && (
          <Text component="div" size="xs" mt={4}>
            <span className={classes.fails}>Fails: </span>
            <ul className={classes.checks}>
              {checkIds.map((checkId) => (
                <li key={checkId}>
                  <FailedCheck checkId={checkId} finding={findings.get(checkId)} />
                </li>
              ))}
            </ul>
          </Text>
        )}
      </div>
    ),
  },
];

type TrustPrincipalsProps = { principals: readonly GradedPrincipal[]; findings: FindingOf };

/** The principals of a trust policy, worst first. */
export function TrustPrincipals({ principals, findings }: TrustPrincipalsProps) {
  return (
    <DataTable
      caption="Trusted principals"
      columns={columnsFor(findings)}
      rows={principals}
      rowKey={({ statement, type, value }) => `${statement} ${type} ${value}`}
      empty={<Text size="sm">The policy names no principal: nobody can assume this role.</Text>}
    />
  );
}
