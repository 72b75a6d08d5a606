import { Grid, GridCol, Group, Stack, Text } from "@mantine/core";
import { CHECKS, type FindingDetail } from "@rolecall/domain";
import { DateText, type KeyValue, KeyValueList, LinkText, PageHeader, SectionCard, Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import type { Metadata } from "next";
import { GRADE_LABELS } from "../../../../rooms/access/grade-labels.ts";
import { AccountCell } from "../../../../rooms/accounts/account-cell.tsx";
import { FINDINGS, findingHref } from "../../../../rooms/address/findings.ts";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { AsOfBanner } from "../../../../rooms/as-of/as-of-banner.tsx";
import { AsOfForm } from "../../../../rooms/as-of/as-of-form.tsx";
import { type Moment, momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { SEVERITY_LABELS } from "../../../../rooms/findings/finding-labels.ts";
import { FindingMarks } from "../../../../rooms/findings/finding-marks.tsx";
import { ResourceLink } from "../../../../rooms/findings/resource-link.tsx";
import { SeverityBadge } from "../../../../rooms/findings/severity-badge.tsx";
import { SUBJECT_LABELS } from "../../../../rooms/words/subjects.ts";
import { serverApi } from "../../../../server/api.ts";
import { requireSession } from "../../../../server/session.ts";
import { ControlList } from "./control-list.tsx";
import { ExceptionCard } from "./exception-card.tsx";
import { FactList } from "./fact-list.tsx";
import { FindingTimeline } from "./finding-timeline.tsx";
import { TriageCard } from "./triage-card.tsx";

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

const userItems = ({ subject, userRecordId, userName }: FindingDetail, { day }: Moment): KeyValue[] =>
  userRecordId && subject !== "user"
    ? [
        {
          label: "Belongs to",
          value: (
            <LinkText inherit href={hrefOf(`/users/${userRecordId}`, { asOf: day })}>
              {userName ?? "its user"}
            </LinkText>
          ),
        },
      ]
    : [];

function Place({ finding, moment }: { finding: FindingDetail; moment: Moment }) {
  const { subject, owner, grade, checkId, judgedAt, firstOpenedAt, openedAt, timesOpened } = finding;
  return (
    <SectionCard title="Where">
      <KeyValueList
        items={[
          { label: SUBJECT_LABELS[subject], value: <ResourceLink resource={finding} moment={moment} /> },
          ...userItems(finding, moment),
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
                    , {formatCount(timesOpened)} times in all, first <DateText at={firstOpenedAt} />
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
              <LinkText inherit href={FINDINGS.href({ checkId, asOf: moment.day })}>
                All findings of this check
              </LinkText>
            ),
          },
        ]}
      />
    </SectionCard>
  );
}

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function FindingPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const [session, api] = await Promise.all([requireSession(), serverApi()]);
  const read = await readAt(moment, (asOf) => api.findings.get({ id, asOf }));
  const place = {
    noun: "finding",
    path: findingHref(id, null),
    breadcrumbs: [{ label: "Findings", href: FINDINGS.href({ asOf: moment.day }) }],
    moment,
  };
  if (!read) return <NotKnownThen {...place} />;
  // Whether a finding was provisional in the past is not recorded.
  const finding = moment.day ? { ...read, isProvisional: false } : read;
  return (
    <>
      <PageHeader
        title={finding.title}
        description={`${SUBJECT_LABELS[finding.subject]} ${finding.resourceName} in ${finding.accountName}`}
        breadcrumbs={place.breadcrumbs}
        actions={<AsOfForm action={place.path} moment={moment} />}
      />
      <Stack gap="md">
        <AsOfBanner moment={moment} nowHref={place.path} />
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
              <FindingTimeline periods={finding.periods} />
            </Stack>
          </GridCol>
          <GridCol span={{ base: 12, lg: 5 }}>
            <Stack gap="md">
              <Place finding={finding} moment={moment} />
              <TriageCard finding={finding} ownEmail={session.email} moment={moment} />
              <ExceptionCard finding={finding} moment={moment} />
              <ControlList controls={finding.controls} />
            </Stack>
          </GridCol>
        </Grid>
      </Stack>
    </>
  );
}
