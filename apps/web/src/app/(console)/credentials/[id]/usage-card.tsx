import { Group, Stack, Text } from "@mantine/core";
import type { UsagePattern, UsageRhythm } from "@rolecall/domain";
import { DateText, KeyValueList, SectionCard, StatusBadge, type Tone } from "@rolecall/ui";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { serverApi } from "../../../../server/api.ts";

const RHYTHMS: Record<UsageRhythm, { label: string; tone: Tone }> = {
  daily: { label: "Daily", tone: "info" },
  weekly: { label: "Weekly", tone: "info" },
  monthly: { label: "Monthly", tone: "info" },
  quarterly: { label: "Quarterly", tone: "info" },
  irregular: { label: "Without a rhythm", tone: "neutral" },
  none: { label: "Not used", tone: "neutral" },
  unknown: { label: "Rhythm unknown", tone: "neutral" },
};

type SafeProps = Pick<UsagePattern, "safeToDeactivateAfter" | "reason"> & { now: Date };

function SafeToDeactivate({ safeToDeactivateAfter, reason, now }: SafeProps) {
  return (
    <>
      {safeToDeactivateAfter ? (
        <>
          {safeToDeactivateAfter <= now ? "now, since" : "after"} <DateText at={safeToDeactivateAfter} />
        </>
      ) : (
        "no day can be named yet"
      )}
      <Text size="xs" c="dimmed" mt={2}>
        {reason}
      </Text>
    </>
  );
}

/** How often a credential is used, and when it may be deactivated. */
export async function UsageCard({ id, moment }: { id: string; moment: Moment }) {
  const api = await serverApi();
  const usage = await api.credentials.usage({ id, asOf: moment.asOf });
  const { label, tone } = RHYTHMS[usage.rhythm];
  return (
    <SectionCard title="Rhythm of use">
      <Stack gap="sm">
        <Group gap="xs" align="flex-start">
          <StatusBadge tone={tone}>{label}</StatusBadge>
          <Text size="sm" flex={1} miw={220}>
            {usage.sentence}
          </Text>
        </Group>
        <KeyValueList
          items={[
            { label: "Safe to deactivate", value: <SafeToDeactivate {...usage} now={moment.at} /> },
            { label: "Watched since", value: usage.observedFrom ?? "not watched yet" },
          ]}
        />
      </Stack>
    </SectionCard>
  );
}
