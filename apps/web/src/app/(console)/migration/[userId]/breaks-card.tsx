import { Text } from "@mantine/core";
import type { Break } from "@rolecall/domain";
import { type Column, DataTable, LinkText, SectionCard, StatusBadge, type Tone } from "@rolecall/ui";
import { readReplacement } from "./read-replacement.ts";

const ANSWERS: Record<Break["answer"], { tone: Tone; label: string; rank: number }> = {
  hit: { tone: "warning", label: "breaks", rank: 0 },
  cannot_be_seen: { tone: "neutral", label: "cannot be seen", rank: 1 },
  clean: { tone: "positive", label: "clean", rank: 2 },
};

const isPage = (source: string): boolean => source.startsWith("https://");

const COLUMNS: readonly Column<Break>[] = [
  {
    id: "answer",
    header: "Answer",
    cell: ({ answer }) => <StatusBadge tone={ANSWERS[answer].tone}>{ANSWERS[answer].label}</StatusBadge>,
  },
  {
    id: "title",
    header: "What may break",
    cell: ({ title, sentence }) => (
      <div style={{ minWidth: "16rem" }}>
        {title}
        <Text size="sm" c="dimmed">
          {sentence}
        </Text>
      </div>
    ),
  },
  {
    id: "source",
    header: "Source",
    cell: ({ source }) =>
      isPage(source) ? (
        <LinkText inherit href={source}>
          Read why
        </LinkText>
      ) : (
        source
      ),
  },
];

/** What breaks when the user goes away, what certainly breaks first. */
export async function BreaksCard({ userId }: { userId: string }) {
  const { breaks } = await readReplacement(userId);
  const asked = breaks.filter(({ needsTick }) => needsTick).length;
  return (
    <SectionCard
      title="What breaks when the user goes away"
      description={
        asked > 0
          ? `${asked} of ${breaks.length} cannot be seen from here: ask the owner about them before the credentials are deactivated.`
          : undefined
      }
    >
      <DataTable
        caption="What breaks when the user goes away"
        columns={COLUMNS}
        rows={breaks.toSorted((a, b) => ANSWERS[a.answer].rank - ANSWERS[b.answer].rank)}
        rowKey={({ id }) => id}
        empty={null}
      />
    </SectionCard>
  );
}
