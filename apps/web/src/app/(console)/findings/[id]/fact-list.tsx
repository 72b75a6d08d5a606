import { Text } from "@mantine/core";
import type { FindingDetail } from "@rolecall/domain";
import { DateText, KeyValueList, Unknown } from "@rolecall/ui";
import { fieldInWords } from "../../../../rooms/words/field-in-words.ts";
import { FactValue } from "./fact-value.tsx";

type SourcedFact = FindingDetail["sourcedFacts"][number];

const SOURCES: Record<SourcedFact["source"], string> = {
  live_api: "by AWS's API, as of",
  credential_report: "by the credential report of",
  last_accessed: "by the service last accessed report of",
  upload: "by an uploaded file of",
  rotation_policy: "by the rotation policies, as applied on",
  organization: "by AWS Organizations, as of",
};

function SourcedValue({ value, source, observedAt }: SourcedFact) {
  return (
    <div>
      <FactValue value={value} />
      <Text size="xs" c="dimmed" component="div">
        {SOURCES[source]}{" "}
        {observedAt ? (
          <DateText at={observedAt} withTime />
        ) : (
          <>
            a time that is <Unknown reason="When it was told has not been recorded." />
          </>
        )}
      </Text>
    </div>
  );
}

/** The facts behind a verdict, each with its source and time. */
export function FactList({ facts }: { facts: readonly SourcedFact[] }) {
  const byField = Map.groupBy(facts, ({ field }) => field);
  if (facts.length === 0) return <Text size="sm">The sentence above says all: it stands on no single field.</Text>;
  return (
    <KeyValueList
      items={[...byField].map(([field, ofField]) => ({
        label: fieldInWords(field),
        value: ofField.map((fact) => <SourcedValue key={`${fact.value} ${fact.source}`} {...fact} />),
      }))}
    />
  );
}
