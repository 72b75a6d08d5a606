"use client";

import { ActionButton } from "../../../rooms/action/action-button.tsx";
import { ConfirmButton } from "../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../trpc/client.tsx";

/** Moves a rule one place up or down. */
export function MoveRuleButton({ id, number, to }: { id: string; number: number; to: number }) {
  const move = useAction(useTRPC().ownerRules.update.mutationOptions(), { failed: "The rule was not moved" });
  const isUp = to < number;
  return (
    <ActionButton
      action={move}
      input={{ id, number: to }}
      variant="default"
      size="xs"
      px="xs"
      aria-label={`Move rule ${number} ${isUp ? "up" : "down"}`}
    >
      {isUp ? "↑" : "↓"}
    </ActionButton>
  );
}

/** Ends a rule, after asking. */
export function EndRuleButton({ id, number, owner }: { id: string; number: number; owner: string }) {
  return (
    <ConfirmButton
      action={useAction(useTRPC().ownerRules.end.mutationOptions(), {
        done: { title: "Rule ended", message: "Users are judged again within a minute." },
      })}
      input={{ id }}
      label="End"
      accessibleLabel={`End rule ${number}`}
      size="xs"
      title={`End rule ${number}?`}
      meaning={[`${owner} no longer answers for the users that this rule fits. The rule stays in the audit log.`]}
      confirm="End the rule"
    />
  );
}
