import { Text } from "@mantine/core";
import type { Subject } from "@rolecall/domain";
import { LinkText, SectionCard } from "@rolecall/ui";
import { serverApi } from "../../server/api.ts";
import { CHANGES } from "../address/changes.ts";
import type { Moment } from "../as-of/moment.ts";
import { ChangeList } from "./change-list.tsx";

const SHOWN_CHANGES = 20;

type SubjectHistoryProps = { subject: Subject; subjectId: string; noun: string; moment: Moment };

/** The changes of one subject that were known at the moment. */
export async function SubjectHistory({ subject, subjectId, noun, moment }: SubjectHistoryProps) {
  const api = await serverApi();
  const { items, nextCursor } = await api.changes.list({
    subject,
    subjectId,
    until: moment.asOf,
    firstSeen: "true",
    limit: SHOWN_CHANGES,
  });
  return (
    <SectionCard
      title="History"
      description="Changes are found by scans: each lies between the scan that found it and the one before."
    >
      {items.length === 0 ? (
        <Text size="sm">No change of this {noun} is recorded.</Text>
      ) : (
        <ChangeList changes={items} headingOrder={3} linked={false} />
      )}
      {nextCursor && (
        <Text size="sm" mt="sm">
          <LinkText inherit underline="always" href={CHANGES.href({ subject, subjectId, firstSeen: "show" })}>
            See all its changes
          </LinkText>
        </Text>
      )}
    </SectionCard>
  );
}
