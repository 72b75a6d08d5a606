"use client";

import { Stack } from "@mantine/core";
import type { TrailSubject } from "@rolecall/domain";
import { ErrorState } from "@rolecall/ui";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionButton } from "../action/action-button.tsx";
import { useAction } from "../action/use-action.ts";

type TrailLookupButtonProps = { subject: TrailSubject; id: string; label: string };

/** Starts a lookup in CloudTrail, which the page then follows. A problem is shown in place. */
export function TrailLookupButton({ subject, id, label }: TrailLookupButtonProps) {
  const { trail } = useTRPC();
  const credential = useAction(trail.lookUpCredential.mutationOptions());
  const user = useAction(trail.lookUpUser.mutationOptions());
  const role = useAction(trail.lookUpRole.mutationOptions());
  const lookUp = { credential, user, role }[subject];
  return (
    <Stack gap="sm" align="flex-start">
      <ActionButton action={lookUp} input={{ id }} size="xs" variant="light">
        {label}
      </ActionButton>
      {lookUp.problem && <ErrorState title="CloudTrail cannot be asked">{lookUp.problem.message}</ErrorState>}
    </Stack>
  );
}
