import { Box } from "@mantine/core";
import type { AwsAccount } from "@rolecall/domain";
import { DateText, KeyValueList, SectionCard } from "@rolecall/ui";
import { intervalInWords } from "../../../../rooms/scans/intervals.ts";
import { serverApi } from "../../../../server/api.ts";
import { ScheduleForm } from "./schedule-form.tsx";

const at = (instant: Date | null, otherwise: string) => (instant ? <DateText at={instant} withTime /> : otherwise);

/** When the account is read, and how often. */
export async function Schedule({ account }: { account: AwsAccount }) {
  const { awsAccountId, scanEveryHours, connectionId } = account;
  const connection = connectionId ? await (await serverApi()).connections.get({ id: connectionId }) : null;
  const hours = scanEveryHours ?? connection?.scanEveryHours ?? null;
  return (
    <SectionCard title="Schedule" description="Scans are spread over time, so that many accounts are not read at once.">
      <KeyValueList
        items={[
          {
            label: "Scanned",
            value: hours === null ? "unknown" : intervalInWords(hours),
            hint: scanEveryHours === null ? "the connection's interval" : "its own interval",
          },
          { label: "Next scan", value: at(account.nextScanAt, "none planned") },
          { label: "Slow lane, last", value: at(account.lastSlowLaneAt, "not yet") },
          {
            label: "Slow lane, next",
            value: at(account.nextSlowLaneAt, "none planned"),
            hint: "what has no bulk call, about once a week",
          },
          ...(connection ? [{ label: "Most calls per second", value: connection.callCeilingPerSecond }] : []),
        ]}
      />
      <Box mt="sm">
        <ScheduleForm
          awsAccountId={awsAccountId}
          scanEveryHours={scanEveryHours}
          ofConnection={connection?.scanEveryHours ?? null}
        />
      </Box>
    </SectionCard>
  );
}
