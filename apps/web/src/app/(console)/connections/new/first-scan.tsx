import { Group, Stack, Text, Title } from "@mantine/core";
import { LinkButton } from "@rolecall/ui";
import { LiveRefresh } from "../../../../rooms/block/live-refresh.tsx";
import { ScanProgress } from "../../../../rooms/scans/scan-progress.tsx";
import { isMoving, ScanStatusBadge } from "../../../../rooms/scans/scan-status.tsx";
import { serverApi } from "../../../../server/api.ts";

/** The first reading of a new account, as it goes. */
export async function FirstScan({ awsAccountId }: { awsAccountId: string }) {
  const scans = await (await serverApi()).scans.list({ awsAccountId, limit: 1 });
  const scan = scans.items[0];
  return (
    <section aria-labelledby="first-scan">
      <Title order={2} size="h5" id="first-scan" mb="xs">
        First scan of account {awsAccountId}
      </Title>
      {scan ? (
        <Stack gap="sm">
          {isMoving(scan) && <LiveRefresh />}
          <Group gap="sm">
            <ScanStatusBadge scan={scan} />
          </Group>
          <ScanProgress scan={scan} />
          <Group gap="sm">
            <LinkButton href={`/scans/${scan.id}`} variant={isMoving(scan) ? "filled" : "default"}>
              Open the scan
            </LinkButton>
            {!isMoving(scan) && <LinkButton href="/overview">Go to the overview</LinkButton>}
          </Group>
        </Stack>
      ) : (
        <>
          <LiveRefresh />
          <Text size="sm" c="dimmed" role="status">
            The scan is being queued.
          </Text>
        </>
      )}
    </section>
  );
}
