"use client";

import { ActionButton } from "../../../rooms/action/action-button.tsx";
import { useAction } from "../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../trpc/client.tsx";

type Props = { connectionId: string; label: string };

/** Runs the checks of a connection again. */
export function VerifyButton({ connectionId, label }: Props) {
  const verify = useAction(useTRPC().connections.verify.mutationOptions(), { failed: "The checks did not start" });
  return (
    <ActionButton action={verify} input={{ id: connectionId }}>
      {label}
    </ActionButton>
  );
}
