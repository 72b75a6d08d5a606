import { Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import { AgeText, DateText, KeyValueList, SectionCard } from "@rolecall/ui";

type Source = Credential["sources"][number];

const SOURCE_LABELS: Record<Source["source"], string> = {
  live_api: "live API",
  credential_report: "credential report",
};

/** Where each field was read, and how old that is: a credential report may be hours older than a live call. */
export function SourceList({ sources, now }: { sources: readonly Source[]; now: Date }) {
  return (
    <SectionCard title="Sources" description="Where the values come from. The newest source wins per field.">
      {sources.length === 0 ? (
        <Text size="sm">No source was recorded.</Text>
      ) : (
        <KeyValueList
          items={sources.map(({ field, source, observedAt }) => ({
            label: field,
            value: observedAt ? (
              <>
                {SOURCE_LABELS[source]}, <AgeText at={observedAt} now={now} /> (<DateText at={observedAt} withTime />)
              </>
            ) : (
              `${SOURCE_LABELS[source]}, time not told`
            ),
          }))}
        />
      )}
    </SectionCard>
  );
}
