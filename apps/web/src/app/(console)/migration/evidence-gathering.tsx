import { Stack, Text } from "@mantine/core";
import { MOST_LOOKED_UP } from "@rolecall/domain";
import { SectionCard } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import type { MigrationFilters } from "../../../rooms/address/migration.ts";
import type { View } from "../../../rooms/list/view.ts";
import { EvidenceLookupButton } from "../../../rooms/migration/evidence-lookup-button.tsx";
import { EvidenceProgressText } from "../../../rooms/migration/evidence-progress.tsx";
import { serverApi } from "../../../server/api.ts";

/** Lookups that are under way, and the users whose owners would have to be asked: AWS can be asked first. */
export async function EvidenceGathering({ view: { filters } }: { view: View<MigrationFilters> }) {
  const api = await serverApi();
  const awsAccountId = filters.awsAccountId ?? undefined;
  const [progress, asking] = await Promise.all([
    api.evidenceLookups.progress({}),
    api.migrations.list({ target: "ask_owner", stage: "identified", awsAccountId, limit: MOST_LOOKED_UP }),
  ]);
  const userIds = asking.items.map((item) => item.userId);
  if (progress.waiting === 0 && userIds.length === 0) return null;
  const many = asking.nextCursor
    ? `the first ${formatAmount(userIds.length, "user")}`
    : formatAmount(userIds.length, "user");
  return (
    <SectionCard title="Evidence of use">
      <Stack gap="sm">
        <EvidenceProgressText progress={progress} />
        {progress.waiting === 0 && (
          <>
            <Text size="sm">
              What is known decides nothing for {many}: the owner would be asked. CloudTrail and IAM may tell it first.
            </Text>
            <EvidenceLookupButton userIds={userIds} label={`Look up the use of ${many}`} />
          </>
        )}
      </Stack>
    </SectionCard>
  );
}
