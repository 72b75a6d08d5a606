import { Grid, GridCol, Group, Stack, Text } from "@mantine/core";
import { CHECKS, type FindingDetail } from "@rolecall/domain";
import { DateText, KeyValueList, LinkText, PageHeader, SectionCard, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { requireSession } from "../../../../server/session.ts";
import { AccountCell } from "../../overview/account-cell.tsx";
import { findingsHref } from "../finding-filters.ts";
import { GRADE_LABELS, SEVERITY_LABELS, SUBJECT_LABELS } from "../finding-labels.ts";
import { FindingMarks } from "../finding-marks.tsx";
import { ResourceLink } from "../resource-link.tsx";
import { SeverityBadge } from "../severity-badge.tsx";
import { ControlList } from "./control-list.tsx";
import { ExceptionCard } from "./exception-card.tsx";
import { FactList } from "./fact-list.tsx";
import { FindingCourse } from "./finding-course.tsx";
import { TriageForm } from "./triage-form.tsx";

export const metadata: Metadata = { title: "Finding" };

const whyOf = ({ checkId }: FindingDetail): string | null => CHECKS.find(({ id }) => id === checkId)?.why ?? null;

const PROVISIONAL =
  "Provisional: only the credential report tells it, and that may be up to 4 hours behind. The next reading decides.";

function Verdict({ finding }: { finding: FindingDetail }) {
  const { severity, judgedSeverity, severityOverride, sentence, fix, isProvisional, status, resolution } = finding;
  return (
    <SectionCard title="What is wrong">
      <Stack gap="sm">
        <Group gap="xs" align="flex-start">
          <SeverityBadge severity={severity} />
          <div>
            <FindingMarks finding={finding} />
          </div>
        </Group>
        <Text style={{ overflowWrap: "anywhere" }}>{sentence}</Text>
        {isProvisional && status !== "resolved" && <Text size="sm">{PROVISIONAL}</Text>}
        {status === "resolved" && resolution && (
          <Text size="sm">It is over, and this stood at last. Proof: {resolution.sentence}</Text>
        )}
        {severityOverride && (
          <Text size="sm" c="dimmed">
            Its severity was set by hand; the rule says {SEVERITY_LABELS[judgedSeverity].toLowerCase()}.
          </Text>
        )}
        <KeyValueList
          items={[
            {
              label: "Why it matters",
              value: whyOf(finding) ?? <Unknown reason="This check is not in the catalogue." />,
            },
            { label: "What to do", value: fix },
          ]}
        />
      </Stack>
    </SectionCard>
  );
}

function Place({ finding }: { finding: FindingDetail }) {
  const { subject, owner, grade, userRecordId, checkId, judgedAt, firstOpenedAt, openedAt, timesOpened } = finding;
  return (
    <SectionCard title="Where">
      <KeyValueList
        items={[
          { label: SUBJECT_LABELS[subject], value: <ResourceLink resource={finding} moment={null} /> },
          ...(userRecordId && subject !== "user"
            ? [
                {
                  label: "Belongs to",
                  value: (
                    <LinkText inherit href={`/users/${userRecordId}`}>
                      its user
                    </LinkText>
                  ),
                },
              ]
            : []),
          { label: "Account", value: <AccountCell {...finding} /> },
          { label: "Owner", value: owner ?? "nobody named" },
          ...(grade ? [{ label: "Grade of its trust", value: GRADE_LABELS[grade] }] : []),
          {
            label: "Opened",
            value: (
              <>
                <DateText at={openedAt} withTime />
                {timesOpened > 1 && (
                  <>
                    , {timesOpened.toLocaleString("en-US")} times in all, first <DateText at={firstOpenedAt} />
                  </>
                )}
              </>
            ),
          },
          {
            label: "Last judged",
            value: judgedAt ? <DateText at={judgedAt} withTime /> : <Unknown reason="No judgement is recorded." />,
          },
          {
            label: "Elsewhere",
            value: (
              <LinkText inherit href={findingsHref({ checkId })}>
                All findings of this check
              </LinkText>
            ),
          },
        ]}
      />
    </SectionCard>
  );
}

export default async function FindingPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [session, api] = await Promise.all([requireSession(), serverApi()]);
  const finding = await orNotFound(api.findings.get({ id }));
  return (
    <>
      <PageHeader
        title={finding.title}
        description={`${SUBJECT_LABELS[finding.subject]} ${finding.resourceName} in ${finding.accountName}`}
        breadcrumbs={[{ label: "Findings", href: "/findings" }]}
      />
      <Grid gap="md">
        <GridCol span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <Verdict finding={finding} />
            <SectionCard
              title="Facts"
              description="What the verdict stands on, where that was read, and when AWS told it."
            >
              <FactList facts={finding.sourcedFacts} />
            </SectionCard>
            <FindingCourse periods={finding.periods} />
          </Stack>
        </GridCol>
        <GridCol span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <Place finding={finding} />
            <SectionCard title="Triage">
              <TriageForm finding={finding} ownEmail={session.email} />
            </SectionCard>
            <ExceptionCard finding={finding} />
            <ControlList controls={finding.controls} />
          </Stack>
        </GridCol>
      </Grid>
    </>
  );
}
