import { Text } from "@mantine/core";
import type { Finding, ListFindingsInput } from "@rolecall/domain";
import { type Column, DataTable, DateText, LinkText, SectionCard, TableSkeleton, Unknown } from "@rolecall/ui";
import { serverApi } from "../../server/api.ts";
import { FINDINGS, type FindingFilters, findingHref } from "../address/findings.ts";
import type { Moment } from "../as-of/moment.ts";
import { Block } from "../block/block.tsx";
import { SUBJECT_LABELS } from "../words/subjects.ts";
import { FindingMarks } from "./finding-marks.tsx";
import { readChecks } from "./read-checks.ts";
import { ResourceLink } from "./resource-link.tsx";
import { SeverityBadge } from "./severity-badge.tsx";

const SHOWN_FINDINGS = 50;

type Chosen = Pick<FindingFilters, "subject" | "subjectId"> | Pick<FindingFilters, "userRecordId">;

type SubjectFindingsProps = {
  awsAccountId: string;
  /** Whose findings: the filter of their list. */
  chosen: Chosen;
  /** In the singular, such as `role`. */
  noun: string;
  moment: Moment;
  /** The rows may be of several resources: each names its own. */
  namesResource?: boolean;
};

const titleColumnAt = ({ day }: Moment): Column<Finding> => ({
  id: "title",
  header: "Finding",
  cell: ({ id, title, sentence }) => (
    <>
      <LinkText inherit href={findingHref(id, day)}>
        {title}
      </LinkText>
      <Text size="xs" c="dimmed" lineClamp={3} style={{ overflowWrap: "anywhere" }}>
        {sentence}
      </Text>
    </>
  ),
});

const columnsAt = (moment: Moment, namesResource: boolean): readonly Column<Finding>[] => [
  titleColumnAt(moment),
  { id: "severity", header: "Severity", cell: ({ severity }) => <SeverityBadge severity={severity} /> },
  ...(namesResource
    ? [
        {
          id: "resource",
          header: "Resource",
          cell: (finding: Finding) => (
            <>
              <ResourceLink resource={finding} moment={moment} />
              <Text size="xs" c="dimmed">
                {SUBJECT_LABELS[finding.subject]}
              </Text>
            </>
          ),
        },
      ]
    : []),
  { id: "status", header: "Status", cell: (finding) => <FindingMarks finding={finding} /> },
  { id: "opened", header: "Opened", cell: ({ openedAt }) => <DateText at={openedAt} /> },
];

/** Null of the address is "no filter" to the API. */
const inputOf = (chosen: Chosen): Pick<ListFindingsInput, "subject" | "subjectId" | "userRecordId"> =>
  Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null));

async function NoFindings({ awsAccountId, noun, moment }: SubjectFindingsProps) {
  const { accountsJudged } = await readChecks(null, awsAccountId, moment.day);
  if (accountsJudged > 0) return <Text size="sm">Nothing of this {noun} fails.</Text>;
  return (
    <Text size="sm" component="div">
      <Unknown reason="The account has not been judged yet." />: it is judged with its next scan.
    </Text>
  );
}

async function Rows(props: SubjectFindingsProps) {
  const { chosen, noun, moment, namesResource = false } = props;
  const api = await serverApi();
  const { items, nextCursor } = await api.findings.list({
    ...inputOf(chosen),
    asOf: moment.asOf,
    limit: SHOWN_FINDINGS,
  });
  return (
    <SectionCard
      title="Findings"
      actions={
        <LinkText size="sm" href={FINDINGS.href({ ...chosen, status: "resolved", asOf: moment.day })}>
          See resolved ones
        </LinkText>
      }
    >
      <DataTable
        caption="Findings"
        columns={columnsAt(moment, namesResource)}
        rows={items}
        rowKey={({ id }) => id}
        empty={<NoFindings {...props} />}
      />
      {nextCursor && (
        <Text size="sm" mt="sm">
          <LinkText inherit underline="always" href={FINDINGS.href({ ...chosen, asOf: moment.day })}>
            See all findings of this {noun}
          </LinkText>
        </Text>
      )}
    </SectionCard>
  );
}

/** The open findings of one user, role, ..., with a link to its resolved ones. */
export function SubjectFindings(props: SubjectFindingsProps) {
  const { chosen, noun, moment } = props;
  return (
    <Block name={`The ${noun}'s findings`} query={[chosen, moment.day]} skeleton={<TableSkeleton rows={2} />}>
      <Rows {...props} />
    </Block>
  );
}
