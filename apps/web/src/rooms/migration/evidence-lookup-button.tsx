"use client";

import { Stack, Text } from "@mantine/core";
import type { LookupOutcome, RequestedEvidence } from "@rolecall/domain";
import { ErrorState, PartialNotice } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionButton } from "../action/action-button.tsx";
import { useAction } from "../action/use-action.ts";
import { MissingGrantText } from "./missing-grant-text.tsx";

type EvidenceLookupButtonProps = { userIds: readonly string[]; label: string };

const OUTCOMES: readonly { outcome: LookupOutcome; told: string }[] = [
  { outcome: "asked", told: "being looked up in CloudTrail" },
  { outcome: "under_way", told: "being looked up already" },
  { outcome: "known", told: "looked up within the last 24 hours" },
  { outcome: "not_granted", told: "CloudTrail may not be asked" },
  { outcome: "unreachable", told: "in an account that cannot be read" },
  { outcome: "nothing_to_ask", told: "without an active access key or password" },
];

function Requested({ users, notGranted }: RequestedEvidence) {
  const counts = OUTCOMES.map(({ outcome, told }) => ({
    told,
    users: users.filter(({ trail }) => trail === outcome).length,
  })).filter((each) => each.users > 0);
  return (
    <>
      <Text size="sm" role="status">
        {users.length === 1
          ? users[0]?.sentence
          : `${counts.map((each) => `${formatAmount(each.users, "user")}: ${each.told}`).join("; ")}.`}
      </Text>
      {notGranted.map((grant) => (
        <PartialNotice key={grant.connectionId} title={`“${grant.connectionName}” does not grant CloudTrail`}>
          <MissingGrantText grant={grant} />
        </PartialNotice>
      ))}
    </>
  );
}

/** Has looked up what CloudTrail and IAM tell of the use of some users; the page then follows it. A problem is shown in place. */
export function EvidenceLookupButton({ userIds, label }: EvidenceLookupButtonProps) {
  const { evidenceLookups } = useTRPC();
  const request = useAction(evidenceLookups.request.mutationOptions());
  return (
    <Stack gap="sm" align="flex-start">
      <ActionButton action={request} input={{ userIds: [...userIds] }} size="xs" variant="light">
        {label}
      </ActionButton>
      {request.data && <Requested {...request.data} />}
      {request.problem && <ErrorState title="The use could not be looked up">{request.problem.message}</ErrorState>}
    </Stack>
  );
}
