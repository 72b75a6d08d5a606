import { Alert, Box, SimpleGrid, Stack, Text } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import {
  CopyableCode,
  DateText,
  KeyValueList,
  LinkButton,
  LinkText,
  PageHeader,
  PartialNotice,
  SectionCard,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { LiveRefresh } from "../../live-refresh.tsx";
import { CheckList } from "../check-list.tsx";
import { CONNECTION_STATUS, ConnectionStatusBadge } from "../connection-status.tsx";
import { DisconnectButton } from "../disconnect-button.tsx";
import { wizardHref } from "../new/wizard-progress.tsx";
import { Templates } from "../templates.tsx";
import { UnsafePanel } from "../unsafe-panel.tsx";
import { VerifyButton } from "../verify-button.tsx";

export const metadata: Metadata = { title: "Connection" };

export default async function ConnectionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const connection = await orNotFound((await serverApi()).connections.get({ id }));
  const connected = connection.status !== "disconnected";
  return (
    <>
      {connection.status === "verifying" && <LiveRefresh />}
      <PageHeader
        title={connection.name}
        breadcrumbs={[{ label: "Connections", href: "/connections" }]}
        description={
          <>
            <Box component="span" mr="xs">
              <ConnectionStatusBadge status={connection.status} />
            </Box>
            {CONNECTION_STATUS[connection.status].meaning}
          </>
        }
        actions={connected ? <Actions connection={connection} /> : null}
      />
      <Stack gap="lg">
        {connection.status === "unsafe" && <UnsafePanel connection={connection} />}
        {connection.status === "failed" && (
          <Alert color="red" title="A check failed">
            {connection.statusReason ?? "The check below says what to mend."}
          </Alert>
        )}
        {connection.scanPausedReason && (
          <PartialNotice title="Scans are paused">{connection.scanPausedReason}</PartialNotice>
        )}
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
          <Details connection={connection} />
          <SectionCard title="Checks">
            {connection.checks.length > 0 ? (
              <CheckList checks={connection.checks} />
            ) : (
              <Text size="sm" c="dimmed">
                No check has run yet. They start once the role's ARN is told.
              </Text>
            )}
          </SectionCard>
        </SimpleGrid>
        {connected && (
          <SectionCard
            title="Template of the role"
            description="To install the role anew, or to review what it grants."
          >
            <Templates connection={connection} />
          </SectionCard>
        )}
      </Stack>
    </>
  );
}

function Actions({ connection }: { connection: Connection }) {
  return (
    <>
      <DisconnectButton connectionId={connection.id} name={connection.name} />
      {connection.roleArn ? (
        connection.status !== "verifying" && <VerifyButton connectionId={connection.id} label="Verify again" />
      ) : (
        <LinkButton href={wizardHref(connection.id, "install")}>Go on connecting</LinkButton>
      )}
    </>
  );
}

function Details({ connection }: { connection: Connection }) {
  const { id, roleArn, awsAccountId, verifiedAt } = connection;
  const change = connection.status !== "disconnected" && (
    <LinkText inherit href={wizardHref(id, "role")}>
      {roleArn ? "Change" : "Tell the ARN"}
    </LinkText>
  );
  return (
    <SectionCard title="Details">
      <KeyValueList
        items={[
          {
            label: "AWS account",
            value: awsAccountId ? (
              <LinkText inherit href={`/accounts/${awsAccountId}`}>
                {awsAccountId}
              </LinkText>
            ) : (
              "not told yet"
            ),
          },
          {
            label: "Role ARN",
            value: (
              <>
                {roleArn ? <CopyableCode label="role ARN" value={roleArn} /> : "not told yet "}
                {change}
              </>
            ),
          },
          { label: "External ID", value: <CopyableCode label="External ID" value={connection.externalId} /> },
          {
            label: "Trusted principal",
            value: <CopyableCode label="trusted principal" value={connection.principalArn} />,
          },
          { label: "Partition", value: <code>{connection.partition}</code> },
          { label: "Last passed", value: verifiedAt ? <DateText at={verifiedAt} withTime /> : "never yet" },
          { label: "Created", value: <DateText at={connection.createdAt} /> },
        ]}
      />
    </SectionCard>
  );
}
