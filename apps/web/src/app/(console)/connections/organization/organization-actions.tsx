"use client";

import { ActionButton } from "../../../../rooms/action/action-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

const NOT_STARTED = "That did not start";

type VerifyMembersProps = { connectionId: string; only: "failed" | "all"; label: string };

/** Checks the roles of the chosen accounts again: those that failed, or all. */
export function VerifyMembersButton({ connectionId, only, label }: VerifyMembersProps) {
  const verify = useAction(useTRPC().organizations.verify.mutationOptions(), {
    done: ({ accounts }) => ({
      title: "Checks have started",
      message:
        accounts === 1 ? "The role of one account is checked." : `The roles of ${accounts} accounts are checked.`,
    }),
    failed: NOT_STARTED,
  });
  return (
    <ActionButton
      action={verify}
      input={{ connectionId, only }}
      size="xs"
      variant={only === "failed" ? "filled" : "default"}
    >
      {label}
    </ActionButton>
  );
}

/** Starts a discovery now instead of at its scheduled time. */
export function DiscoverButton({ connectionId, isReading }: { connectionId: string; isReading: boolean }) {
  const discover = useAction(useTRPC().organizations.discover.mutationOptions(), { failed: NOT_STARTED });
  return (
    <ActionButton action={discover} input={{ connectionId }} size="xs" variant="default" loading={isReading}>
      Discover now
    </ActionButton>
  );
}
