import { Stack } from "@mantine/core";
import { PartialNotice, SectionCard } from "@rolecall/ui";
import { EvidenceLookupButton } from "../../../../rooms/migration/evidence-lookup-button.tsx";
import { EvidenceProgressText } from "../../../../rooms/migration/evidence-progress.tsx";
import { MissingGrantText } from "../../../../rooms/migration/missing-grant-text.tsx";
import { serverApi } from "../../../../server/api.ts";

/** What AWS can still be asked about the use of one user, and how far that is. */
export async function EvidenceLookupCard({ userId }: { userId: string }) {
  const api = await serverApi();
  const progress = await api.evidenceLookups.progress({ userId });
  const { waiting, since, notGranted } = progress;
  return (
    <SectionCard
      title="Evidence of use"
      description="CloudTrail tells which software signed calls in the last 90 days, from where and for what; IAM tells which services and actions were used in the last 400. The proposal follows what they tell."
    >
      <Stack gap="sm">
        <EvidenceProgressText progress={progress} />
        {waiting === 0 && (
          <EvidenceLookupButton userIds={[userId]} label={since ? "Look up again" : "Look up its use"} />
        )}
        {notGranted && (
          <PartialNotice title="CloudTrail may not be asked">
            <MissingGrantText grant={notGranted} />
          </PartialNotice>
        )}
      </Stack>
    </SectionCard>
  );
}
