import type { FindingDetail } from "@rolecall/domain";
import { type Column, DataTable, DateText, Unknown } from "@rolecall/ui";
import { fieldInWords } from "../../credentials/field-in-words.ts";
import { FactValue } from "./fact-value.tsx";

type SourcedFact = FindingDetail["sourcedFacts"][number];

const SOURCES: Record<SourcedFact["source"], string> = {
  live_api: "by AWS's API",
  credential_report: "by the credential report",
  last_accessed: "by the service last accessed report",
  upload: "by an uploaded file",
};

function ToldBy({ source, observedAt }: SourcedFact) {
  return (
    <>
      {SOURCES[source]}
      {observedAt ? (
        <>
          {" "}
          of <DateText at={observedAt} withTime />
        </>
      ) : (
        <>
          , at a time that is <Unknown reason="When AWS told it was not recorded." />
        </>
      )}
    </>
  );
}

const columns: readonly Column<SourcedFact>[] = [
  { id: "field", header: "Fact", cell: ({ field }) => fieldInWords(field) },
  { id: "value", header: "Value", cell: ({ value }) => <FactValue value={value} /> },
  { id: "source", header: "Told", cell: ToldBy },
];

/** What a verdict stands on, each with where it was read and when. */
export function FactTable({ facts }: { facts: readonly SourcedFact[] }) {
  return (
    <DataTable
      caption="Facts"
      columns={columns}
      rows={facts}
      rowKey={({ field, value, source }) => `${field} ${value} ${source}`}
      empty="The sentence above says all: it stands on no single field."
    />
  );
}
