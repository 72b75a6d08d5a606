import { Box, SimpleGrid, Stack, Text } from "@mantine/core";
import type { Scan } from "@rolecall/domain";
import { LinkButton, LinkText, PageHeader, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { LiveRefresh } from "../../../../rooms/block/live-refresh.tsx";
import { ScanProgress } from "../../../../rooms/scans/scan-progress.tsx";
import { isMoving, SCAN_KINDS, ScanStatusBadge } from "../../../../rooms/scans/scan-status.tsx";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { CallsTable } from "./calls-table.tsx";
import { CancelScanButton } from "./cancel-scan-button.tsx";
import { CoverageTable } from "./coverage-table.tsx";
import { ScanFacts } from "./scan-facts.tsx";

export const metadata: Metadata = { title: "Scan" };

const CANCELLING: Record<Scan["kind"], string> = {
  inventory:
    "Nothing of it is written: the inventory stays the one of the scan before, and the next scan keeps its time. A run in progress stops within seconds.",
  slow_lane:
    "Nothing of it is written: what has no bulk call stays as it was last read, and is read again at its next time. A run in progress stops within seconds.",
  recheck: "Nothing of it is written: the user stays as last read. A run in progress stops within seconds.",
  upload: "Nothing of the files is kept. To take the inventory from them, upload them again.",
};

export default async function ScanPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const scan = await orNotFound((await serverApi()).scans.get({ id }));
  const { awsAccountId, kind } = scan;
  return (
    <>
      {isMoving(scan) && <LiveRefresh />}
      <PageHeader
        title={SCAN_KINDS[kind].title(awsAccountId)}
        breadcrumbs={[
          { label: "Accounts", href: "/accounts" },
          { label: awsAccountId, href: `/accounts/${awsAccountId}` },
        ]}
        description={
          <>
            <Box component="span" mr="xs">
              <ScanStatusBadge scan={scan} />
            </Box>
            {SCAN_KINDS[kind].meaning}
          </>
        }
        actions={<Actions scan={scan} />}
      />
      <Stack gap="lg">
        <SectionCard title={isMoving(scan) ? "Progress" : "Result"}>
          <ScanProgress scan={scan} />
        </SectionCard>
        <SimpleGrid cols={{ base: 1, lg: kind === "upload" ? 1 : 2 }} spacing="lg" style={{ alignItems: "start" }}>
          <ScanFacts scan={scan} />
          {kind !== "upload" && <Calls scan={scan} />}
        </SimpleGrid>
        <SectionCard title="Coverage" description="What was not read is shown as unknown, never as empty.">
          <CoverageTable coverage={scan.coverage} kind={kind} />
        </SectionCard>
        {scan.problems.length > 0 && <Problems problems={scan.problems} />}
      </Stack>
    </>
  );
}

function Actions({ scan }: { scan: Scan }) {
  if (isMoving(scan)) return <CancelScanButton scanId={scan.id} meaning={CANCELLING[scan.kind]} />;
  return (
    <LinkButton
      href={scan.userRecordId ? `/users/${scan.userRecordId}` : `/credentials?awsAccountId=${scan.awsAccountId}`}
      variant="default"
    >
      {scan.userRecordId ? "Open the user" : "Credentials of this account"}
    </LinkButton>
  );
}

function Calls({ scan }: { scan: Scan }) {
  return (
    <SectionCard
      title="Calls to AWS"
      description={
        <>
          Made on the account's own API limits, throttled attempts included. Rolecall keeps them low on purpose:{" "}
          <LinkText inherit underline="always" href="/scans/cost">
            what a scan costs
          </LinkText>
          .
        </>
      }
    >
      <CallsTable apiCalls={scan.apiCalls} />
    </SectionCard>
  );
}

function Problems({ problems }: Pick<Scan, "problems">) {
  return (
    <SectionCard title="Problems" description="Oddities in single resources. The rest of the scan was not affected.">
      <Stack component="ul" gap="xs" m={0} pl="md">
        {problems.map((problem) => (
          <Text
            component="li"
            size="sm"
            key={`${problem.resource} ${problem.message}`}
            style={{ overflowWrap: "anywhere" }}
          >
            <code>{problem.resource}</code>: {problem.message}
          </Text>
        ))}
      </Stack>
    </SectionCard>
  );
}
