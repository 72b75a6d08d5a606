import { Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import { AgeText, DateText, KeyValueList, SectionCard, Unknown } from "@rolecall/ui";
import { fieldInWords } from "../words/field-in-words.ts";

type Source = Credential["sources"][number];

const SOURCE_LABELS: Record<Source["source"], string> = {
  live_api: "Live API",
  credential_report: "Credential report",
  last_accessed: "Service last accessed",
  upload: "Uploaded file",
};

function SourceText({ source, observedAt, now }: Source & { now: Date }) {
  if (!observedAt) {
    return (
      <div>
        {SOURCE_LABELS[source]}: <Unknown reason="It has not been read yet, so nothing is known of these fields." />
      </div>
    );
  }
  return (
    <div>
      {SOURCE_LABELS[source]}, <AgeText at={observedAt} now={now} /> (<DateText at={observedAt} withTime />)
    </div>
  );
}

/** The source of each field and its age: a credential report can be hours older than a live call. */
export function SourceList({ sources, now }: { sources: readonly Source[]; now: Date }) {
  const byFields = Map.groupBy(sources, ({ fields }) => fields.join(", "));
  return (
    <SectionCard title="Sources" description="Where the values come from, and when AWS made them.">
      {sources.length === 0 ? (
        <Text size="sm">No source was recorded.</Text>
      ) : (
        <KeyValueList
          items={[...byFields].map(([fields, ofFields]) => ({
            label: fieldInWords(fields),
            value: ofFields.map((source) => (
              <SourceText key={`${source.source} ${source.observedAt?.toISOString()}`} {...source} now={now} />
            )),
          }))}
        />
      )}
    </SectionCard>
  );
}
