import { Group, Text } from "@mantine/core";
import type { MigrationDetail } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";
import { OWNERS } from "../address/owners.ts";
import type { Moment } from "../as-of/moment.ts";
import { AssignOwnerButton } from "./assign-owner-button.tsx";
import { sourceInWords } from "./owner-words.ts";

type OwnerLineProps = {
  migration: Pick<MigrationDetail, "userId" | "userName" | "owner" | "ownerSource" | "ownerAssignments">;
  moment: Moment;
};

/** Who answers for a user, where that comes from, and a way to assign somebody else. */
export function OwnerLine({ migration, moment }: OwnerLineProps) {
  const { userId, userName, owner, ownerSource, ownerAssignments } = migration;
  const words = ownerSource && sourceInWords(ownerSource);
  // Nothing is assigned in the past, nor to a user that is gone; a plan names its own owner.
  const canAssign = !moment.asOf && ownerSource !== null && ownerSource.kind !== "plan";
  return (
    <Group gap="xs" mt="xs">
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        Owner: {owner ?? "No owner"}
        {words && (
          <Text span size="sm" c="dimmed">
            {" "}
            (
            {ownerSource.kind === "rule" ? (
              <LinkText href={OWNERS.href({})} inherit>
                {words}
              </LinkText>
            ) : (
              words
            )}
            )
          </Text>
        )}
      </Text>
      {canAssign && (
        <AssignOwnerButton
          userId={userId}
          userName={userName}
          owner={owner}
          isByHand={ownerSource.kind === "by_hand"}
          assignments={ownerAssignments}
        />
      )}
    </Group>
  );
}
