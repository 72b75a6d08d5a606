import { SimpleGrid, Stack, Text } from "@mantine/core";
import type { Scan } from "@rolecall/domain";
import { DateText, KeyValueList, LinkButton, PageHeader, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { LiveRefresh } from "../../live-refresh.tsx";
import { CoverageTable } from "../coverage-table.tsx";
import { ScanProgress } from "../scan-progress.tsx";
import { isMoving, SCAN_TRIGGER, ScanStatusBadge, scanDuration } from "../scan-status.tsx";
import { CallsTable } from "./calls-table.tsx";

export const metadata: Metadata = { title: "Scan" };

export default async function ScanPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const scan = await orNotFound((await serverApi()).scans.get({ id }));
  return (
    <>
      {isMoving(scan) && <LiveRefresh />}
      <PageHeader
        title={`Scan of ${scan.awsAccountId}`}
        breadcrumbs={[
          { label: "Accounts", href: "/accounts" },
          { label: scan.awsAccountId, href: `/accounts/${scan.awsAccountId}` },
        ]}
        description={<ScanStatusBadge status={scan.status} />}
        actions={
          <LinkButton href={`/credentials?awsAccountId=${scan.awsAccountId}`} variant="default">
            Credentials of this account
          </LinkButton>
        }
      />
      <Stack gap="lg">
        <SectionCard title={isMoving(scan) ? "Progress" : "Result"}>
          <ScanProgress scan={scan} />
        </SectionCard>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
          <Facts scan={scan} />
          <SectionCard
            title="Calls to AWS"
            description="Made on the account's own API limits, throttled attempts included. Rolecall keeps them low on purpose."
          >
            <CallsTable apiCalls={scan.apiCalls} />
          </SectionCard>
        </SimpleGrid>
        <SectionCard title="Coverage" description="What was not read is shown as unknown, never as empty.">
          <CoverageTable coverage={scan.coverage} />
        </SectionCard>
        {scan.problems.length > 0 && <Problems problems={scan.problems} />}
      </Stack>
    </>
  );
}

function Facts({ scan }: { scan: Scan }) {
  const { counts, changes } = scan;
  const at = (instant: Date | null, otherwise: string) => (instant ? <DateText at={instant} withTime /> : otherwise);
  const pending = isMoving(scan) ? "not yet" : "unknown";
  return (
    <SectionCard title="Facts">
      <KeyValueList
        items={[
          { label: "Why", value: SCAN_TRIGGER[scan.trigger] },
          { label: "Asked for", value: at(scan.requestedAt, "unknown") },
          { label: "Started", value: at(scan.startedAt, "not yet") },
          { label: "Finished", value: at(scan.finishedAt, "not yet") },
          { label: "Duration", value: scanDuration(scan) ?? pending },
          { label: "Users", value: counts?.users?.toLocaleString("en-US") ?? pending },
          { label: "Roles", value: counts?.roles?.toLocaleString("en-US") ?? pending },
          { label: "Credentials", value: counts?.credentials?.toLocaleString("en-US") ?? pending },
          {
            label: "Changes",
            value: changes ? `${changes.created} new, ${changes.changed} changed, ${changes.removed} gone` : pending,
          },
        ]}
      />
    </SectionCard>
  );
}

function Problems({ problems }: Pick<Scan, "problems">) {
  return (
    <SectionCard title="Problems" description="Oddities in single resources. The rest of the scan was not affected.">
      <Stack component="ul" gap="xs" m={0} pl="md">
        {problems.map((problem) => (
          <Text component="li" size="sm" key={`${problem.resource} ${problem.message}`}>
            <code>{problem.resource}</code>: {problem.message}
          </Text>
        ))}
      </Stack>
    </SectionCard>
  );
}
