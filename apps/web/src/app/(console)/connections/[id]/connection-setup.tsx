import { SimpleGrid, Stack, Text } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import { SectionCard } from "@rolecall/ui";
import { CheckList } from "../check-list.tsx";
import { formatsOf, Templates } from "../templates.tsx";
import { ConnectionDetails } from "./connection-details.tsx";
import { ScanLimitsForm } from "./scan-limits-form.tsx";

/** The connection itself: its role with the checks, how its accounts are scanned, and the template. */
export function ConnectionSetup({ connection }: { connection: Connection }) {
  const connected = connection.status !== "disconnected";
  const { id, scanEveryHours, callCeilingPerSecond } = connection;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
        <Stack gap="lg">
          <ConnectionDetails connection={connection} />
          {connected && (
            <SectionCard title="Scans">
              <ScanLimitsForm
                key={`${scanEveryHours} ${callCeilingPerSecond}`}
                connection={{ id, scanEveryHours, callCeilingPerSecond }}
              />
            </SectionCard>
          )}
        </Stack>
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
        <SectionCard title="Template of the role" description="To install the role anew, or to review what it grants.">
          <Templates connection={connection} formats={formatsOf(connection)} />
        </SectionCard>
      )}
    </Stack>
  );
}
