"use client";

import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

/** Withdraws the plan of a migration, after asking. */
export function WithdrawButton({ userId, userName }: { userId: string; userName: string }) {
  return (
    <ConfirmButton
      action={useAction(useTRPC().migrations.withdraw.mutationOptions())}
      input={{ userId }}
      label="Withdraw the plan"
      title={`Withdraw the plan of ${userName}?`}
      meaning={[
        "The migration falls back to the stage that holds without a plan, and its proposal counts again.",
        "The plan stays on record. Nothing changes in AWS.",
      ]}
      confirm="Withdraw it"
    />
  );
}
